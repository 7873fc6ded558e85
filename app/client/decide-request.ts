import type { RequestView } from "../../ledger/read/request-view.ts";
import type { Verdict } from "../../policy/record.ts";
import { inertText } from "../ui/inert.ts";
import type { Notice } from "../ui/notices.tsx";
import type { LinkWords } from "../words/link-words.ts";
import { humanName } from "../words/names.ts";
import { agoText } from "../words/time.ts";
import { words } from "../words/words.ts";
import { callApi, type Problem } from "./call-api.ts";

const t = words.request.decide;

/** What became of a decision, and how to tell. */
export interface DecisionResult {
	/** `recorded`: it stands; `changed`: look again first; `refused`: it will not be; `unknown`: no answer came. */
	kind: "recorded" | "changed" | "refused" | "unknown";
	notice: Notice;
	/** The request's version with it, where it was recorded. */
	version?: number;
}

/** Sends one decision with the version that was shown, and says in words what became of it. */
export async function decideRequest(
	shown: Pick<RequestView, "id" | "title" | "version" | "stage">,
	verdict: Verdict,
	comment: string,
): Promise<DecisionResult> {
	const answer = await callApi<{ request: RequestView; repeated?: boolean }>(
		`/api/v1/requests/${shown.id}/decisions`,
		{
			method: "POST",
			body: {
				verdict,
				version: shown.version,
				...(shown.stage === null ? {} : { stage: shown.stage }),
				...(comment.trim() === "" ? {} : { comment }),
			},
		},
	);
	if (answer.ok) {
		const detail =
			answer.value.repeated === true ? t.repeated : whatFollows(answer.value.request, shown.stage);
		return {
			kind: "recorded",
			version: answer.value.request.version,
			notice: {
				tone: "done",
				text: t.done(verdict, inertText(shown.title)),
				...(detail === null ? {} : { detail }),
			},
		};
	}
	return refusedResult(answer.problem);
}

/**
 * A refusal in words: who was first, when and where, or what to do.
 *
 * @param says.unknown what to do when no answer came
 * @param says.nothing that the act is not on the record
 */
export function refusedResult(
	problem: Problem,
	says?: { unknown: string; nothing: string },
	spoken: Pick<LinkWords, "common" | "request"> = words,
): DecisionResult {
	const { common } = spoken;
	const t = spoken.request.decide;
	const trouble = (text: string, detail?: string): Notice => ({
		tone: "trouble",
		text,
		...(detail === undefined ? {} : { detail }),
	});
	if (problem.code === "offline" || problem.code === "internal")
		return { kind: "unknown", notice: trouble(problem.detail, says?.unknown ?? t.unknown) };
	if (problem.code === "not_signed_in") return { kind: "unknown", notice: trouble(t.signedOut) };
	if (problem.code === "stale_version")
		return { kind: "changed", notice: trouble(t.changedTitle, t.changedBody) };
	if (problem.standing !== null) {
		const { by, outcome, channel, at } = problem.standing;
		const where = channel === null ? null : (common.channels[channel] ?? null);
		const state = (common.states[outcome] ?? outcome).toLowerCase();
		const when = agoText(at, Date.now(), spoken);
		return {
			kind: "refused",
			notice: trouble(
				t.ended(by?.name ?? null, state),
				t.endedHow(when, where, says?.nothing ?? t.notRecorded),
			),
		};
	}
	return { kind: "refused", notice: trouble(problem.detail) };
}

function whatFollows(after: RequestView, stage: string | null): string | null {
	if (after.outcome !== null) return null;
	return after.stage !== null && after.stage !== stage ? t.stageGoesOn(humanName(after.stage)) : t.needMore;
}
