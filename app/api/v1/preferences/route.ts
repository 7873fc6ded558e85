import { changePreferences } from "../../../../ledger/preferences/change-preferences.ts";
import { readPreferences } from "../../../../ledger/preferences/read-preferences.ts";
import { handle } from "../../../server/api-actor.ts";
import { json, readJson } from "../../../server/respond.ts";
import { parseBody } from "../../schemas/parse.ts";
import { preferencesBody } from "../../schemas/preferences.ts";

export function GET(request: Request): Promise<Response> {
	return handle(request, async (ctx) => json(await readPreferences(ctx)));
}

export function PATCH(request: Request): Promise<Response> {
	return handle(request, async (ctx) => {
		const changes = parseBody(preferencesBody, await readJson(request));
		return json(await changePreferences(ctx, changes));
	});
}
