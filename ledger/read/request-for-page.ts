import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Need, Policy, Stage } from "../../policy/document.ts";
import { ladderOf, rulesInForce } from "../../policy/ladder.ts";
import type { RequestRecord, StageRecord } from "../../policy/record.ts";
import { nextReminder } from "../../policy/stage-clock.ts";
import { tallyOf } from "../../policy/standing.ts";
import { requireScope } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { policyOf } from "../policy-memory.ts";
import { readRow } from "./get-request.ts";
import { iso, type RequestView, viewsOf } from "./request-view.ts";

/** Somebody who is asked now and can decide. */
export interface AskedNow {
	person: string;
	/** Whether in own right, and not only as a delegate. */
	own: boolean;
	/** Whom they stand in for. */
	behalfOf: string[];
}

/** The instants at which something happens by itself in the open stage, as the record holds them: ISO 8601. */
export interface ClockView {
	deadlineAt: string;
	/** The next reminder, null where there is none. */
	remindAt: string | null;
	/** What is left of the ladder, first things first. `step` counts in the document; `again`: it has its turn anew. */
	rungs: { step: number; at: string; again: boolean }[];
}

/** What was shown in the round before this one. */
export interface EarlierContent {
	round: number;
	title: string;
	summary: string | null;
	context: Record<string, unknown>;
}

export interface RequestForPage {
	request: RequestView;
	policy: Policy;
	/** The rules of the open stage, also while it waits for its requester; null after the outcome. */
	stage: Stage | null;
	/** What the open stage needs now: a step of the ladder may have changed it. */
	need: Need | null;
	/** Null while the clock stands still, and after the outcome. */
	clock: ClockView | null;
	/** Who can decide, or could if it did not wait for its requester. */
	asked: AskedNow[];
	/** Null in the first round. */
	earlier: EarlierContent | null;
	people: RequestView["people"];
}

/** A request with all that its page says of it. Refuses with `not_found` whoever may not see it. */
export async function getRequestForPage(ctx: Ctx, id: string): Promise<RequestForPage> {
	requireScope(ctx.actor, "requests:read");
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async (tx) => {
		const row = await readRow(tx, ctx.actor, id);
		const [[request], policy, earlier] = await Promise.all([
			viewsOf(tx, [row]),
			policyOf(tx, row.policy_version_id),
			earlierContent(tx, id, row.record.round),
		]);
		const { record } = row;
		const rules = record.stage === null ? null : (policy.stages[record.stage.index] ?? null);
		const asked = askedNow(record, policy);
		return {
			request: request as RequestView,
			policy,
			stage: rules,
			need: record.stage === null || rules === null ? null : rulesInForce(rules, record.stage).need,
			clock: record.stage === null || rules === null || record.pause ? null : clockOf(rules, record.stage),
			asked,
			earlier,
			people: await namesOf(
				tx,
				asked.flatMap(({ person, behalfOf }) => [person, ...behalfOf]),
			),
		};
	});
}

/** The rest of the stage's clock. */
export function clockOf(rules: Stage, stage: StageRecord): ClockView {
	const remindAt = nextReminder(rules, stage);
	const ladder = ladderOf(rules, stage);
	return {
		deadlineAt: iso(stage.deadlineAt),
		remindAt: remindAt === null ? null : iso(remindAt),
		rungs: ladder.flatMap(({ step, at }, i) =>
			i < stage.escalated || at >= stage.deadlineAt
				? []
				: [{ step, at: iso(at), again: ladder.slice(0, i).some((earlier) => earlier.step === step) }],
		),
	};
}

function askedNow(record: RequestRecord, policy: Policy): AskedNow[] {
	if (record.stage === null) return [];
	return tallyOf(record, record.stage, policy).waiting.map(({ person, seats }) => ({
		person,
		own: seats.some(({ of }) => of === person),
		behalfOf: seats.flatMap(({ of }) => (of === person ? [] : [of])),
	}));
}

async function earlierContent(tx: Tx, id: string, round: number): Promise<EarlierContent | null> {
	if (round === 1) return null;
	const [row] = await tx.sql<EarlierContent[]>`
		select round, title, summary, context from request_rounds where request_id = ${id} and round = ${round - 1}`;
	return row ?? null;
}

async function namesOf(tx: Tx, ids: readonly string[]): Promise<RequestView["people"]> {
	const rows = await tx.sql<{ id: string; name: string; email: string }[]>`
		select id, name, email from people where id = any(${[...new Set(ids)]}::uuid[])`;
	return Object.fromEntries(rows.map(({ id, name, email }) => [id, { name, email }]));
}
