import { inWorkspace, type Tx } from "../../db/transaction.ts";
import { type Actor, requireScope, seesAll } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { noRequest, UUID } from "../locked-request.ts";
import { REQUEST_COLUMNS, type RequestRow, type RequestView, viewsOf } from "./request-view.ts";

/** A request and what the actor may do with it. Refuses with `not_found` whoever may not see it. */
export async function getRequest(ctx: Ctx, id: string): Promise<RequestView> {
	requireScope(ctx.actor, "requests:read");
	return requestAfterAct(ctx, id);
}

/**
 * The request as the answer to an act on it. Asks for no scope: the act stands, and whoever had the right to it is
 * told what came of it.
 */
export async function requestAfterAct(ctx: Ctx, id: string): Promise<RequestView> {
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async (tx) => {
		const [view] = await viewsOf(tx, [await readRow(tx, ctx.actor, id)]);
		return view as RequestView;
	});
}

/** Refuses with `not_found` whoever may not see the request: said before what else is wrong with a call. */
export async function requireVisible(ctx: Ctx, id: string): Promise<void> {
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	await inWorkspace(ctx.db, scope, (tx) => readRow(tx, ctx.actor, id));
}

/** The row of a request that the actor may see. */
export async function readRow(tx: Tx, actor: Actor, id: string): Promise<RequestRow> {
	if (!UUID.test(id)) throw noRequest();
	const [row] = await tx.sql<RequestRow[]>`
		select ${tx.sql.unsafe(REQUEST_COLUMNS)} from requests r where r.id = ${id}
			and (${seesAll(actor)} or r.requester_id = ${actor.personId} or r.submitted_by = ${actor.personId}
				or exists (select 1 from assignments a where a.request_id = r.id and a.person_id = ${actor.personId}))`;
	if (row === undefined) throw noRequest();
	return row;
}
