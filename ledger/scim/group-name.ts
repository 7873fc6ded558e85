/**
 * The name that policies write for a group that an identity provider calls `displayName`: lower case, without
 * accents, every run of other characters one hyphen, 64 characters at most. The same text gives the same name
 * always; that two texts give one name is for the caller to refuse. Null where nothing is left.
 */
export function groupNameOf(displayName: string): string | null {
	const name = displayName
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/ß/g, "ss")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 64)
		.replace(/^-+|-+$/g, "");
	return name === "" ? null : name;
}
