import type { Tx } from "../db/transaction.ts";
import type { ShownContent } from "../proof/content.ts";
import { type Acted, actOnRequest } from "./act-on-request.ts";
import type { Ctx } from "./context.ts";
import type { LockedRequest } from "./locked-request.ts";
import { policyOf } from "./policy-memory.ts";
import { requireContextFits, saltedDigest, shownContent } from "./shown-content.ts";

export interface ResubmitInput {
	requestId: string;
	/** What is left out stays as it was. */
	context?: Record<string, unknown>;
	title?: string;
	summary?: string | null;
	attachments?: ShownContent["attachments"];
	comment?: string | null;
}

/**
 * The requester (or who submitted it) submits a request again that was sent back: a new round at the first stage,
 * with fresh clocks. Earlier decisions stay on the record with what they were made on, and no longer count.
 *
 * Refuses: `not_found`, `invalid` (with paths; also: it was not sent back), `too_large`, `late`, `closed`,
 * `not_eligible`.
 */
export function resubmit(ctx: Ctx, input: ResubmitInput): Promise<Acted> {
	return actOnRequest(ctx, {
		requestId: input.requestId,
		scope: "requests:write",
		comment: input.comment,
		needsComment: false,
		note: { kind: "resubmitted", of: "resubmitted" },
		prepare: async (tx, request) => {
			const content = shownContent({ ...(await contentOf(tx, request)), ...given(input) });
			requireContextFits(await policyOf(tx, request.policyVersionId), content.context);
			return {
				event: { kind: "resubmit", by: ctx.actor.personId, context: content.context },
				content: { content, ...saltedDigest(content) },
			};
		},
	});
}

function given({ context, title, summary, attachments }: ResubmitInput): Partial<Content> {
	return {
		...(context === undefined ? {} : { context }),
		...(title === undefined ? {} : { title }),
		...(summary === undefined ? {} : { summary }),
		...(attachments === undefined ? {} : { attachments }),
	};
}

type Content = ShownContent & { context: Record<string, unknown> };

async function contentOf(tx: Tx, request: LockedRequest): Promise<Content> {
	const [row] = await tx.sql<Content[]>`
		select title, summary, context, attachments from requests where id = ${request.id}`;
	if (row === undefined) throw new Error(`request ${request.id} vanished`);
	return row;
}
