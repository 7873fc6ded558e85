import { type Acted, actOnRequest, type Shown } from "./act-on-request.ts";
import type { Ctx } from "./context.ts";

/**
 * An approver asks the requester something: the clock stands still until the answer, and what was left of each timer
 * is left after it.
 *
 * Refuses: `not_found`, `too_large`, `own_request`, `late`, `closed`, `paused`, `not_eligible`, `comment_required`, `stale_version`.
 */
export function ask(ctx: Ctx, input: { requestId: string; comment: string; shown?: Shown }): Promise<Acted> {
	return actOnRequest(ctx, {
		...input,
		scope: "decisions:write",
		needsComment: true,
		note: { kind: "question", of: "asked" },
		prepare: () => ({ event: { kind: "ask", by: ctx.actor.personId } }),
	});
}
