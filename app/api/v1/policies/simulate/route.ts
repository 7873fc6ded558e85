import { Refusal } from "../../../../../ledger/refusal.ts";
import { simulate } from "../../../../../policy/simulate.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readJson } from "../../../../server/respond.ts";
import { parseBody } from "../../../schemas/parse.ts";
import { scenarioBody } from "../../../schemas/simulation.ts";

/** Runs a policy over a made-up timeline. Nothing is kept. */
export function POST(request: Request): Promise<Response> {
	return handle(request, async () => {
		const result = simulate(parseBody(scenarioBody, await readJson(request)));
		if (result.ok) return json(result.simulation);
		const first = result.errors[0];
		throw new Refusal("invalid", `The scenario is not valid: ${first?.path} ${first?.message}`, {
			errors: result.errors,
		});
	});
}
