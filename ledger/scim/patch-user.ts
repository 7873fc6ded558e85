import { ENTERPRISE_SCHEMA, isManager, pathText } from "./attribute-path.ts";
import type { Filter } from "./filter.ts";
import { elementMatches } from "./matches.ts";
import { isObject, type PatchOperation } from "./patch-body.ts";
import { type PatchPath, parsePatchPath, patchPathOfKey } from "./patch-path.ts";
import { badScim } from "./scim-error.ts";
import type { UserDocument } from "./user-resource.ts";

const TEXTS = new Map([
	["username", "userName"],
	["externalid", "externalId"],
	["displayname", "displayName"],
	["active", "active"],
	["timezone", "timezone"],
] as const);
const NAME_PARTS = new Map([
	["formatted", "formatted"],
	["givenname", "givenName"],
	["familyname", "familyName"],
] as const);
const EMAIL_PARTS = ["value", "type", "primary", "display"];
/** Attributes of RFC 7643 (4.1, 4.3) that we do not keep: providers send them by default, so they are no error. */
const IGNORED = new Set(
	"nickname profileurl title usertype preferredlanguage locale password phonenumbers ims photos addresses entitlements roles x509certificates employeenumber costcenter organization division department schemas".split(
		" ",
	),
);
const READ_ONLY = new Set(["id", "meta", "groups"]);
const MOST_EMAILS = 50;

/**
 * The document after the operations, in order; the one given is not touched. All of them count or none.
 *
 * As Okta and Entra ID send them: a path may be left out and stand, with its filter, as a key of the value; a
 * manager may be the bare id; an element that a filter describes and that is not there is made. What RFC 7643
 * names and we do not keep, and extensions that we do not know, are passed over; a name that nobody knows is
 * `invalidPath` where it is a path (so that a slip cannot leave somebody active), and passed over in a value.
 *
 * Refuses: `invalidPath`, `invalidFilter`, `invalidValue`, `mutability`, `noTarget`.
 */
export function patchUser(document: UserDocument, operations: readonly PatchOperation[]): UserDocument {
	const after = structuredClone(document);
	for (const operation of operations) {
		if (operation.path === null) applyObject(after, operation, null);
		else applyAt(after, operation.op, parsePatchPath(operation.path), operation.value);
	}
	return after;
}

/** A value without a path: each key is one. Read-only and unknown attributes are passed over (RFC 7644, 3.5.1). */
function applyObject(document: UserDocument, { op, value }: PatchOperation, urn: string | null): void {
	if (!isObject(value)) throw badScim("invalidValue", "Write an object of attributes.");
	for (const [key, inner] of Object.entries(value)) {
		const path = patchPathOfKey(urn === null ? key : `${urn}:${key}`);
		if (path !== null && (path.urn !== null || isKept(path))) applyAt(document, op, path, inner);
	}
}

function isKept(path: PatchPath): boolean {
	return textField(path) !== undefined || path.name === "name" || path.name === "emails" || isManager(path);
}

function textField({ urn, name }: PatchPath) {
	return urn === null ? TEXTS.get(name as Parameters<typeof TEXTS.get>[0]) : undefined;
}

function applyAt(document: UserDocument, op: PatchOperation["op"], path: PatchPath, value: unknown): void {
	const remove = op === "remove" || value === null;
	if (path.urn !== null && path.name === "") {
		if (op === "remove") delete document.manager;
		else applyObject(document, { op, path: null, value }, ENTERPRISE_SCHEMA);
	} else if (isManager(path)) applyManager(document, path, remove ? null : value);
	else if (path.urn === null && !IGNORED.has(path.name)) applyCore(document, op, path, value);
}

function applyCore(document: UserDocument, op: PatchOperation["op"], path: PatchPath, value: unknown): void {
	if (READ_ONLY.has(path.name)) throw badScim("mutability", `${path.name} cannot be changed.`);
	const remove = op === "remove" || value === null;
	const field = textField(path);
	if (path.name === "emails") applyEmails(document, op, path, value);
	else if (path.name === "name") applyName(document, path, remove, value);
	else if (field === undefined || path.sub !== null || path.filter !== null)
		throw badScim("invalidPath", `There is no attribute ${pathText(path)} of a user.`);
	else if (remove) delete document[field];
	else document[field] = value;
}

