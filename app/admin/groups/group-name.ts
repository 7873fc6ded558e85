/** A name that fits a title: «Finance leads» gives `finance-leads`. Empty where nothing of it is left. */
export function groupNameFor(title: string): string {
	return title
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 64)
		.replace(/^-+|-+$/g, "");
}
