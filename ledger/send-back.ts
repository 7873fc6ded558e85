import { type Acted, actOnRequest, type Shown } from "./act-on-request.ts";
import type { Ctx } from "./context.ts";

/**
 * An approver gives a request back to its requester for changes: the clock stands still until it is submitted again,
 * which starts a new round.
 *
 * Refuses: `not_found`, `invalid` (the last round), `too_large`, `own_request`, `late`, `closed`, `paused`,
 * `not_eligible`, `comment_required`, `stale_version`.
 */
export function sendBack(
	ctx: Ctx,
	input: { requestId: string; comment: string; shown?: Shown },
): Promise<Acted> {
	return actOnRequest(ctx, {
		...input,
		scope: "decisions:write",
		needsComment: true,
		note: { kind: "sent_back", of: "sent_back" },
		prepare: () => ({ event: { kind: "sendBack", by: ctx.actor.personId } }),
	});
}