function applyManager(document: UserDocument, path: PatchPath, value: unknown): void {
	// Also with a filter, manager[value eq "…"]: there is one manager.
	if (path.filter !== null && !elementMatches(path.filter, document.manager ?? {})) return;
	if (path.sub !== null && path.sub !== "value") return;
	const [first] = Array.isArray(value) ? value : [value];
	const id = isObject(first) ? first.value : first;
	if (id === undefined || id === null || id === "") delete document.manager;
	else document.manager = { value: id };
}

function applyName(document: UserDocument, path: PatchPath, remove: boolean, value: unknown): void {
	if (path.filter !== null) throw badScim("invalidPath", "name has no elements to filter.");
	if (path.sub === null) {
		if (remove) {
			delete document.name;
			return;
		}
		if (!isObject(value))
			throw badScim("invalidValue", 'name: write an object such as {"formatted": "Ana Arnold"}.');
		for (const [key, inner] of Object.entries(value)) setNamePart(document, key, inner);
	} else setNamePart(document, path.sub, remove ? null : value);
}

function setNamePart(document: UserDocument, key: string, value: unknown): void {
	const part = NAME_PARTS.get(key.toLowerCase() as Parameters<typeof NAME_PARTS.get>[0]);
	if (part === undefined) return;
	const name = document.name ?? {};
	document.name = name;
	if (value === null || value === undefined) delete name[part];
	else name[part] = value;
}

function applyEmails(
	document: UserDocument,
	op: PatchOperation["op"],
	path: PatchPath,
	value: unknown,
): void {
	const { filter, sub } = path;
	if (sub !== null && !EMAIL_PARTS.includes(sub)) throw badScim("invalidPath", `emails has no ${sub}.`);
	const emails = document.emails ?? [];
	if (filter === null && sub === null) {
		const given = op === "remove" && value === undefined ? [] : emailsOf(value);
		if (op === "add") document.emails = withAdded(emails, given);
		else if (op === "replace") document.emails = given;
		else if (given.length === 0) document.emails = [];
		else document.emails = emails.filter((email) => !given.some((gone) => sameValue(gone, email)));
	} else {
		const meant = emails.filter((email) => filter === null || elementMatches(filter, email));
		if (op === "remove") {
			if (sub === null) document.emails = emails.filter((email) => !meant.includes(email));
			else for (const email of meant) delete email[sub];
		} else {
			const [part] = sub === null ? emailsOf(value) : [{ [sub]: value }];
			if (meant.length === 0) {
				const made = filter === null ? {} : describedBy(filter);
				document.emails = [...emails, { ...made, ...part }];
			} else for (const email of meant) Object.assign(email, part);
		}
	}
	if ((document.emails?.length ?? 0) > MOST_EMAILS)
		throw badScim("tooMany", `emails: at most ${MOST_EMAILS}.`);
}

/** Adds; an address that is there already is not there twice, and a new primary one is the only one. */
function withAdded(
	emails: readonly Record<string, unknown>[],
	added: readonly Record<string, unknown>[],
): Record<string, unknown>[] {
	const primary = added.some((email) => String(email.primary).toLowerCase() === "true");
	const kept = emails
		.filter((email) => !added.some((one) => sameValue(one, email)))
		.map((email) => (primary ? { ...email, primary: false } : email));
	return [...kept, ...added];
}

function sameValue(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
	return String(one.value).toLowerCase() === String(other.value).toLowerCase();
}

/** A list of addresses, or one; bare texts are addresses, too. Only what an e-mail address has is taken over. */
function emailsOf(value: unknown): Record<string, unknown>[] {
	if (value === null || value === undefined) return [];
	const list = Array.isArray(value) ? value : [value];
	return list.map((email) => {
		if (typeof email === "string") return { value: email };
		if (!isObject(email))
			throw badScim("invalidValue", 'emails: write a list such as [{"value": "ana@example.com"}].');
		const parts = Object.entries(email).map(([key, inner]) => [key.toLowerCase(), inner] as const);
		return Object.fromEntries(parts.filter(([key]) => EMAIL_PARTS.includes(key)));
	});
}

/** What an element must have that the filter describes: `type eq "work"` → `{type: "work"}`. */
function describedBy(filter: Filter): Record<string, unknown> {
	if (filter.op === "and") return Object.assign({}, ...filter.filters.map(describedBy));
	if (filter.op === "eq" && EMAIL_PARTS.includes(filter.path.name))
		return { [filter.path.name]: filter.value };
	throw badScim("noTarget", "No e-mail address is the one that the filter describes.");
}
