/** The schemas that we speak (RFC 7643, section 8.7). */
export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE_SCHEMA = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const CORE = [USER_SCHEMA, GROUP_SCHEMA].map((urn) => urn.toLowerCase());

/** A named attribute. Names and URNs are lower case here: SCIM compares them so (RFC 7643, section 2.1). */
export interface AttributePath {
	/** Of an extension; null for the core schemas, whose URN may be written or not. */
	urn: string | null;
	/** Empty where a whole extension is meant. */
	name: string;
	sub: string | null;
}

const NAME = /^[a-z$][a-z0-9$_-]*$/;

/** `name.familyName`, `urn:…:User:manager.value`, or the URN of an extension alone; null where it is none of these. */
export function parseAttributePath(text: string): AttributePath | null {
	const path = text.toLowerCase();
	if (path === ENTERPRISE_SCHEMA.toLowerCase()) return { urn: path, name: "", sub: null };
	let urn: string | null = null;
	let rest = path;
	if (path.startsWith("urn:")) {
		const colon = path.lastIndexOf(":");
		urn = path.slice(0, colon);
		rest = path.slice(colon + 1);
		if (CORE.includes(urn)) urn = null;
	}
	const [name = "", sub = null, more] = rest.split(".");
	if (!NAME.test(name) || (sub !== null && !NAME.test(sub)) || more !== undefined) return null;
	return { urn, name, sub };
}

/** As a person would write it, for messages. */
export function pathText({ urn, name, sub }: AttributePath): string {
	return `${urn === null ? "" : `${urn}:`}${name}${sub === null ? "" : `.${sub}`}`;
}

/** Whether the path means this attribute of the enterprise extension. Some providers leave the URN out. */
export function isManager({ urn, name }: AttributePath): boolean {
	return name === "manager" && (urn === null || urn === ENTERPRISE_SCHEMA.toLowerCase());
}
