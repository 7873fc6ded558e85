import type { RequestView } from "../../ledger/read/request-view.ts";
import type { Verdict } from "../../policy/record.ts";
import { inertText } from "../ui/inert.ts";
import { words } from "../words/words.ts";
import { type Answer, callApi, type Problem } from "./call-api.ts";
import { type DecisionResult, decideRequest, refusedResult } from "./decide-request.ts";

const t = words.request.act;

/** What an approver does with a request. */
export type ApproverAct =
	| { kind: Verdict; comment: string }
	| { kind: "send-back" | "ask"; comment: string }
	/** `from` stands where it is not the actor's own slot. */
	| { kind: "reassign"; from: string | null; to: { id: string; name: string }; comment: string };

/** What the notice says while an act is on its way. */
export function workingText(act: ApproverAct): string {
	return act.kind === "approve" || act.kind === "reject"
		? words.request.decide.working(act.kind)
		: t.working[act.kind];
}

/** Does it, and says in words what became of it. */
export async function actOnRequest(
	shown: Pick<RequestView, "id" | "title" | "version" | "stage">,
	act: ApproverAct,
): Promise<DecisionResult> {
	const title = inertText(shown.title);
	switch (act.kind) {
		case "approve":
		case "reject":
			return decideRequest(shown, act.kind, act.comment);
		case "send-back":
			return send(shown.id, act.kind, { comment: act.comment }, t.sentBack(title));
		case "ask":
			return send(shown.id, act.kind, { comment: act.comment }, t.asked(title));
		case "reassign": {
			const body = {
				to: act.to.id,
				...(act.from === null ? {} : { from: act.from }),
				...worded(act.comment),
			};
			return send(shown.id, act.kind, body, t.passedOn(inertText(act.to.name), title));
		}
	}
}

/** The requester's answer to what was asked. */
export function answerQuestion(id: string, comment: string): Promise<DecisionResult> {
	return send(id, "answer", { comment }, t.answered);
}

export interface Resubmission {
	title: string;
	summary: string | null;
	context: Record<string, unknown>;
	comment: string;
}

/** The requester submits again. The problem stands beside where it was refused: it may name fields. */
export async function resubmitRequest(
	id: string,
	{ comment, ...content }: Resubmission,
): Promise<DecisionResult & { problem: Problem | null }> {
	const answer = await post(id, "resubmit", { ...content, ...worded(comment) });
	return { ...resultOf(answer, t.resubmitted), problem: answer.ok ? null : answer.problem };
}

async function send(id: string, act: string, body: object, done: string): Promise<DecisionResult> {
	return resultOf(await post(id, act, body), done);
}

function post(id: string, act: string, body: object): Promise<Answer<RequestView>> {
	return callApi<RequestView>(`/api/v1/requests/${id}/${act}`, { method: "POST", body });
}

function resultOf(answer: Answer<RequestView>, done: string): DecisionResult {
	if (!answer.ok) return refusedResult(answer.problem, { unknown: t.unknown, nothing: t.nothingRecorded });
	return { kind: "recorded", version: answer.value.version, notice: { tone: "done", text: done } };
}

function worded(comment: string): { comment?: string } {
	return comment.trim() === "" ? {} : { comment };
}
