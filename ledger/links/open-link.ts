import { inWorkspace } from "../../db/transaction.ts";
import type { Policy } from "../../policy/document.ts";
import type { Access } from "../access/access.ts";
import type { Actor } from "../actor.ts";
import type { Clock } from "../context.ts";
import { policyOf } from "../policy-memory.ts";
import type { Language } from "../preferences/preferences.ts";
import { readRow } from "../read/get-request.ts";
import { type RequestView, viewsOf } from "../read/request-view.ts";
import { linkActor } from "./link-actor.ts";
import { type LinkRow, noLink, readLink, workspaceOfLink } from "./link-rows.ts";

export interface LinkView {
	/** `dead`: nothing can be decided with it any more. */
	state: "live" | "dead";
	/** Why it is dead, as a code: closed, decided, reassigned, expired, inactive. */
	reason: "closed" | "decided" | "reassigned" | "expired" | "inactive" | null;
	/** What it takes to decide with it. */
	needs: "nothing" | "code" | "session";
	recipient: { name: string; email: string; language: Language };
	/** The stage the link is about. */
	stage: string;
	request: RequestView;
	policy: Policy;
}

/** What a link shows to whoever holds it. Reads only: any number of times, by people and machines, changes nothing. */
export async function openLink(
	access: Access,
	input: { linkId: string; token: string; session: Actor | null },
): Promise<LinkView> {
	const workspaceId = await workspaceOfLink(access.system, input.linkId);
	return inWorkspace(access.db, { workspaceId, actorId: null }, async (tx) => {
		const link = await readLink(tx, input.linkId, input.token, false);
		const row = await readRow(tx, linkActor(link, "email_link", null), link.request_id);
		const [request] = await viewsOf(tx, [row]);
		const policy = await policyOf(tx, row.policy_version_id);
		const reason = deadReason(link, (request as RequestView).outcome !== null);
		if (reason === "inactive") throw noLink();
		return {
			state: reason === null ? "live" : "dead",
			reason,
			needs: needs((request as RequestView).risk, link, input.session),
			recipient: { name: link.name, email: link.email, language: link.language },
			stage: link.stage,
			request: reason === null ? (request as RequestView) : whatBecameOf(request as RequestView),
			policy,
		};
	});
}

/** All that a dead link still shows: which request it was, and how it went. */
function whatBecameOf(request: RequestView): RequestView {
	const decisions = request.decisions.map((decision) => ({ ...decision, comment: null }));
	return { ...request, summary: null, context: {}, attachments: [], decisions };
}

function deadReason(link: LinkRow, closed: boolean): LinkView["reason"] {
	if (link.spent || link.assignment_state === "decided") return "decided";
	if (closed) return "closed";
	if (!link.active) return "inactive";
	if (link.assignment_state === "over") return "reassigned";
	return link.expired ? "expired" : null;
}

function needs(risk: RequestView["risk"], link: LinkRow, session: Actor | null): LinkView["needs"] {
	if (session?.personId === link.person_id && (risk !== "high" || isFresh(session))) return "nothing";
	if (risk === "low") return "nothing";
	return risk === "normal" ? "code" : "session";
}

const FRESH_MS = 15 * 60_000;

/** Whether a session was opened within the last 15 minutes. */
export function isFresh(session: Actor, clock: Clock = (now) => now): boolean {
	return session.authenticatedAt !== null && clock(Date.now()) - session.authenticatedAt <= FRESH_MS;
}
