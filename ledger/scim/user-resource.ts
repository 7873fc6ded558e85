import { isAddress } from "../directory/person-reference.ts";
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from "./attribute-path.ts";
import { badScim } from "./scim-error.ts";

/** What we keep of a person, as an identity provider sees it. */
export interface ScimPerson {
	id: string;
	/** Lower case. */
	email: string;
	name: string;
	active: boolean;
	manager: { id: string; name: string } | null;
	/** IANA name. */
	timeZone: string;
	externalId: string | null;
	/** As the provider gave it; else the e-mail address. */
	userName: string;
	/** ISO 8601 instant. */
	createdAt: string;
}

/** A user in SCIM's words, as far as we keep it (RFC 7643, section 4.1). */
export interface UserDocument {
	userName?: unknown;
	externalId?: unknown;
	displayName?: unknown;
	name?: { formatted?: unknown; givenName?: unknown; familyName?: unknown };
	active?: unknown;
	timezone?: unknown;
	emails?: Record<string, unknown>[];
	manager?: { value?: unknown };
}

/** A user as it is answered. @param base where SCIM is served, `https://approvals.example.com/scim/v2` */
export function userResource(person: ScimPerson, base: string): Record<string, unknown> {
	const { manager: _, ...core } = userDocument(person);
	const { manager } = person;
	const extension = {
		manager: {
			value: manager?.id,
			$ref: `${base}/Users/${manager?.id}`,
			displayName: manager?.name,
		},
	};
	return {
		schemas: manager === null ? [USER_SCHEMA] : [USER_SCHEMA, ENTERPRISE_SCHEMA],
		id: person.id,
		...core,
		...(manager === null ? {} : { [ENTERPRISE_SCHEMA]: extension }),
		meta: { resourceType: "User", created: person.createdAt, location: `${base}/Users/${person.id}` },
	};
}

/** What a PATCH works on. Names are kept as one text: the last word stands for the family name. */
export function userDocument(person: ScimPerson): UserDocument {
	const { givenName, familyName } = splitName(person.name);
	return {
		...(person.externalId === null ? {} : { externalId: person.externalId }),
		userName: person.userName,
		name: { formatted: person.name, ...(givenName === "" ? {} : { givenName }), familyName },
		displayName: person.name,
		emails: [{ value: person.email, type: "work", primary: true }],
		active: person.active,
		timezone: person.timeZone,
		...(person.manager === null ? {} : { manager: { value: person.manager.id } }),
	};
}

function splitName(name: string): { givenName: string; familyName: string } {
	const space = name.lastIndexOf(" ");
	return { givenName: space === -1 ? "" : name.slice(0, space), familyName: name.slice(space + 1) };
}

/** What a document says; null: nothing there. */
export interface UserAttributes {
	userName: string | null;
	externalId: string | null;
	email: string | null;
	name: string | null;
	active: boolean | null;
	timeZone: string | null;
	/** Id, userName or e-mail address. */
	manager: string | null;
}

/** Reads a document. Refuses with `invalidValue`, naming the attribute. */
export function readUser(document: UserDocument): UserAttributes {
	const userName = textOf("userName", document.userName);
	return {
		userName,
		externalId: textOf("externalId", document.externalId),
		email: emailOf(document) ?? (userName !== null && isAddress(userName.toLowerCase()) ? userName : null),
		name: textOf("displayName", document.displayName) ?? nameOf(document),
		active: booleanOf("active", document.active),
		timeZone: textOf("timezone", document.timezone),
		manager: textOf("manager.value", document.manager?.value),
	};
}

/** The same after a PATCH: of the several attributes that say the name, one that changed counts. */
export function readPatchedUser(before: UserDocument, after: UserDocument): UserAttributes {
	const read = readUser(after);
	const displayName = textOf("displayName", after.displayName);
	const formatted = textOf("name.formatted", after.name?.formatted);
	const name =
		displayName !== null && displayName !== before.displayName
			? displayName
			: formatted !== null && formatted !== before.name?.formatted
				? formatted
				: joinedName(after) !== joinedName(before)
					? joinedName(after)
					: read.name;
	return { ...read, name };
}

function nameOf(document: UserDocument): string | null {
	return textOf("name.formatted", document.name?.formatted) ?? joinedName(document);
}

function joinedName({ name }: UserDocument): string | null {
	const given = textOf("name.givenName", name?.givenName);
	const family = textOf("name.familyName", name?.familyName);
	const joined = [given, family].filter((part) => part !== null).join(" ");
	return joined === "" ? null : joined;
}

/** The primary address, else the one at work, else the first. */
function emailOf({ emails = [] }: UserDocument): string | null {
	const given = emails.filter(({ value }) => textOf("emails.value", value) !== null);
	const chosen =
		given.find(({ primary }) => booleanOf("emails.primary", primary) === true) ??
		given.find(({ type }) => String(type).toLowerCase() === "work") ??
		given[0];
	return textOf("emails.value", chosen?.value);
}

/** A text without the white space around it; null where there is none. */
export function textOf(attribute: string, value: unknown): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value !== "string") throw badScim("invalidValue", `${attribute}: write a text.`);
	return value.trim() === "" ? null : value.trim();
}

/** True, false, or (Entra ID) the words for them in any case. */
function booleanOf(attribute: string, value: unknown): boolean | null {
	if (value === undefined || value === null) return null;
	if (typeof value === "boolean") return value;
	const word = typeof value === "string" ? value.toLowerCase() : "";
	if (word === "true") return true;
	if (word === "false") return false;
	throw badScim("invalidValue", `${attribute}: write true or false.`);
}
