import { type Acted, actOnRequest } from "./act-on-request.ts";
import type { Ctx } from "./context.ts";

/**
 * The requester (or who submitted it) answers what an approver asked: the stage goes on where it stood.
 *
 * Refuses: `not_found`, `invalid` (nothing was asked), `too_large`, `late`, `closed`, `not_eligible`,
 * `comment_required`.
 */
export function answer(ctx: Ctx, input: { requestId: string; comment: string }): Promise<Acted> {
	return actOnRequest(ctx, {
		...input,
		scope: "requests:write",
		needsComment: true,
		note: { kind: "answer", of: "answered" },
		prepare: () => ({ event: { kind: "answer", by: ctx.actor.personId } }),
	});
}
