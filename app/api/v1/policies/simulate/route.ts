import { requireScope } from "../../../../../ledger/actor.ts";
import { Refusal } from "../../../../../ledger/refusal.ts";
import { simulate } from "../../../../../policy/simulate.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readJson } from "../../../../server/respond.ts";
import { parseBody } from "../../../schemas/parse.ts";
import { scenarioBody } from "../../../schemas/simulation.ts";

/** Runs a policy over a made-up timeline. Nothing is kept. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		requireScope(ctx.actor, "requests:read");
		const result = simulate(bounded(parseBody(scenarioBody, await readJson(request))));
		if (result.ok) return json(result.simulation);
		const first = result.errors[0];
		throw new Refusal("invalid", `The scenario is not valid: ${first?.path} ${first?.message}`, {
			errors: result.errors,
		});
	});
}

/** People times events of one call. A simulation runs in this process, which has others to answer. */
const MOST_WORK = 100_000;

function bounded(scenario: Record<string, unknown>): Record<string, unknown> {
	const { directory, events } = scenario;
	const users =
		typeof directory === "object" && directory !== null && "users" in directory ? directory.users : [];
	const work = (Array.isArray(users) ? users.length : 0) * (Array.isArray(events) ? events.length : 0);
	if (work <= MOST_WORK) return scenario;
	const detail = `The scenario is too large for one call: at most ${MOST_WORK} people times events. The command line has no limit.`;
	throw new Refusal("too_large", detail, { errors: [{ path: "events", message: detail }] });
}
