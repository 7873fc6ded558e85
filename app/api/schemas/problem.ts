import { z } from "zod";
import type { Refusal } from "../../../ledger/refusal.ts";
import { REFUSALS, type RefusalCode } from "../../../policy/refusal.ts";

/** Title and meaning of each refusal, in the order in which the first that applies is given. */
const MEANINGS: Record<RefusalCode, { title: string; meaning: string }> = {
	not_signed_in: { title: "Not signed in", meaning: "The API key is missing, unknown, expired or revoked." },
	not_found: { title: "Not found", meaning: "There is no such thing, or the caller may not see it." },
	invalid: { title: "Not valid", meaning: "Fields are missing or wrong; `errors` names each." },
	too_large: { title: "Too large", meaning: "Something is longer than it may be." },
	own_request: { title: "Own request", meaning: "Nobody decides what they asked for themselves." },
	already_decided: {
		title: "Already decided",
		meaning: "The person, or whom they stand in for, has decided.",
	},
	late: { title: "Too late", meaning: "The deadline ended it; `outcome` says how." },
	closed: { title: "Closed", meaning: "The request has its outcome; `outcome` says which." },
	paused: { title: "Paused", meaning: "The request waits for its requester." },
	not_eligible: { title: "Not allowed", meaning: "The caller has no right to this." },
	duplicate_person: {
		title: "Decided another stage",
		meaning: "Who decided one stage may not decide another.",
	},
	stale_version: { title: "Changed meanwhile", meaning: "What was looked at has changed: look again." },
	step_up_required: {
		title: "Stronger sign-in needed",
		meaning: "This channel is not enough for this risk.",
	},
	comment_required: { title: "Comment needed", meaning: "The policy asks for a comment here." },
	in_use: {
		title: "In use",
		meaning: "The name or address belongs to something else already, or something still needs this.",
	},
	idempotency_mismatch: {
		title: "Key used before",
		meaning: "The Idempotency-Key stands for another submission.",
	},
	rate_limited: { title: "Too many calls", meaning: "Wait as long as Retry-After says." },
};

/** Codes of answers that are no refusals: the server failed, or does not work now. */
const FAILURES = {
	internal: { status: 500, title: "Internal error", meaning: "The server failed; it has been recorded." },
	unavailable: { status: 503, title: "Not available", meaning: "Try again after Retry-After." },
} as const;

export type FailureCode = keyof typeof FAILURES;
export type ProblemCode = RefusalCode | FailureCode;

/** Every code with its HTTP status, title and meaning. */
export const PROBLEM_CODES: readonly { code: ProblemCode; status: number; title: string; meaning: string }[] =
	[
		...(Object.keys(REFUSALS) as RefusalCode[]).map((code) => ({
			code,
			status: REFUSALS[code],
			...MEANINGS[code],
		})),
		...Object.entries(FAILURES).map(([code, words]) => ({ code: code as FailureCode, ...words })),
	];

const instant = z.iso.datetime().meta({ description: "ISO 8601, UTC, with milliseconds." });

export const fieldErrorSchema = z.object({
	path: z
		.string()
		.meta({ description: "The field at fault; empty for the whole.", examples: ["attachments[0].url"] }),
	message: z.string().meta({ description: "What to write instead." }),
});

const outcome = z.enum(["approved", "rejected", "expired", "cancelled"]);

const standingOutcomeSchema = z.object({
	outcome,
	cause: z.enum(["decided", "automatic", "rejections", "deadline", "pause_deadline", "cancelled"]),
	at: instant,
	by: z.object({ id: z.string(), name: z.string() }).nullable(),
	channel: z.string().nullable(),
});

/** An error: RFC 9457, `application/problem+json`. */
export const problemSchema = z
	.object({
		type: z.string().meta({ description: "Always about:blank: `code` tells the problems apart." }),
		title: z.string(),
		status: z.int().min(400).max(599),
		detail: z.string().meta({ description: "One sentence for people." }),
		code: z.enum(PROBLEM_CODES.map(({ code }) => code)).meta({
			description: PROBLEM_CODES.map(({ code, status, meaning }) => `- ${code} (${status}): ${meaning}`).join(
				"\n",
			),
		}),
		errors: z.array(fieldErrorSchema).exactOptional().meta({ description: "The fields at fault." }),
		outcome: outcome.exactOptional().meta({ description: "How the request ended, where it has." }),
		standing: standingOutcomeSchema
			.exactOptional()
			.meta({ description: "The same with why, when, through whom and on which channel." }),
	})
	.meta({
		description: "An error (RFC 9457).",
		examples: [
			{
				type: "about:blank",
				title: "Not valid",
				status: 422,
				detail: "title: is required: write a line that says what is asked, such as Refund order 1042",
				code: "invalid",
				errors: [
					{
						path: "title",
						message: "is required: write a line that says what is asked, such as Refund order 1042",
					},
				],
			},
		],
	});

export type Problem = z.output<typeof problemSchema>;

/** A refusal as the API answers it. */
export function problemOf(refusal: Refusal): Problem {
	return {
		type: "about:blank",
		title: MEANINGS[refusal.code].title,
		status: refusal.status,
		detail: refusal.message,
		code: refusal.code,
		...(refusal.errors.length === 0 ? {} : { errors: refusal.errors }),
		...(refusal.outcome === null ? {} : { outcome: refusal.outcome.outcome, standing: refusal.outcome }),
	};
}

/** A failure of the server as the API answers it. It names no cause: that is for the log. */
export function failureProblem(code: FailureCode, detail: string): Problem {
	const { status, title } = FAILURES[code];
	return { type: "about:blank", title, status, detail, code };
}
