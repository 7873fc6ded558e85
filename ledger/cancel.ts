import { type Acted, actOnRequest } from "./act-on-request.ts";
import type { Ctx } from "./context.ts";

/**
 * Withdraws a request before its outcome, also while it is paused: by its requester (or who submitted it) or an
 * administrator.
 *
 * Refuses: `not_found`, `too_large`, `late` or `closed` (with the standing outcome), `not_eligible`.
 */
export function cancel(ctx: Ctx, input: { requestId: string; comment?: string | null }): Promise<Acted> {
	return actOnRequest(ctx, {
		requestId: input.requestId,
		scope: "requests:write",
		comment: input.comment,
		needsComment: false,
		note: { kind: "cancelled", of: "closed" },
		prepare: () => ({ event: { kind: "cancel", by: ctx.actor.personId } }),
	});
}
