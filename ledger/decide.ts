import { randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import { inWorkspace, type Tx } from "../db/transaction.ts";
import type { Risk } from "../policy/document.ts";
import type { Verdict } from "../policy/record.ts";
import { lacksScope, requireMayAct, requireScope, requireScopeOrRead } from "./actor.ts";
import { applyEvent, refusalOf } from "./apply-event.ts";
import type { Ctx } from "./context.ts";
import { type LockedRequest, lockRequest, requireSight } from "./locked-request.ts";
import { firstOf, Refusal } from "./refusal.ts";
import { recordRefusedAttempt } from "./refused-attempt.ts";
import { cleanComment } from "./text-limits.ts";

export interface DecideInput {
	requestId: string;
	verdict: Verdict;
	comment?: string | null;
	/** What the person had in front of them, where the channel knows it. */
	version?: number;
	stage?: string;
	round?: number;
}

export interface Decided {
	requestId: string;
	decisionId: string;
	/** The same verdict had been recorded before; nothing was changed. */
	repeated: boolean;
	version: number;
}

/** What a channel adds to a decision's transaction: a link is checked and spent in it. */
export interface DecideGuard {
	/** Runs with the request's row locked, before anything is decided; throws a refusal. */
	check(tx: Tx, request: LockedRequest): Promise<void>;
	/** Runs when the rules accept the decision, before it is written; throws a refusal. */
	confirm(tx: Tx, request: LockedRequest, risk: Risk): Promise<void>;
	/** Runs once the decision stands, in the same transaction. */
	spend(tx: Tx): Promise<void>;
}

/**
 * Records one person's verdict, whatever the channel: locks the request, lets every timer that is due run,
 * asks the policy core, and writes decision, state, audit entries and outbox row in one transaction.
 *
 * Refuses with the first code that applies, in the order of `policy/refusal.ts`. What timers changed and the
 * attempt itself are recorded all the same.
 */
export async function decide(ctx: Ctx, input: DecideInput, guard?: DecideGuard): Promise<Decided> {
	const { actor } = ctx;
	requireScopeOrRead(actor, "decisions:write");
	const scope = { workspaceId: actor.workspaceId, actorId: actor.personId };
	const answer = await inWorkspace(ctx.db, scope, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, actor.workspaceId, input.requestId);
		await requireSight(tx, actor, request);
		const comment = cleanComment(input.comment);
		await guard?.check(tx, request);
		return decideLocked(tx, ctx, request, { ...input, comment }, guard);
	});
	if (answer instanceof Refusal) throw answer;
	return answer;
}

async function decideLocked(
	tx: Tx,
	ctx: Ctx,
	request: LockedRequest,
	input: DecideInput & { comment: string | null },
	guard: DecideGuard | undefined,
): Promise<Decided | Refusal> {
	const { actor } = ctx;
	const { comment } = input;
	const { channel, assurance } = actor;
	const result = await applyEvent(
		tx,
		{ ...ctx, workspaceId: actor.workspaceId },
		{
			request,
			people: [actor.personId],
			tell: true,
			event: {
				kind: "decide",
				id: newId(),
				by: actor.personId,
				verdict: input.verdict,
				hasComment: comment !== null,
				...(input.version === undefined ? {} : { version: input.version }),
				...(input.stage === undefined ? {} : { stage: input.stage }),
				...(input.round === undefined ? {} : { round: input.round }),
			},
			confirm: async (risk) => {
				requireScope(actor, "decisions:write");
				requireMayAct(actor);
				await guard?.confirm(tx, request, risk);
			},
			decision: ({ answer }) =>
				answer.accepted && answer.decision !== undefined && answer.repeated !== true
					? { record: answer.decision, comment, commentSalt: randomBytes(32), channel, assurance }
					: undefined,
		},
	);
	if (result.refused !== null) {
		await recordRefusedAttempt(tx, request, actor, result.refused, { verdict: input.verdict });
		return result.refused;
	}
	const ruled = await refusalOf(tx, request, result);
	if (ruled !== null) {
		// What the rules say stands before a missing right, unless the contract has it after.
		const unscoped = lacksScope(actor, "decisions:write");
		const refusal = unscoped === null ? ruled : firstOf(ruled, unscoped);
		if (!result.changed) await recordRefusedAttempt(tx, request, actor, refusal, { verdict: input.verdict });
		return refusal;
	}
	if (!result.answer.accepted || result.answer.decision === undefined) {
		throw new Error("the policy core accepted a decision without making one");
	}
	const repeated = result.answer.repeated === true;
	if (!repeated) await guard?.spend(tx);
	return {
		requestId: request.id,
		decisionId: result.answer.decision.id,
		repeated,
		version: result.record.version,
	};
}
