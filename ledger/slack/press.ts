import { inWorkspace } from "../../db/transaction.ts";
import type { Verdict } from "../../policy/record.ts";
import type { Shown } from "../act-on-request.ts";
import type { Actor } from "../actor.ts";
import { answer } from "../answer.ts";
import { ask } from "../ask.ts";
import type { Ctx } from "../context.ts";
import { type Decided, type DecideGuard, decide } from "../decide.ts";
import { lockRequest, UUID } from "../locked-request.ts";
import { policyOf } from "../policy-memory.ts";
import { readRow } from "../read/get-request.ts";
import { type RequestView, viewsOf } from "../read/request-view.ts";
import { Refusal } from "../refusal.ts";
import { recordRefusedAttempt } from "../refused-attempt.ts";
import { sendBack } from "../send-back.ts";
import type { CopyPlace, SeenContent } from "./copy-place.ts";
import type { SlackUser } from "./slack-user.ts";

/** What a press in Slack names: a copy and, by `key`, which rendering of it. */
export interface Press {
	deliveryId: string;
	/** `SeenContent.key` of the rendering that was pressed; null where it carries none. */
	key: string | null;
	/** The Slack user who pressed, as Slack's payload says. */
	by: SlackUser;
}

export interface PressedCopy {
	requestId: string;
	/** Whose copy it is. */
	personId: string;
	place: CopyPlace;
}

/** The copy that a press names; null where there is none, or it stands in another Slack workspace. */
export async function copyOfPress(
	ctx: Ctx,
	press: Pick<Press, "deliveryId" | "by">,
): Promise<PressedCopy | null> {
	if (!UUID.test(press.deliveryId)) return null;
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, async ({ sql }) => {
		const [row] = await sql<{ request_id: string; person_id: string; place: CopyPlace | null }[]>`
			select request_id, person_id, place from deliveries where id = ${press.deliveryId} and channel = 'slack'`;
		if (row === undefined || row.place === null) return null;
		const { team, enterprise } = row.place;
		if (team !== press.by.team || enterprise !== press.by.enterprise) return null;
		return { requestId: row.request_id, personId: row.person_id, place: row.place };
	});
}

/**
 * What the one who pressed had in front of them. A rendering that the message no longer shows is version 0, which
 * everything is newer than: the rules then say what became of the request, or that it has changed.
 */
export function shownBy(place: CopyPlace, key: string | null): Pick<SeenContent, "version"> & Partial<Shown> {
	const { seen } = place;
	if (seen === null || key === null || seen.key !== key) return { version: 0 };
	return { version: seen.version, stage: seen.stage, round: seen.round };
}

/**
 * Decides by a press in Slack, like every other channel. What was shown is known from the copy; a policy of high risk
 * asks for a fresh sign-in, which Slack is not.
 *
 * Refuses like `decide`, and with `step_up_required`, `not_eligible` (unlinked meanwhile).
 */
export async function decideInSlack(
	ctx: Ctx,
	input: {
		requestId: string;
		verdict: Verdict;
		comment: string | null;
		shown: { version: number; stage?: string; round?: number };
		by: SlackUser;
	},
): Promise<Decided> {
	const { requestId, verdict, comment, shown } = input;
	try {
		return await decide(ctx, { requestId, verdict, comment, ...shown }, slackGuard(ctx.actor, input.by));
	} catch (error) {
		// What the rules refuse stands in the audit trail already; this is the channel's own.
		if (error instanceof Refusal && error.code === "step_up_required") await recordStepUp(ctx, input, error);
		throw error;
	}
}

async function recordStepUp(
	ctx: Ctx,
	{ requestId, verdict }: { requestId: string; verdict: Verdict },
	refusal: Refusal,
): Promise<void> {
	const { actor } = ctx;
	const { workspaceId, personId } = actor;
	await inWorkspace(ctx.db, { workspaceId, actorId: personId }, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, workspaceId, requestId);
		await recordRefusedAttempt(tx, request, actor, refusal, { verdict });
	});
}

function slackGuard(actor: Actor, { enterprise, team, user }: SlackUser): DecideGuard {
	return {
		async check({ sql }) {
			const [row] = await sql`
				select 1 from slack_links l join people p on p.id = l.person_id
				where l.person_id = ${actor.personId} and l.enterprise_id = ${enterprise} and l.team_id = ${team}
					and l.user_id = ${user} and p.active`;
			if (row === undefined)
				throw new Refusal("not_eligible", "This Slack user is not linked to you any more.");
		},
		async confirm(_tx, _request, risk) {
			if (risk === "high")
				throw new Refusal(
					"step_up_required",
					"This decision asks for a sign-in not older than 15 minutes: decide it in the inbox.",
				);
		},
		async spend() {},
	};
}

export type WordedAct = "send_back" | "ask" | "answer";

/** The other acts that Slack has buttons for. Refuses like the act itself. */
export async function actInSlack(
	ctx: Ctx,
	input: { act: WordedAct; requestId: string; comment: string; shown: { version: number } & Partial<Shown> },
): Promise<void> {
	const { requestId, comment } = input;
	const { version, stage = "", round = 0 } = input.shown;
	if (input.act === "answer") await answer(ctx, { requestId, comment });
	else if (input.act === "ask") await ask(ctx, { requestId, comment, shown: { version, stage, round } });
	else await sendBack(ctx, { requestId, comment, shown: { version, stage, round } });
}

/** A request with what a modal has to know of its rules. Refuses with `not_found`. */
export async function requestOfPress(
	ctx: Ctx,
	requestId: string,
): Promise<{ request: RequestView; requireComment: "never" | "reject" | "always" }> {
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, async (tx) => {
		const row = await readRow(tx, ctx.actor, requestId);
		const [request] = await viewsOf(tx, [row]);
		const policy = await policyOf(tx, row.policy_version_id);
		const stage = policy.stages.find(({ name }) => name === request?.stage);
		return { request: request as RequestView, requireComment: stage?.requireComment ?? "never" };
	});
}
