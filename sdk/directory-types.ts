import type { Scope } from "./scopes.ts";

/** What the calls about people, groups, delegations, calendars, rotas and keys take and answer. */

export type Role = "member" | "auditor" | "administrator";

/** A person or service account. */
export interface Person {
	id: string;
	email: string;
	name: string;
	kind: "person" | "service";
	role: Role;
	active: boolean;
	/** Id. */
	manager: string | null;
	/** IANA name. */
	timeZone: string;
	/** Names. */
	groups: string[];
	/** What an identity provider calls them. */
	externalId: string | null;
	userName: string | null;
	createdAt: string;
}

/** A person as members see each other. */
export type Colleague = Pick<Person, "id" | "email" | "name" | "active">;

/** What changes; the rest stays as it is. */
export interface PersonChanges {
	email?: string;
	name?: string;
	role?: Role;
	/** Id or e-mail address; null for nobody. */
	manager?: string | null;
	/** IANA name. */
	timeZone?: string;
	active?: boolean;
	externalId?: string | null;
	userName?: string | null;
}

export interface NewPerson extends PersonChanges {
	email: string;
	name: string;
	/** Default: person. */
	kind?: "person" | "service";
}

/** Which part of a list is wanted. */
export interface PageOptions {
	/** How many items a page holds: 1 to 200, default 50. */
	limit?: number;
	/** `nextCursor` of the page before. */
	cursor?: string;
}

export interface PeopleFilter extends PageOptions {
	/** Part of the name or e-mail address. */
	q?: string;
	active?: boolean;
	/** Name of a group. */
	group?: string;
	externalId?: string;
	userName?: string;
}

export interface ImportOptions {
	/** Say what would happen, and change nothing. */
	dryRun?: boolean;
	/** Deactivate who is active and not in the file, other than service accounts. */
	deactivateMissing?: boolean;
}

/** What an import did, or would do. Numbers of people. */
export interface PeopleImport {
	dryRun: boolean;
	created: number;
	updated: number;
	unchanged: number;
	deactivated: number;
	/** Names of groups that were made. */
	groupsCreated: string[];
}

export interface Group {
	id: string;
	/** What policies write. */
	name: string;
	title: string;
	/** Ids. */
	members: string[];
	externalId: string | null;
}

export interface GroupInput {
	/** Default: as it was, else the name. */
	title?: string;
	/** Ids or e-mail addresses. Default: as they were, else nobody. */
	members?: string[];
	externalId?: string | null;
}

export interface GroupsFilter extends PageOptions {
	/** Part of the name or title. */
	q?: string;
	externalId?: string;
}

/** `to` decides for `from` from `start` (inclusive) to `end` (exclusive). */
export interface Delegation {
	id: string;
	/** Ids. */
	from: string;
	to: string;
	start: string;
	end: string;
	origin: "self" | "administrator" | "feed";
	createdAt: string;
	people: Record<string, { name: string; email: string }>;
}

export interface DelegationInput {
	/** Id or e-mail address of who is away. Default: the owner of the key. */
	from?: string;
	/** Id or e-mail address of who decides meanwhile. */
	to: string;
	/** Default: now. */
	start?: string;
	end: string;
}

export interface DelegationsFilter extends PageOptions {
	/** Ids or e-mail addresses. `person`: in either place. */
	person?: string;
	from?: string;
	to?: string;
	/** Also those that are over. */
	ended?: boolean;
}

export interface Calendar {
	name: string;
	/** As it was put. */
	document: Record<string, unknown>;
	updatedAt: string;
}

export interface Rota {
	name: string;
	/** As it was put, people by id. */
	document: Record<string, unknown>;
	updatedAt: string;
	/** Who is on call at `at`, until when, and who then: ids. */
	onCall: { at: string; person: string | null; until: string; next: string | null };
	people: Record<string, { name: string; email: string }>;
}

/** An API key, without the key itself. */
export interface ApiKey {
	id: string;
	name: string;
	/** Its first characters. */
	prefix: string;
	person: { id: string; name: string; email: string };
	scopes: Scope[];
	createdAt: string;
	revokedAt: string | null;
}

export interface ApiKeyInput {
	name: string;
	scopes: Scope[];
	/** Id or e-mail address of whose it is. Default: the caller. */
	person?: string;
}

export interface ApiKeysFilter extends PageOptions {
	/** Id or e-mail address. */
	person?: string;
	/** Also those that are revoked. */
	revoked?: boolean;
}
