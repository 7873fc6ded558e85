import { z } from "zod";
import { SCOPES } from "../../../ledger/actor.ts";
import { oneOf, write } from "./field-message.ts";
import { text } from "./text.ts";

const ROLES = ["member", "auditor", "administrator"] as const;
const KINDS = ["person", "service"] as const;

const email = text("an e-mail address such as ana@example.com")
	.min(1)
	.max(254)
	.meta({ description: "Nobody else's in the workspace. Kept in small letters." });
const personName = text("the person's name").min(1).max(200);
const role = z
	.enum(ROLES, { error: write(oneOf(ROLES)) })
	.meta({ description: "Auditors read everything and change nothing." });
const manager = text("the id or e-mail address of a person")
	.min(1)
	.max(320)
	.nullable()
	.meta({ description: "Id or e-mail address; null for nobody." });
const timeZone = text("a time zone such as Europe/London").min(1).max(64).meta({ description: "IANA name." });
const active = z.boolean({ error: write("true or false") });
const externalId = text("what the identity provider calls it").min(1).max(200).nullable();
const person = (description: string) =>
	text("the id or e-mail address of a person").min(1).max(320).meta({ description });
const instant = (description: string) =>
	z.iso
		.datetime({ offset: true, error: write("an ISO 8601 instant such as 2026-01-05T09:00:00Z") })
		.meta({ description });

const changeable = {
	role: role.exactOptional(),
	manager: manager.exactOptional(),
	timeZone: timeZone.exactOptional(),
	active: active.exactOptional(),
	externalId: externalId.exactOptional(),
	userName: externalId.exactOptional(),
};

/** The body of `POST /users`. */
export const newPersonBody = z
	.strictObject(
		{
			email,
			name: personName,
			kind: z
				.enum(KINDS, { error: write(oneOf(KINDS)) })
				.exactOptional()
				.meta({ description: "service: an account of a program. Default: person." }),
			...changeable,
		},
		{ error: write("an object such as { email, name }") },
	)
	.meta({
		description: "A person or service account to add.",
		examples: [{ email: "ana@example.com", name: "Ana Ruiz", manager: "bo@example.com" }],
	});

/** The body of `PATCH /users/{person}`. */
export const personChangesBody = z
	.strictObject(
		{ email: email.exactOptional(), name: personName.exactOptional(), ...changeable },
		{ error: write("an object such as { manager }") },
	)
	.meta({
		description: "What changes; the rest stays as it is.",
		examples: [{ manager: "bo@example.com" }, { active: false }],
	});

const people = (what: string) =>
	z
		.array(text("the id or e-mail address of a person").min(1).max(320), {
			error: write("a list of ids or e-mail addresses"),
		})
		.max(10_000)
		.meta({ description: what });
const groupName = text("a name such as finance-leads")
	.regex(/^[a-z0-9-]{1,64}$/, { error: write("1 to 64 small letters, digits and dashes") })
	.meta({ description: "What policies write." });
const groupFields = {
	title: text("the group's title, such as Finance leads").min(1).max(200).exactOptional().meta({
		description: "What people read. Default: the name.",
	}),
	members: people("Ids or e-mail addresses.").exactOptional(),
	externalId: externalId.exactOptional(),
};

/** The body of `POST /groups`. */
export const newGroupBody = z
	.strictObject({ name: groupName, ...groupFields }, { error: write("an object such as { name, members }") })
	.meta({
		description: "A group to add.",
		examples: [{ name: "finance", title: "Finance", members: ["ana@example.com"] }],
	});

/** The body of `PUT /groups/{group}`. */
export const groupBody = z
	.strictObject(
		{ name: groupName.exactOptional(), ...groupFields },
		{ error: write("an object such as { title, members }") },
	)
	.meta({
		description: "A group. What is left out stays as it was; members that are given become the only ones.",
		examples: [{ title: "Finance", members: ["ana@example.com", "bo@example.com"] }],
	});

/** The body of `PATCH /groups/{group}`. */
export const membersBody = z
	.strictObject(
		{
			add: people("Ids or e-mail addresses of who joins.").exactOptional(),
			remove: people("Ids or e-mail addresses of who leaves.").exactOptional(),
		},
		{ error: write("an object such as { add, remove }") },
	)
	.meta({
		description: "Members to add and to take away.",
		examples: [{ add: ["ana@example.com"], remove: ["bo@example.com"] }],
	});

/** The body of `POST /delegations`. */
export const delegationBody = z
	.strictObject(
		{
			from: person(
				"Id or e-mail address of who is away. Default: the owner of the key. Others: administrators.",
			).exactOptional(),
			to: person("Id or e-mail address of who decides meanwhile."),
			start: instant("From when on. Default: now.").exactOptional(),
			end: instant("Until when; later than `start`, and still to come."),
		},
		{ error: write("an object such as { to, end }") },
	)
	.meta({
		description: "A delegation to make.",
		examples: [{ to: "bo@example.com", start: "2026-02-02T08:00:00Z", end: "2026-02-09T08:00:00Z" }],
	});

/** The body of `POST /api-keys`. */
export const apiKeyBody = z
	.strictObject(
		{
			name: text("what the key is for, such as Shop").min(1).max(100),
			scopes: z
				.array(z.enum(SCOPES, { error: write(oneOf(SCOPES)) }), { error: write("a list of scopes") })
				.min(1)
				.max(SCOPES.length)
				.meta({ description: "What the key may be used for." }),
			person: person("Whose key it is: id or e-mail address. Default: the caller.").exactOptional(),
		},
		{ error: write("an object such as { name, scopes }") },
	)
	.meta({
		description: "An API key to make.",
		examples: [{ name: "Shop", scopes: ["requests:read", "requests:write"], person: "shop@example.com" }],
	});
