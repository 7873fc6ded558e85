import type { Ctx } from "../../../../../ledger/context.ts";
import { getRequest } from "../../../../../ledger/read/get-request.ts";
import type { RequestView } from "../../../../../ledger/read/request-view.ts";
import { handle } from "../../../../server/api-actor.ts";
import { web } from "../../../../server/context.ts";
import { json } from "../../../../server/respond.ts";
import { parseQuery } from "../../../schemas/parse.ts";
import { getQuery } from "../../../schemas/queries.ts";
import { sightFirst } from "./sight-first.ts";

/** How often a held answer looks by itself, should a notification have been lost. */
const POLL_MS = 5_000;

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { id } = await params;
		const { wait = 0, version } = await sightFirst(ctx, id, () =>
			parseQuery(getQuery, new URL(request.url).searchParams),
		);
		return json(await whenMoved(ctx, id, wait, version, request.signal));
	});
}

/** The request, once its version has passed `known` or its outcome is there, at the latest after `waitMs`. */
async function whenMoved(
	ctx: Ctx,
	id: string,
	waitMs: number,
	known: number | undefined,
	signal: AbortSignal,
): Promise<RequestView> {
	const until = Date.now() + waitMs;
	let ring = () => {};
	let rung = false;
	const unsubscribe =
		waitMs === 0
			? () => {}
			: web().changes.subscribe(ctx.actor.workspaceId, (change) => {
					if (change.requestId !== id) return;
					rung = true;
					ring();
				});
	try {
		let view = await getRequest(ctx, id);
		const from = known ?? view.version;
		while (view.outcome === null && view.version <= from && Date.now() < until && !signal.aborted) {
			const ms = Math.min(POLL_MS, until - Date.now());
			if (!rung) {
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, ms);
					ring = () => {
						clearTimeout(timer);
						resolve();
					};
					signal.addEventListener("abort", ring, { once: true });
				});
			}
			rung = false;
			view = await getRequest(ctx, id);
		}
		return view;
	} finally {
		unsubscribe();
	}
}
