import { z } from "zod";
import { write } from "./field-message.ts";
import { fieldErrorSchema } from "./problem.ts";
import { jsonObject, text } from "./text.ts";

const instant = z.iso.datetime().meta({ description: "ISO 8601, UTC, with milliseconds." });
const outcome = z.enum(["approved", "rejected", "expired", "cancelled"]);

const versionNumber = (description: string) =>
	z
		.int({ error: write("a version of the policy, such as 3") })
		.min(1)
		.max(2_147_483_647)
		.exactOptional()
		.meta({ description });

/** The query of `GET /policies/{name}/diff`. */
export const policyDiffQuery = z.strictObject({
	from: versionNumber("The older version. Default: the one before `to`."),
	to: versionNumber("The newer version. Default: the newest."),
});

const diffedVersion = z.object({
	version: z.int(),
	createdAt: instant,
	createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
});

/** The answer of `GET /policies/{name}/diff`. */
export const policyDiffSchema = z
	.object({
		name: z.string(),
		from: diffedVersion,
		to: diffedVersion,
		changes: z.array(
			z.object({
				path: z.string().meta({ description: "Stages are named: `stages[finance].deadline`." }),
				kind: z.enum(["added", "removed", "changed", "reordered"]),
				old: z.unknown().optional().meta({ description: "What stood there; absent where nothing did." }),
				new: z.unknown().optional().meta({ description: "What stands there now." }),
			}),
		),
		text: z.string().meta({ description: "The same as people read it; empty where nothing differs." }),
	})
	.meta({
		description: "How two versions of a policy differ.",
		examples: [
			{
				name: "refund",
				from: { version: 1, createdAt: "2026-01-02T08:00:00.000Z", createdBy: null },
				to: { version: 2, createdAt: "2026-01-05T08:00:00.000Z", createdBy: null },
				changes: [{ path: "stages[finance].deadline", kind: "changed", old: "1d", new: "2d" }],
				text: "~ stages[finance].deadline: 1d → 2d",
			},
		],
	});

/** The answer of `DELETE /policies/{name}`. */
export const policyDeletedSchema = z
	.object({ name: z.string(), deleted: z.literal(true) })
	.meta({ description: "It is gone, and its name is free.", examples: [{ name: "refund", deleted: true }] });

/** Requests of one JSON answer; the stream has no bound. */
export const REPLAY_AT_ONCE = 1_000;

/** The body of `POST /policies/{name}/replay`, which may be absent. */
export const replayBody = z
	.strictObject(
		{
			policy: z
				.union([jsonObject("a policy document"), text("a policy document")], {
					error: write("a policy document: an object, or its YAML as a text"),
				})
				.exactOptional()
				.meta({ description: "The draft. Default: the newest version of the policy." }),
			since: text("a time such as 90d or 2026-01-05T09:00:00Z")
				.max(40)
				.exactOptional()
				.meta({
					description: "Requests submitted since: 90d (m, h, d, w) or an instant. Default 90d.",
					examples: ["90d"],
				}),
			limit: z
				.int({ error: write("a whole number from 1") })
				.min(1)
				.max(10_000_000)
				.exactOptional()
				.meta({
					description: `At most so many requests, the newest. Without the stream at most ${REPLAY_AT_ONCE}, which is the default.`,
				}),
		},
		{ error: write("an object such as { policy, since }, or nothing") },
	)
	.default({})
	.meta({ description: "What to replay.", examples: [{ since: "90d" }] });

const course = z.object({
	outcome,
	cause: z.enum(["decided", "automatic", "rejections", "deadline", "pause_deadline", "cancelled"]).nullable(),
	closedAt: instant,
	tookMs: z.number().meta({ description: "From submission to outcome." }),
	asked: z.array(z.string()).meta({ description: "Ids of everybody who was asked to decide." }),
	escalations: z.int().meta({ description: "Steps of ladders that fired." }),
	unsatisfiable: z.array(z.string()).meta({ description: "Stages that could not be satisfied for a while." }),
});

