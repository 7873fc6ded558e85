import type { Actor } from "../../ledger/actor.ts";
import type { Ctx } from "../../ledger/context.ts";
import { getRequestForPage, type RequestForPage } from "../../ledger/read/request-for-page.ts";
import { readTimeline } from "../../ledger/read/timeline.ts";
import { type NextStep, nextSteps } from "../request/next-steps.ts";
import type { RequestModel } from "../request/request-model.ts";

/** Reads what a request's page shows. Refuses with `not_found` whoever may not see it. */
export async function readRequestPage(ctx: Ctx, id: string): Promise<RequestModel> {
	const [page, timeline] = await Promise.all([getRequestForPage(ctx, id), readTimeline(ctx, id)]);
	const { request, policy, stage, need } = page;
	return {
		request,
		schema: policy.context,
		stage:
			stage === null
				? null
				: { need: need ?? stage.need, rejectAt: stage.rejectAt, onDeadline: stage.onDeadline },
		stages: policy.stages.map(({ name }) => name),
		asked: page.asked,
		earlier: page.earlier,
		timeline: timeline.items,
		people: { ...timeline.people, ...page.people, ...request.people },
		next: whatIsNext(page),
		me: standingOf(ctx.actor, page),
		readAt: Date.now(),
	};
}

function whatIsNext({ request, policy, stage, clock }: RequestForPage): NextStep[] {
	const { pause } = request;
	if (pause !== null) return [{ kind: "pauseDeadline", at: pause.deadline, waits: pause.kind }];
	if (stage === null || clock === null) return [];
	const nextStage = policy.stages[request.stageNumber ?? policy.stages.length]?.name ?? null;
	return nextSteps(stage, clock, { nextStage, unsatisfiable: request.unsatisfiable });
}

/** What the reader is to the request, and may do with it. */
function standingOf(actor: Actor, { request, asked }: RequestForPage): RequestModel["me"] {
	const me = actor.personId;
	const isRequester = request.requester === me;
	const isSubmitter = isRequester || request.submittedBy === me;
	const isOpen = request.state === "open";
	const own = asked.find(({ person }) => person === me);
	const isAdministrator = actor.role === "administrator";
	const verdicts = request.decisions.filter(({ by, round }) => by === me && round === request.round);
	return {
		id: me,
		role: actor.role,
		mayDecide: isOpen && request.assignees.includes(me),
		behalfOf: own?.behalfOf ?? [],
		mayPassOn: isOpen ? slotsToPass(asked, me, isAdministrator) : [],
		mayAnswer: request.state === "question" && isSubmitter,
		mayResubmit: request.state === "changes_requested" && isSubmitter,
		mayCancel: request.outcome === null && (isRequester || isAdministrator),
		verdict: verdicts.at(-1)?.verdict ?? null,
		isRequester,
	};
}

/** Whose slots the reader may pass to others: their own first. */
function slotsToPass(asked: RequestForPage["asked"], me: string, all: boolean): string[] {
	const own = asked.filter((item) => item.own && item.person === me).map(({ person }) => person);
	if (!all) return own;
	const holders = asked.flatMap((item) => (item.own ? [item.person, ...item.behalfOf] : item.behalfOf));
	return [...new Set([...own, ...holders])];
}
