import { actorOfApiKey } from "../../ledger/access/api-keys.ts";
import type { Actor } from "../../ledger/actor.ts";
import type { Ctx } from "../../ledger/context.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { web } from "./context.ts";
import { answering } from "./respond.ts";
import { refuseForeignWrite } from "./same-origin.ts";
import { actorOfRequest } from "./session.ts";

/**
 * Who calls the API: the owner of the bearer key, or, without one, the person signed in in the browser. A
 * browser's write must come from our own pages.
 *
 * Refuses with `not_signed_in`.
 */
export async function apiActor(request: Request): Promise<Actor> {
	const authorization = request.headers.get("authorization");
	if (authorization !== null) {
		const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
		const actor = key === undefined ? null : await actorOfApiKey(web().access, key);
		if (actor === null) throw new Refusal("not_signed_in", "The API key is unknown or revoked.");
		return actor;
	}
	const actor = await browserActor(request);
	if (actor === null)
		throw new Refusal("not_signed_in", "Send an API key: Authorization: Bearer csk_…, or sign in.");
	return actor;
}

/** The person signed in in the browser, or null. Refuses a write from another site with `not_eligible`. */
export async function browserActor(request: Request): Promise<Actor | null> {
	const foreign = refuseForeignWrite(request);
	if (foreign !== null) throw new Refusal("not_eligible", foreign.trim());
	return actorOfRequest(request);
}

/** A handler of the API: finds out who calls, and answers refusals as problem details. */
export function handle(request: Request, work: (ctx: Ctx) => Promise<Response>): Promise<Response> {
	return answering(async () => work(web().ctxFor(await apiActor(request))));
}
