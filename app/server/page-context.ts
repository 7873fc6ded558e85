import { notFound, redirect } from "next/navigation";
import { type Actor, seesAll } from "../../ledger/actor.ts";
import type { Ctx } from "../../ledger/context.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { web } from "./context.ts";
import { answering, json } from "./respond.ts";
import { actorOfRequest, currentActor } from "./session.ts";

/** What a page's reads need, for who is signed in; everybody else is sent to sign in. */
export async function pageCtx(): Promise<Ctx> {
	const actor = await currentActor();
	if (actor === null) redirect("/sign-in");
	return web().ctxFor(actor);
}

/** Whether the person may see the administration's pages. */
export function isStaff(actor: Actor): boolean {
	return seesAll(actor);
}

/** What is not there, or may not be seen, becomes the page that says so. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof Refusal && (error.code === "not_found" || error.code === "invalid")) notFound();
		throw error;
	}
}

/** Answers a page's data as JSON to the signed-in person, with refusals as problem documents. */
export async function answerModel(request: Request, read: (ctx: Ctx) => Promise<unknown>): Promise<Response> {
	return answering(async () => {
		const actor = await actorOfRequest(request);
		if (actor === null) throw new Refusal("not_signed_in", "Sign in to read this.");
		return json(await read(web().ctxFor(actor)));
	});
}
