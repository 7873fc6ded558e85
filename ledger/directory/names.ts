import { invalid, Refusal } from "../refusal.ts";

const NAME = /^[a-z0-9-]{1,64}$/;

/** Whether something in the directory may be named so: what is not is not looked for either. */
export function isDirectoryName(name: string): boolean {
	return NAME.test(name);
}

/** Refuses with `invalid` what is no name of a group, calendar or rota. */
export function requireDirectoryName(name: string, path = "name"): void {
	if (!isDirectoryName(name))
		throw invalid(path, "write 1 to 64 small letters, digits and dashes, such as finance-leads");
}

/** Refused because the name is not new. */
export function nameTaken(kind: "calendar" | "rota", name: string): Refusal {
	const message = `there is a ${kind} named ${name} already: write another name, or put that one`;
	return new Refusal("in_use", `name: ${message}`, { errors: [{ path: "name", message }] });
}
