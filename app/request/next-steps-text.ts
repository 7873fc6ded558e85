import type { ApproverSource } from "../../policy/document.ts";
import { humanName, sourcesText } from "../words/names.ts";
import { words } from "../words/words.ts";
import type { NextStep } from "./next-steps.ts";

/** What goes before and after the instant in the sentence of a step. */
export function nextStepText(step: NextStep): [string, string] {
	const { next } = words.request;
	switch (step.kind) {
		case "remind":
			return next.remindMany();
		case "pauseDeadline":
			return next.pauseDeadline(step.waits);
		case "escalate": {
			const who = sourcesText(step.to);
			const one = isOnePerson(step.to);
			if (step.again && step.mode === "add")
				return one ? next.escalateAgainOne(who) : next.escalateAgain(who);
			if (step.mode === "replace") return one ? next.escalateReplaceOne(who) : next.escalateReplace(who);
			return one ? next.escalateAddOne(who) : next.escalateAdd(who);
		}
		case "deadline": {
			if (step.action === "approve" && step.nextStage !== null)
				return next.deadlineApproveStage(humanName(step.nextStage));
			return next.deadline[step.action] ?? ["", ""];
		}
	}
}

function isOnePerson(to: readonly ApproverSource[]): boolean {
	return to.length === 1 && to.every((source) => "user" in source);
}
