import type { Tx } from "../db/transaction.ts";
import type { PersonId } from "../policy/directory.ts";
import type { Policy, Risk } from "../policy/document.ts";
import type { PolicyEvent } from "../policy/event.ts";
import { type StepResult, step } from "../policy/step.ts";
import type { Channel } from "./actor.ts";
import type { SystemCtx } from "./context.ts";
import { directoryFor, peopleOn } from "./directory-memory.ts";
import type { LockedRequest } from "./locked-request.ts";
import { policyOf } from "./policy-memory.ts";
import { recordStep } from "./record-step.ts";
import { Refusal } from "./refusal.ts";
import { type NewContent, replaceContent } from "./replace-content.ts";
import { outcomeThatStands } from "./standing-outcome.ts";
import type { DecisionToRecord, NoteToRecord } from "./step-to-record.ts";

export interface EventToApply {
	request: LockedRequest;
	event: PolicyEvent;
	/** Whom the rules must know beside the people on the record. */
	people?: PersonId[];
	/**
	 * Asked once the rules accepted the event, before anything is written. A refusal that it throws is answered as
	 * `refused`: what was due by then is recorded all the same.
	 */
	confirm?: ((risk: Risk) => Promise<void>) | undefined;
	/** What only the channel knows of the decision that the event makes. */
	decision?: (result: StepResult) => DecisionToRecord | undefined;
	/** The text that goes with the event, written if it is accepted. */
	note?: NoteToRecord | undefined;
	/** Where the event submits it again: what is shown from now on. */
	content?: NewContent | undefined;
	/** Through what a person acts. */
	channel?: Channel;
	/** False when the caller is the workflow, which gets the news as its answer. */
	tell: boolean;
}

/** What became of an event, and why it was refused although the rules accepted it. */
export type Applied = StepResult & { refused: Refusal | null };

/**
 * The middle of every verb on an open request: asks the policy core what the event does to the locked
 * request, writes it, and after the commit tells the workflow and whoever listens.
 */
export async function applyEvent(tx: Tx, ctx: SystemCtx, input: EventToApply): Promise<Applied> {
	const { request, tell } = input;
	const policy = await policyOf(tx, request.policyVersionId);
	const directory = await directoryFor(tx, {
		workspaceId: ctx.workspaceId,
		directoryVersion: request.directoryVersion,
		policyVersionId: request.policyVersionId,
		policy,
		requester: request.requesterId,
		people: [...peopleOn(request.record), ...(input.people ?? [])],
	});
	const reached = await reachedAtDeadline(tx, request, policy);
	const world = {
		policy,
		context: request.context,
		directory,
		request: { title: request.title, summary: request.summary },
		...(request.submittedBy === request.requesterId ? {} : { submitter: request.submittedBy }),
		...(reached === null ? {} : { reached }),
	};
	const ruled = step(request.record, input.event, request.now, world);
	const refused = await refusedByCaller(ruled, policy, input);
	const result = refused === null ? ruled : step(request.record, { kind: "time" }, request.now, world);
	if (!result.changed) return { ...result, refused };
	const happened = refused === null && result.answer.accepted;
	const decision = happened ? input.decision?.(result) : undefined;
	const content = happened ? input.content : undefined;
	// Not awaited on its own: it travels with the statement that records the step.
	const replaced = content === undefined ? null : replaceContent(tx, request, content);
	const recording = recordStep(tx, {
		workspaceId: ctx.workspaceId,
		requestId: request.id,
		policy,
		contentDigest: content?.digest ?? request.contentDigest,
		before: request.record,
		after: result.record,
		trace: result.trace,
		now: request.now,
		tell,
		...(decision === undefined ? {} : { decision }),
		...(happened && input.note !== undefined ? { note: input.note } : {}),
		...(input.channel === undefined ? {} : { channel: input.channel }),
	});
	const [recorded] = await Promise.all([recording, replaced]);
	tx.afterCommit(() => {
		if (tell) ctx.after.tell(recorded.news);
		ctx.after.notify({
			workspaceId: ctx.workspaceId,
			requestId: request.id,
			version: result.record.version,
			deliveries: recorded.deliveries,
		});
	});
	return { ...result, refused };
}

/** A missing comment is said last of all, so what the caller asks for comes before it. */
async function refusedByCaller(
	{ answer }: StepResult,
	policy: Policy,
	{ confirm }: EventToApply,
): Promise<Refusal | null> {
	const asks = answer.accepted ? answer.repeated !== true : answer.code === "comment_required";
	if (!asks || confirm === undefined) return null;
	try {
		await confirm(policy.risk);
		return null;
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
}

/**
 * Which stages have been heard of, where it matters: when a deadline that approves is due. Stages that open in the
 * same step have reached nobody yet. Null: nothing of the kind is due.
 */
async function reachedAtDeadline(
	tx: Tx,
	request: LockedRequest,
	policy: Policy,
): Promise<ReadonlySet<string> | null> {
	const { stage, round } = request.record;
	if (stage === null || stage.deadlineAt > request.now) return null;
	if (!policy.stages.some((rules) => rules.onDeadline === "approve")) return null;
	const [row] = await tx.sql`
		select 1 from deliveries d join assignments a on a.id = d.assignment_id
		where a.request_id = ${request.id} and a.stage = ${stage.name} and a.round = ${round}
			and a.ended_at is null and a.state <> 'over' and d.delivered_at is not null
		limit 1`;
	return new Set(row === undefined ? [] : [stage.name]);
}

/** The refusal of a step, with the outcome that stands where the request is closed; null if it was accepted. */
export async function refusalOf(tx: Tx, request: LockedRequest, result: StepResult): Promise<Refusal | null> {
	if (result.answer.accepted) return null;
	const outcome = await outcomeThatStands(tx, request.id, result.record);
	const { code, detail } = result.answer;
	// The core names the field at fault in front, where there is one.
	const [, path, message] = code === "invalid" ? (/^([a-z]+): (.+)$/.exec(detail) ?? []) : [];
	const errors = path === undefined || message === undefined ? [] : [{ path, message }];
	return new Refusal(code, detail, { outcome, errors });
}
