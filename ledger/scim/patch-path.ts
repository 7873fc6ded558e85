import { type AttributePath, parseAttributePath } from "./attribute-path.ts";
import { type Filter, parseElementFilter } from "./filter.ts";
import { badScim, ScimError } from "./scim-error.ts";

/** What a PATCH operation is about: `members`, `name.familyName`, `emails[type eq "work"].value`. */
export interface PatchPath extends AttributePath {
	filter: Filter | null;
}

/** Reads a path: RFC 7644, section 3.5.2 (figure 7). Refuses with `invalidPath` or `invalidFilter`. */
export function parsePatchPath(text: string): PatchPath {
	const trimmed = text.trim();
	const bracket = trimmed.indexOf("[");
	const path = parseAttributePath(bracket === -1 ? trimmed : trimmed.slice(0, bracket));
	if (path === null) throw wrong(text);
	if (bracket === -1) return { ...path, filter: null };
	if (path.sub !== null || path.name === "") throw wrong(text);
	const { filter, end } = parseElementFilter(trimmed, bracket + 1);
	const rest = trimmed.slice(end);
	if (rest === "") return { ...path, filter };
	const inside = rest.startsWith(".") ? parseAttributePath(rest.slice(1)) : null;
	if (inside === null || inside.urn !== null || inside.sub !== null || inside.name === "") throw wrong(text);
	return { ...path, sub: inside.name, filter };
}

/** The same for a key of a value, where what cannot be read is nothing that we keep: null. */
export function patchPathOfKey(key: string): PatchPath | null {
	try {
		return parsePatchPath(key);
	} catch (error) {
		if (error instanceof ScimError && error.scimType === "invalidPath") return null;
		throw error;
	}
}

function wrong(text: string): Error {
	return badScim(
		"invalidPath",
		`The path ${JSON.stringify(text.slice(0, 80))} cannot be read: write one such as active, name.familyName or emails[type eq "work"].value.`,
	);
}
