import {
	type ReplayInput,
	replayAtOnce,
	replayPolicy,
} from "../../../../../../ledger/replay/replay-policy.ts";
import { handle } from "../../../../../server/api-actor.ts";
import { ndjson } from "../../../../../server/ndjson.ts";
import { json, readJson } from "../../../../../server/respond.ts";
import { parseBody } from "../../../../schemas/parse.ts";
import { REPLAY_AT_ONCE, replayBody } from "../../../../schemas/policy-changes.ts";

/** One JSON answer of a bounded number of requests, or a stream of as many as there are. */
export function POST(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
	return handle(request, async (ctx) => {
		const { policy, ...others } = parseBody(replayBody, await readJson(request));
		const input: ReplayInput = {
			name: (await params).name,
			...others,
			...(policy === undefined ? {} : { document: policy }),
			signal: request.signal,
		};
		if (wantsStream(request)) return ndjson(replayPolicy(ctx, input), request.signal);
		const limit = Math.min(input.limit ?? REPLAY_AT_ONCE, REPLAY_AT_ONCE);
		return json(await replayAtOnce(ctx, { ...input, limit }));
	});
}

function wantsStream(request: Request): boolean {
	return /\bapplication\/x-ndjson\b/i.test(request.headers.get("accept") ?? "");
}
