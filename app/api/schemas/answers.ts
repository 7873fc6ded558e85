import { z } from "zod";
import { fieldErrorSchema } from "./problem.ts";

const instant = z.iso.datetime().meta({ description: "ISO 8601, UTC, with milliseconds." });
const digest = z.string().meta({ description: "SHA-256 of what was shown, 64 hexadecimal digits." });
const people = z
	.record(z.string(), z.object({ name: z.string(), email: z.string() }))
	.meta({ description: "Name and address of everybody whose id stands in this answer." });
const anyObject = () => z.record(z.string(), z.unknown());

const ANA = "0197a1c2-7a10-7c3e-9d52-0c6f1b2a3d40";
const BO = "0197a1c2-7a11-7b0f-8e21-5d4c3b2a1f0e";
const decisionExample = {
	id: "0197a1c5-02aa-7d11-b3a4-9f8e7d6c5b4a",
	by: BO,
	onBehalfOf: null,
	stage: "manager",
	round: 1,
	verdict: "approve" as const,
	comment: "Checked against the invoice.",
	channel: "web" as const,
	assurance: "session" as const,
	at: "2026-01-05T10:12:03.401Z",
	digest: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
};
const requestExample = {
	id: "0197a1c3-55f0-7e2a-a1b2-c3d4e5f60718",
	policy: { name: "refund", version: 1, title: "Customer refund" },
	title: "Refund order 1042",
	summary: "Arrived broken; the photos are attached.",
	context: { amount: 20_000, customer: "Ada Byron" },
	attachments: [],
	requester: ANA,
	submittedBy: ANA,
	externalId: "order-1042",
	risk: "normal" as const,
	state: "approved" as const,
	version: 2,
	shownSince: 1,
	stage: null,
	stageNumber: null,
	stageCount: 1,
	round: 1,
	assignees: [],
	pause: null,
	due: null,
	wakeAt: null,
	unsatisfiable: false,
	createdAt: "2026-01-05T09:00:00.000Z",
	closedAt: "2026-01-05T10:12:03.401Z",
	outcome: "approved" as const,
	cause: "decided" as const,
	decisions: [decisionExample],
	digest: decisionExample.digest,
	people: {
		[ANA]: { name: "Ana Ruiz", email: "ana@example.com" },
		[BO]: { name: "Bo Lind", email: "bo@example.com" },
	},
};

export const decisionSchema = z
	.object({
		id: z.string(),
		by: z.string().meta({ description: "Id of who decided." }),
		onBehalfOf: z
			.string()
			.nullable()
			.meta({ description: "Id of the absent person whom they stood in for." }),
		stage: z.string(),
		round: z.int(),
		verdict: z.enum(["approve", "reject"]),
		comment: z.string().nullable(),
		channel: z.enum(["web", "slack", "email", "api"]),
		assurance: z
			.enum(["session", "api_key", "email_link", "email_code", "slack"])
			.meta({ description: "How sure it was who decided." }),
		at: instant,
		digest,
	})
	.meta({ description: "One person's verdict on one stage.", examples: [decisionExample] });

export const requestSchema = z
	.object({
		id: z.string(),
		policy: z.object({ name: z.string(), version: z.int(), title: z.string() }),
		title: z.string(),
		summary: z.string().nullable(),
		context: anyObject(),
		attachments: z.array(z.object({ name: z.string(), url: z.string(), sha256: z.string() })),
		requester: z.string().meta({ description: "Id of the person it is for." }),
		submittedBy: z.string().meta({ description: "Id of who submitted it." }),
		externalId: z.string().nullable(),
		risk: z.enum(["low", "normal", "high"]),
		state: z.enum(["open", "changes_requested", "question", "approved", "rejected", "expired", "cancelled"]),
		version: z.int().meta({ description: "Moves by one with every event." }),
		shownSince: z
			.int()
			.meta({ description: "Decisions made on an earlier version are refused as stale_version." }),
		stage: z.string().nullable().meta({ description: "The open stage; null after the outcome." }),
		stageNumber: z.int().nullable().meta({ description: "From 1; null after the outcome." }),
		stageCount: z.int(),
		round: z.int(),
		assignees: z.array(z.string()).meta({
			description:
				"Ids of those who are asked now and can decide; while it waits for its requester, the requester.",
		}),
		pause: z
			.strictObject({
				kind: z.enum(["question", "changes_requested"]),
				by: z.string(),
				comment: z.string().nullable(),
				since: instant,
				deadline: instant.meta({ description: "Past it the request is expired." }),
			})
			.nullable()
			.meta({ description: "While it waits for its requester: who wants what, and until when." }),
		due: instant.nullable().meta({ description: "The open stage's deadline." }),
		wakeAt: instant
			.nullable()
			.meta({ description: "The next instant at which anything may change by itself." }),
		unsatisfiable: z
			.boolean()
			.meta({ description: "True when the open stage cannot be filled by those still able to decide." }),
		createdAt: instant,
		closedAt: instant.nullable(),
		outcome: z.enum(["approved", "rejected", "expired", "cancelled"]).nullable(),
		cause: z
			.enum(["decided", "automatic", "rejections", "deadline", "pause_deadline", "cancelled"])
			.nullable()
			.meta({ description: "Why the request ended as it did." }),
		decisions: z.array(decisionSchema),
		digest,
		people,
	})
	.meta({ description: "A request.", examples: [requestExample] });