const replayedRequestSchema = z.object({
	id: z.string(),
	title: z.string(),
	requester: z.string(),
	policyVersion: z.int().meta({ description: "The version that it really had." }),
	submittedAt: instant,
	old: course,
	new: course.nullable().meta({ description: "Null: its context does not fit; it would have been refused." }),
	changed: z.boolean().meta({ description: "Whether the outcome is another one." }),
	contextErrors: z.array(fieldErrorSchema),
	conditionFailed: z
		.array(z.string())
		.meta({ description: "Stages whose condition could not be evaluated." }),
	refused: z
		.array(
			z.object({
				at: instant,
				kind: z.enum(["decide", "cancel", "sendBack", "resubmit", "ask", "answer", "reassign"]),
				by: z.string(),
				code: z.string(),
			}),
		)
		.meta({ description: "What people did then and would have been refused; it counts as nothing." }),
	dropped: z.int().meta({ description: "How many things people did that come after the new outcome." }),
	ranOn: z
		.boolean()
		.meta({ description: "Still open after everything that people did; ended by time alone." }),
});

const counts = z.object({ old: z.int(), new: z.int() });
const byOutcome = z.object({
	approved: z.int(),
	rejected: z.int(),
	expired: z.int(),
	cancelled: z.int(),
});
const times = z.object({ medianMs: z.number().nullable(), p90Ms: z.number().nullable() });

const replaySummarySchema = z.object({
	policy: z.object({ name: z.string(), version: z.int().nullable() }),
	from: instant,
	to: instant,
	directory: z.literal("now").meta({
		description:
			"People, groups, delegations, calendars and rotas are those of now: those of then are not kept.",
	}),
	requests: z.int().meta({ description: "Replayed." }),
	stillOpen: z.int().meta({ description: "Submitted in the span and still open: left out." }),
	beyondLimit: z.int().meta({ description: "Older ones that `limit` left out." }),
	changed: z.int().meta({ description: "With another outcome, or no longer accepted." }),
	changes: z.array(
		z.object({ from: outcome, to: z.enum([...outcome.options, "refused"]), requests: z.int() }),
	),
	outcomes: z.object({ old: byOutcome, new: byOutcome }),
	contextNoLongerFits: z
		.int()
		.meta({ description: "They would have been refused; they count nowhere below." }),
	asked: z
		.object({ old: z.int(), new: z.int(), more: z.int(), fewer: z.int() })
		.meta({ description: "People asked, over all requests; in how many more, or fewer, are asked." }),
	escalations: counts,
	automatic: counts.meta({ description: "Approved because every stage was skipped." }),
	unsatisfiable: counts,
	time: z.object({ old: times, new: times }).meta({ description: "From submission to outcome." }),
	conditionFailed: z.int(),
	refusedDecisions: z.int().meta({ description: "Real decisions that the policy would have refused." }),
	refusedActs: z.int(),
	droppedActs: z.int(),
	ranOn: z.int(),
});

const exampleSummary = {
	policy: { name: "refund", version: null },
	from: "2025-10-07T09:00:00.000Z",
	to: "2026-01-05T09:00:00.000Z",
	directory: "now" as const,
	requests: 1,
	stillOpen: 0,
	beyondLimit: 0,
	changed: 0,
	changes: [],
	outcomes: {
		old: { approved: 1, rejected: 0, expired: 0, cancelled: 0 },
		new: { approved: 1, rejected: 0, expired: 0, cancelled: 0 },
	},
	contextNoLongerFits: 0,
	asked: { old: 2, new: 1, more: 0, fewer: 1 },
	escalations: { old: 0, new: 0 },
	automatic: { old: 0, new: 0 },
	unsatisfiable: { old: 0, new: 0 },
	time: { old: { medianMs: 3_600_000, p90Ms: 3_600_000 }, new: { medianMs: 3_600_000, p90Ms: 3_600_000 } },
	conditionFailed: 0,
	refusedDecisions: 0,
	refusedActs: 0,
	droppedActs: 0,
	ranOn: 0,
};

/** The answer of `POST /policies/{name}/replay`. */
export const replaySchema = z
	.object({
		summary: replaySummarySchema,
		items: z.array(replayedRequestSchema).meta({ description: "Newest first." }),
		people: z
			.record(z.string(), z.object({ name: z.string(), email: z.string() }))
			.meta({ description: "Name and address of everybody whose id stands in this answer." }),
	})
	.meta({
		description: "What would have become of past requests.",
		examples: [{ summary: exampleSummary, items: [], people: {} }],
	});
