import { seesAll } from "../../../ledger/actor.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { requireVisible } from "../../../ledger/read/get-request.ts";
import { Refusal } from "../../../ledger/refusal.ts";
import { web } from "../../server/context.ts";
import { actorOfRequest } from "../../server/session.ts";

/** Open streams of one person at the most: so many windows, and then some. */
const MOST_STREAMS = 12;
/** Proxies close what is silent; each beat also looks whether the session still lives. */
const HEARTBEAT_MS = 20_000;

const open = new Map<string, number>();

/** Server-sent events: ids and versions of the requests that the person may see, whenever one moves. */
export async function GET(request: Request): Promise<Response> {
	const actor = await actorOfRequest(request);
	if (actor === null) return new Response("Sign in first.\n", { status: 401 });
	const streams = open.get(actor.personId) ?? 0;
	if (streams >= MOST_STREAMS) return new Response("Too many streams.\n", { status: 429 });
	open.set(actor.personId, streams + 1);
	return new Response(streamOf(request, web().ctxFor(actor)), {
		headers: {
			"content-type": "text/event-stream; charset=utf-8",
			// `no-transform`: compression would hold events back until its window is full.
			"cache-control": "no-store, no-transform",
			"x-accel-buffering": "no",
		},
	});
}

function streamOf(request: Request, ctx: Ctx): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let end = () => {};
	return new ReadableStream({
		start(controller) {
			const mayNotice = sightOf(ctx);
			const send = (text: string) => controller.enqueue(encoder.encode(text));
			const unsubscribe = web().changes.subscribe(ctx.actor.workspaceId, async (change) => {
				try {
					const { requestId, version } = change;
					if (await mayNotice(requestId)) {
						send(`event: change\ndata: ${JSON.stringify({ requestId, version })}\n\n`);
					}
				} catch {
					// The stream has ended, or Postgres is away: the page reads anew when it next moves.
				}
			});
			const beat = setInterval(() => void heartbeat(), HEARTBEAT_MS);
			const heartbeat = async () => {
				const actor = await actorOfRequest(request).catch(() => ctx.actor);
				try {
					if (actor?.role === ctx.actor.role) return send(": still here\n\n");
					// With another role the browser comes back by itself, and sees what it now may.
					if (actor === null) send("event: signed-out\ndata: {}\n\n");
					end();
					controller.close();
				} catch {
					end();
				}
			};
			let ended = false;
			end = () => {
				if (ended) return;
				ended = true;
				unsubscribe();
				clearInterval(beat);
				const left = (open.get(ctx.actor.personId) ?? 1) - 1;
				if (left > 0) open.set(ctx.actor.personId, left);
				else open.delete(ctx.actor.personId);
			};
			request.signal.addEventListener("abort", end);
			send("retry: 3000\n\n");
		},
		cancel: () => end(),
	});
}

/** Whether the person may see a request. Who may once may always, so only that is remembered. */
function sightOf(ctx: Ctx): (requestId: string) => Promise<boolean> {
	if (seesAll(ctx.actor)) return async () => true;
	const seen = new Set<string>();
	return async (requestId) => {
		if (seen.has(requestId)) return true;
		try {
			await requireVisible(ctx, requestId);
		} catch (error) {
			if (error instanceof Refusal) return false;
			throw error;
		}
		if (seen.size > 5_000) seen.clear();
		seen.add(requestId);
		return true;
	};
}