/** The answer of `POST /requests/{id}/decisions`. */
export const decidedSchema = z
	.object({
		request: requestSchema,
		decision: decisionSchema,
		repeated: z
			.boolean()
			.meta({ description: "True: the same verdict had been recorded before; nothing changed." }),
	})
	.meta({
		description: "The request, and the decision as it is recorded.",
		examples: [{ request: requestExample, decision: decisionExample, repeated: false }],
	});

/** A page of a list. */
export function listOf<T extends z.ZodType>(item: T) {
	return z.object({
		items: z.array(item),
		nextCursor: z.string().nullable().meta({ description: "For the next page; null on the last." }),
	});
}

export const requestListSchema = listOf(requestSchema).meta({
	description: "A page of requests.",
	examples: [{ items: [requestExample], nextCursor: null }],
});

export const timelineSchema = z
	.object({
		items: z.array(
			z.object({
				id: z.string(),
				at: instant,
				kind: z.string().meta({
					description:
						"submitted, stage_skipped, condition_failed, stage_opened, assigned, unassigned, reminded, escalated, unsatisfiable, decided, asked, answered, sent_back, resubmitted, reassigned, stage_closed, closed, commented, delivered, undeliverable; more may come.",
				}),
				by: z.string().nullable().meta({ description: "Id of who did it; null for the system." }),
				version: z.int().nullable(),
				facts: anyObject().meta({
					description: "What the kind adds: stage, to, verdict, channel, outcome …",
				}),
				comment: z.string().nullable(),
			}),
		),
		nextCursor: z.null().meta({ description: "Always null: a timeline comes whole." }),
		people,
	})
	.meta({
		description: "What happened to a request, in order.",
		examples: [
			{
				items: [
					{
						id: "0197a1c3-55f1-7000-8000-0a1b2c3d4e5f",
						at: "2026-01-05T09:00:00.000Z",
						kind: "submitted",
						by: ANA,
						version: 1,
						facts: { policy: "refund" },
						comment: null,
					},
				],
				nextCursor: null,
				people: { [ANA]: { name: "Ana Ruiz", email: "ana@example.com" } },
			},
		],
	});

const policyExample = {
	name: "refund",
	title: "Customer refund",
	version: 1,
	current: true,
	retiredAt: null,
	createdAt: "2026-01-02T08:00:00.000Z",
	createdBy: { id: BO, name: "Bo Lind" },
	document: {
		apiVersion: "countersign/v1",
		name: "refund",
		title: "Customer refund",
		context: { type: "object", required: ["amount"], properties: { amount: { type: "integer" } } },
		stages: [
			{ name: "manager", approvers: [{ group: "leads" }], need: 1, deadline: "8h", onDeadline: "reject" },
		],
	},
	warnings: [],
};

export const policySchema = z
	.object({
		name: z.string(),
		title: z.string(),
		version: z.int(),
		current: z.boolean().meta({ description: "Whether new requests get this version." }),
		retiredAt: instant.nullable().meta({
			description: "Since when no new request can be made with the policy; null while it can.",
		}),
		createdAt: instant,
		createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
		document: anyObject().meta({ description: "The document as it was pushed." }),
		warnings: z.array(fieldErrorSchema).meta({
			description:
				"After a push: approvers whom the directory does not know now, and that the policy is retired.",
		}),
	})
	.meta({ description: "One version of a policy.", examples: [policyExample] });

export const policyListSchema = listOf(policySchema).meta({
	description: "Policies, or versions of one.",
	examples: [{ items: [policyExample], nextCursor: null }],
});

/** The answer of `PUT /policies/{name}`. */
export const policyPushedSchema = policySchema
	.extend({
		created: z.boolean().meta({ description: "False: the newest version said the same already." }),
	})
	.meta({
		description: "The version that was made, or the newest where it said the same already.",
		examples: [{ ...policyExample, created: true }],
	});

/** The answer of `POST /policies/validate`. */
export const policyCheckSchema = z.object({ valid: z.boolean(), errors: z.array(fieldErrorSchema) }).meta({
	description: "Whether a policy is valid; if not, every field at fault.",
	examples: [
		{
			valid: false,
			errors: [{ path: "stages[0].deadline", message: "is required: write a duration such as 2d" }],
		},
	],
});

const auditExample = {
	id: "0197a1c5-02ab-7000-8000-0a1b2c3d4e5f",
	position: 17,
	at: "2026-01-05T10:12:03.401Z",
	kind: "decided",
	actor: { id: BO, name: "Bo Lind", email: "bo@example.com" },
	request: { id: requestExample.id, title: requestExample.title },
	version: 2,
	body: '{"kind":"decided"}',
};

export const auditListSchema = listOf(
	z.object({
		id: z.string(),
		position: z.int(),
		at: instant,
		kind: z.string(),
		actor: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
		request: z.object({ id: z.string(), title: z.string() }).nullable(),
		version: z.int().nullable(),
		body: z.string().meta({ description: "The entry itself, canonical JSON, byte for byte." }),
	}),
)
	.extend({ kinds: z.array(z.string()).meta({ description: "The kinds of entries there are." }) })
	.meta({
		description: "A page of the audit trail, newest first.",
		examples: [{ items: [auditExample], nextCursor: null, kinds: ["submitted", "decided", "closed"] }],
	});
