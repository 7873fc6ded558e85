import { z } from "zod";
import { oneOf, write } from "./field-message.ts";
import { text } from "./text.ts";

const STATES = [
	"open",
	"changes_requested",
	"question",
	"approved",
	"rejected",
	"expired",
	"cancelled",
] as const;

const limit = z
	.int({ error: write("a whole number from 1 to 200") })
	.min(1)
	.max(200)
	.exactOptional()
	.meta({ description: "How many items a page holds. Default 50." });

const cursor = text("the nextCursor of the page before")
	.max(500)
	.exactOptional()
	.meta({ description: "The nextCursor of the page before." });

/** The query of `GET /requests`. */
export const listQuery = z.strictObject({
	state: z
		.array(z.enum(STATES, { error: write(`states: ${oneOf(STATES)}`) }))
		.exactOptional()
		.meta({ description: "Only requests in these states; separated by commas, or repeated." }),
	assignee: text("me or the id of a person")
		.max(320)
		.exactOptional()
		.meta({ description: "Only what waits for this person: me, or an id." }),
	requester: text("me or the id of a person")
		.max(320)
		.exactOptional()
		.meta({ description: "Only what this person asked for: me, or an id." }),
	policy: text("the name of a policy")
		.max(64)
		.exactOptional()
		.meta({ description: "Only requests under this policy." }),
	q: text("a part of the title").max(300).exactOptional().meta({ description: "Part of the title." }),
	sort: z
		.enum(["created", "due"])
		.exactOptional()
		.meta({ description: "created: newest first (the default). due: soonest first, open requests only." }),
	limit,
	cursor,
});

const LONGEST_WAIT_MS = 60_000;
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** The query of `GET /requests/{id}`. `wait` is ms when read. */
export const getQuery = z.strictObject({
	wait: z
		.string({ error: write("a duration such as 30s") })
		.regex(/^\d{1,6}(ms|s|m)$/, { error: write("a duration such as 30s, at most 60s"), abort: true })
		.transform((duration, ctx) => {
			const [, digits, unit] = /^(\d+)(ms|s|m)$/.exec(duration) ?? [];
			const ms = Number(digits) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
			if (ms > LONGEST_WAIT_MS) {
				ctx.addIssue({ code: "custom", message: `write at most 60s, not ${duration}`, input: duration });
				return z.NEVER;
			}
			return ms;
		})
		.exactOptional()
		.meta({
			description:
				"Holds the answer until the version passes `version` (default: the version now) or the outcome is there, at most so long. At most 60s.",
			examples: ["30s"],
		}),
	version: z
		.int({ error: write("a version of the request, such as 3") })
		.min(0)
		.exactOptional()
		.meta({ description: "The version that the caller knows." }),
});

/** The query of `GET /policies/{name}`. */
export const policyQuery = z.strictObject({
	version: z
		.int({ error: write("a version of the policy, such as 3") })
		.min(1)
		.max(2_147_483_647)
		.exactOptional()
		.meta({ description: "Default: the version that new requests get." }),
});

const instant = (description: string) =>
	z.iso
		.datetime({ offset: true, error: write("an ISO 8601 instant such as 2026-01-05T09:00:00Z") })
		.exactOptional()
		.meta({ description });

/** The query of `GET /audit`. */
export const auditQuery = z.strictObject({
	from: instant("Entries at or after this instant."),
	to: instant("Entries before this instant."),
	actor: text("the id or e-mail address of a person")
		.max(320)
		.exactOptional()
		.meta({ description: "Id or e-mail address of who acted." }),
	request: text("the id of a request").max(64).exactOptional().meta({ description: "Id of a request." }),
	kind: text("a kind of entry, such as decided")
		.max(64)
		.exactOptional()
		.meta({ description: "A kind of entry, such as decided." }),
	limit,
	cursor,
});
