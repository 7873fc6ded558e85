import { z } from "zod";
import { SCOPES } from "../../../ledger/actor.ts";
import { listOf } from "./answers.ts";

const instant = z.iso.datetime().meta({ description: "ISO 8601, UTC, with milliseconds." });
const people = z
	.record(z.string(), z.object({ name: z.string(), email: z.string() }))
	.meta({ description: "Name and address of everybody whose id stands in this answer." });
const document = (description: string) => z.record(z.string(), z.unknown()).meta({ description });

const ANA = "0197a1c2-7a10-7c3e-9d52-0c6f1b2a3d40";
const BO = "0197a1c2-7a11-7b0f-8e21-5d4c3b2a1f0e";
const twoPeople = {
	[ANA]: { name: "Ana Ruiz", email: "ana@example.com" },
	[BO]: { name: "Bo Lind", email: "bo@example.com" },
};

const personExample = {
	id: ANA,
	email: "ana@example.com",
	name: "Ana Ruiz",
	kind: "person" as const,
	role: "member" as const,
	active: true,
	manager: BO,
	timeZone: "Europe/Madrid",
	groups: ["finance"],
	externalId: null,
	userName: null,
	createdAt: "2026-01-02T08:00:00.000Z",
};

export const personSchema = z
	.object({
		id: z.string(),
		email: z.string(),
		name: z.string(),
		kind: z.enum(["person", "service"]),
		role: z.enum(["member", "auditor", "administrator"]),
		active: z.boolean(),
		manager: z.string().nullable().meta({ description: "Id." }),
		timeZone: z.string().meta({ description: "IANA name." }),
		groups: z.array(z.string()).meta({ description: "Names of the groups that they are in." }),
		externalId: z.string().nullable().meta({ description: "What an identity provider calls them." }),
		userName: z.string().nullable().meta({ description: "Their user name at the identity provider." }),
		createdAt: instant,
	})
	.meta({ description: "A person or service account.", examples: [personExample] });

const colleagueExample = { id: ANA, email: "ana@example.com", name: "Ana Ruiz", active: true };

/** What members see of each other. */
export const colleagueSchema = z
	.object({ id: z.string(), email: z.string(), name: z.string(), active: z.boolean() })
	.meta({ description: "An active person, as everybody may see one.", examples: [colleagueExample] });

/** The answer of `GET /users/{person}`. */
export const seenPersonSchema = z.union([personSchema, colleagueSchema]).meta({
	description:
		"A person: all of it for oneself, administrators, auditors and keys with directory:write; else id, email, name and active.",
	examples: [personExample, colleagueExample],
});

export const personListSchema = listOf(seenPersonSchema).meta({
	description: "A page of people and service accounts, by e-mail address.",
	examples: [{ items: [personExample], nextCursor: null }],
});

const groupExample = {
	id: "0197a1c2-7a20-7c3e-9d52-0c6f1b2a3d41",
	name: "finance",
	title: "Finance",
	members: [ANA, BO],
	externalId: null,
};

export const groupSchema = z
	.object({
		id: z.string(),
		name: z.string().meta({ description: "What policies write." }),
		title: z.string(),
		members: z.array(z.string()).meta({ description: "Ids." }),
		externalId: z.string().nullable().meta({ description: "What an identity provider calls it." }),
	})
	.meta({ description: "A group.", examples: [groupExample] });

export const groupListSchema = listOf(groupSchema).meta({
	description: "A page of groups, by name.",
	examples: [{ items: [groupExample], nextCursor: null }],
});

const delegationExample = {
	id: "0197a1c2-7a30-7c3e-9d52-0c6f1b2a3d42",
	from: ANA,
	to: BO,
	start: "2026-02-02T08:00:00.000Z",
	end: "2026-02-09T08:00:00.000Z",
	origin: "self" as const,
	createdAt: "2026-01-20T08:00:00.000Z",
	people: twoPeople,
};

export const delegationSchema = z
	.object({
		id: z.string(),
		from: z.string().meta({ description: "Id of who is away." }),
		to: z.string().meta({ description: "Id of who decides meanwhile." }),
		start: instant,
		end: instant,
		origin: z
			.enum(["self", "administrator", "feed"])
			.meta({ description: "Who made it: the person, an administrator, or an out-of-office calendar." }),
		createdAt: instant,
		people,
	})
	.meta({ description: "Somebody decides for a person who is away.", examples: [delegationExample] });

