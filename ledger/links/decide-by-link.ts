import { timingSafeEqual } from "node:crypto";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Verdict } from "../../policy/record.ts";
import type { Access } from "../access/access.ts";
import type { Actor, Assurance } from "../actor.ts";
import { auditRow, insertAudit } from "../audit-entry.ts";
import type { AfterCommit, Clock } from "../context.ts";
import { type Decided, type DecideGuard, decide } from "../decide.ts";
import { Refusal } from "../refusal.ts";
import { outcomeThatStands } from "../standing-outcome.ts";
import { linkActor } from "./link-actor.ts";
import { CODE_TRIES, type LinkRow, readLink, workspaceOfLink } from "./link-rows.ts";
import { type LinkKey, linkCode } from "./link-secrets.ts";
import { isFresh } from "./open-link.ts";
import { tellRecipient } from "./tell-recipient.ts";

export interface LinkDecision {
	linkId: string;
	token: string;
	verdict: Verdict;
	comment?: string | null;
	version?: number;
	/** The one-time code, where one was mailed. */
	code?: string;
	/** Who is signed in in the browser that pressed, if anybody. */
	session: Actor | null;
}

export interface LinkPorts extends Access {
	clock: Clock;
	after: AfterCommit;
	linkKey: LinkKey;
}

/**
 * Decides with an emailed link: the token is spent in the decision's own transaction, so of a hundred presses
 * at once one wins. What the link alone may do depends on the policy's risk (quality.md, «Emailed links»).
 *
 * Refuses like `decide`, and with `not_found` (no such link or token), `already_decided` (spent),
 * `step_up_required` (a code or a session is needed, or the code is wrong), `not_eligible` (another person's
 * session; no longer asked).
 */
export async function decideByLink(ports: LinkPorts, input: LinkDecision): Promise<Decided> {
	const workspaceId = await workspaceOfLink(ports.system, input.linkId);
	const how = await inWorkspace(ports.db, { workspaceId, actorId: null }, (tx) =>
		authenticate(tx, ports, input),
	);
	if (how instanceof Refusal) throw how;
	const { link, assurance, codeNote } = how;
	const actor = linkActor(link, assurance, input.session?.authenticatedAt ?? null);
	const ctx = { db: ports.db, clock: ports.clock, after: ports.after, actor };
	return decide(
		ctx,
		{
			requestId: link.request_id,
			verdict: input.verdict,
			comment: input.comment ?? null,
			stage: link.stage,
			round: link.round,
			...(input.version === undefined ? {} : { version: input.version }),
		},
		linkGuard(input, link, assurance, codeNote),
	);
}

/** Who presses, as far as the link, the session and the code can tell. A wrong code is counted, whatever follows. */
async function authenticate(
	tx: Tx,
	ports: LinkPorts,
	input: LinkDecision,
): Promise<{ link: LinkRow; assurance: Assurance; codeNote: string | null } | Refusal> {
	const link = await readLink(tx, input.linkId, input.token, input.code !== undefined);
	const { session } = input;
	if (session !== null && session.personId !== link.person_id) {
		await recordForeignUse(tx, link, session);
		await tellRecipient(tx, ports.after, link);
		return new Refusal(
			"not_eligible",
			`This link was sent to ${link.name}, and you are signed in as ${session.name}: decide with your own link or account.`,
		);
	}
	if (session !== null) return { link, assurance: "session", codeNote: null };
	if (input.code === undefined) return { link, assurance: "email_link", codeNote: null };
	if (link.code_serial === 0 || !link.code_live) {
		return { link, assurance: "email_link", codeNote: "The code is too old: ask for a new one." };
	}
	if (link.code_tries >= CODE_TRIES) {
		return { link, assurance: "email_link", codeNote: "Too many wrong codes: ask for a new one." };
	}
	const expected = linkCode(ports.linkKey, link.id, link.code_serial);
	if (input.code.length === 6 && timingSafeEqual(Buffer.from(input.code), Buffer.from(expected))) {
		return { link, assurance: "email_code", codeNote: null };
	}
	await tx.sql`update link_tokens set code_tries = code_tries + 1 where id = ${link.id}`;
	const left = CODE_TRIES - link.code_tries - 1;
	return { link, assurance: "email_link", codeNote: `The code is wrong; ${left} more tries.` };
}

async function recordForeignUse(tx: Tx, link: LinkRow, session: Actor): Promise<void> {
	const now = Date.now();
	await insertAudit(
		tx,
		link.workspace_id,
		auditRow({
			workspaceId: link.workspace_id,
			at: now,
			appliedAt: now,
			kind: "link_refused",
			actorId: session.workspaceId === link.workspace_id ? session.personId : null,
			requestId: link.request_id,
			requestVersion: null,
			facts: { link: link.id, recipient: link.person_id, stage: link.stage },
		}),
	);
}

function linkGuard(
	input: LinkDecision,
	seen: LinkRow,
	assurance: Assurance,
	codeNote: string | null,
): DecideGuard {
	return {
		async check(tx, request) {
			const link = await readLink(tx, input.linkId, input.token, true);
			if (link.spent) {
				const outcome = await outcomeThatStands(tx, request.id, request.record);
				throw new Refusal("already_decided", "This link has been used: your decision stands.", { outcome });
			}
			if (!link.active) throw new Refusal("not_eligible", "This account is not active.");
		},
		async confirm(tx, _request, risk) {
			const link = await readLink(tx, input.linkId, input.token, true);
			if (link.assignment_state !== "waiting") {
				throw new Refusal("not_eligible", "This link is over: you are no longer asked through it.");
			}
			if (link.expired) throw new Refusal("step_up_required", "This link is too old: sign in to decide.");
			requireAssurance(risk, assurance, input.session, codeNote, seen);
		},
		async spend(tx) {
			await tx.sql`update link_tokens set spent_at = clock_timestamp() where id = ${input.linkId}`;
		},
	};
}

function requireAssurance(
	risk: "low" | "normal" | "high",
	assurance: Assurance,
	session: Actor | null,
	codeNote: string | null,
	link: LinkRow,
): void {
	if (risk === "low") {
		if (codeNote !== null) throw new Refusal("step_up_required", codeNote);
		return;
	}
	if (risk === "high") {
		if (session !== null && isFresh(session)) return;
		throw new Refusal(
			"step_up_required",
			"This decision asks for a sign-in not older than 15 minutes: sign in first.",
		);
	}
	if (assurance === "session" || assurance === "email_code") return;
	throw new Refusal(
		"step_up_required",
		codeNote ?? `This decision asks for a code: have one mailed to ${link.email}.`,
	);
}
