import type { Ctx } from "../../ledger/context.ts";
import { getRequestWithPolicy } from "../../ledger/read/get-request.ts";
import { readTimeline } from "../../ledger/read/timeline.ts";
import { nextSteps, stageClock } from "../request/next-steps.ts";
import type { RequestModel } from "../request/request-model.ts";

/** Reads what a request's page shows. Refuses with `not_found` whoever may not see it. */
export async function readRequestPage(ctx: Ctx, id: string): Promise<RequestModel> {
	const [{ request, policy }, timeline] = await Promise.all([
		getRequestWithPolicy(ctx, id),
		readTimeline(ctx, id),
	]);
	const { actor } = ctx;
	const index = request.stageNumber === null ? -1 : request.stageNumber - 1;
	const stage = policy.stages[index] ?? null;
	const clock =
		stage === null || request.due === null || request.state !== "open"
			? null
			: stageClock(timeline.items, { name: stage.name, round: request.round, deadlineAt: request.due });
	const own = request.decisions.filter((decision) => decision.by === actor.personId);
	const isRequester = request.requester === actor.personId;
	return {
		request,
		schema: policy.context,
		stage:
			stage === null ? null : { need: stage.need, rejectAt: stage.rejectAt, onDeadline: stage.onDeadline },
		stages: policy.stages.map(({ name }) => name),
		timeline: timeline.items,
		people: { ...timeline.people, ...request.people },
		next:
			stage === null || clock === null ? [] : nextSteps(stage, clock, policy.stages[index + 1]?.name ?? null),
		me: {
			id: actor.personId,
			role: actor.role,
			mayDecide: request.state === "open" && request.assignees.includes(actor.personId),
			mayCancel: request.outcome === null && (isRequester || actor.role === "administrator"),
			verdict: own.at(-1)?.verdict ?? null,
			isRequester,
		},
		readAt: Date.now(),
	};
}