export const delegationListSchema = listOf(delegationSchema).meta({
	description: "A page of delegations, by start.",
	examples: [{ items: [delegationExample], nextCursor: null }],
});

/** The answer of `DELETE /delegations/{delegation}`. */
export const delegationEndedSchema = delegationSchema
	.extend({
		removed: z.boolean().meta({ description: "True: it had not begun, and is gone. False: it ends now." }),
	})
	.meta({
		description: "The delegation that was ended.",
		examples: [{ ...delegationExample, removed: true }],
	});

const calendarExample = {
	name: "london",
	document: {
		name: "london",
		timeZone: "Europe/London",
		hours: { mon: [["09:00", "17:30"]] },
		holidays: ["2026-12-25"],
		exceptions: { "2026-12-24": [["09:00", "12:00"]] },
	},
	updatedAt: "2026-01-02T08:00:00.000Z",
};

export const calendarSchema = z
	.object({
		name: z.string(),
		document: document("The calendar as it was put."),
		updatedAt: instant,
	})
	.meta({ description: "A calendar that working time is counted in.", examples: [calendarExample] });

export const calendarListSchema = listOf(calendarSchema).meta({
	description: "A page of calendars, by name.",
	examples: [{ items: [calendarExample], nextCursor: null }],
});

export const calendarDocumentExample = calendarExample.document;

const rotaExample = {
	name: "operations",
	document: {
		name: "operations",
		timeZone: "Europe/London",
		start: "2026-01-05",
		handOver: "09:00",
		shiftLength: "1w",
		people: [ANA, BO],
	},
	updatedAt: "2026-01-02T08:00:00.000Z",
	onCall: {
		at: "2026-01-06T10:00:00.000Z",
		person: ANA,
		until: "2026-01-12T09:00:00.000Z",
		next: BO,
	},
	people: twoPeople,
};

export const rotaSchema = z
	.object({
		name: z.string(),
		document: document("The rota as it was put, people by id."),
		updatedAt: instant,
		onCall: z
			.object({
				at: instant,
				person: z.string().nullable().meta({ description: "Id; null before the first shift." }),
				until: instant.meta({ description: "When a shift or an override next begins or ends." }),
				next: z.string().nullable().meta({ description: "Id of who is on call from then on." }),
			})
			.meta({ description: "Who is on call at `at`." }),
		people,
	})
	.meta({ description: "An on-call rota.", examples: [rotaExample] });

export const rotaListSchema = listOf(rotaSchema).meta({
	description: "A page of rotas, by name, with who is on call now.",
	examples: [{ items: [rotaExample], nextCursor: null }],
});

export const rotaDocumentExample = {
	...rotaExample.document,
	people: ["ana@example.com", "bo@example.com"],
	overrides: [{ person: "bo@example.com", start: "2026-01-07T09:00:00Z", end: "2026-01-08T09:00:00Z" }],
};

const apiKeyExample = {
	id: "0197a1c2-7a40-7c3e-9d52-0c6f1b2a3d43",
	name: "Shop",
	prefix: "csk_k3v8aQ",
	person: { id: ANA, name: "Ana Ruiz", email: "ana@example.com" },
	scopes: ["requests:read" as const, "requests:write" as const],
	createdAt: "2026-01-02T08:00:00.000Z",
	revokedAt: null,
};

export const apiKeySchema = z
	.object({
		id: z.string(),
		name: z.string(),
		prefix: z.string().meta({ description: "Its first characters." }),
		person: z
			.object({ id: z.string(), name: z.string(), email: z.string() })
			.meta({ description: "Whose key it is." }),
		scopes: z.array(z.enum(SCOPES)),
		createdAt: instant,
		revokedAt: instant.nullable(),
	})
	.meta({ description: "An API key, without the key itself.", examples: [apiKeyExample] });

export const apiKeyListSchema = listOf(apiKeySchema).meta({
	description: "A page of API keys, newest first.",
	examples: [{ items: [apiKeyExample], nextCursor: null }],
});

/** The answer of `POST /api-keys`. */
export const apiKeyMadeSchema = apiKeySchema
	.extend({ key: z.string().meta({ description: "The key. It is nowhere kept and not shown again." }) })
	.meta({
		description: "The key that was made.",
		examples: [{ ...apiKeyExample, key: "csk_k3v8aQ0mB1xN5c7D9eF2gH4jL6pR8sT0uV2wX4yZ6aB" }],
	});
