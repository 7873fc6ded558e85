import type { TimelineItem } from "../../ledger/read/timeline.ts";
import { humanName, listText, nameOf, type People } from "../words/names.ts";
import { words } from "../words/words.ts";

/** One thing that happened, in a sentence. */
export function timelineText(item: TimelineItem, people: People): string {
	const t = words.request.timeline;
	const { facts } = item;
	const by = nameOf(people, item.by);
	const stage = humanName(textOf(facts.stage));
	switch (item.kind) {
		case "submitted":
			return typeof facts.for === "string" ? t.submittedFor(by, nameOf(people, facts.for)) : t.submitted(by);
		case "stage_opened":
			return t.stage_opened(stage, namesOf(facts.assigned, people));
		case "stage_skipped":
			return t.stage_skipped(stage);
		case "condition_failed":
			return t.condition_failed(stage, t.failures[textOf(facts.failure)] ?? textOf(facts.failure));
		case "assigned":
			return t.assigned(namesOf(facts.to, people));
		case "unassigned":
			return t.unassigned(namesOf(facts.to, people));
		case "reminded":
			return t.reminded(namesOf(facts.to, people));
		case "escalated":
			return t.escalated(namesOf(facts.to, people));
		case "unsatisfiable":
			return t.unsatisfiable;
		case "decided":
			return decidedText(by, facts, people);
		case "asked":
			return t.asked(by, namesOf(facts.to, people));
		case "answered":
			return t.answered(by);
		case "sent_back":
			return t.sent_back(by, namesOf(facts.to, people));
		case "resubmitted":
			return t.resubmitted(by, Number(facts.round));
		case "reassigned":
			return typeof facts.from === "string" && facts.from !== item.by
				? t.reassignedFor(by, nameOf(people, facts.from), namesOf(facts.to, people))
				: t.reassigned(by, namesOf(facts.to, people));
		case "commented":
			return t.commented(by);
		case "delivered":
			return t.delivered(namesOf([facts.person ?? facts.to].flat(), people));
		case "undeliverable":
			return t.undeliverable(namesOf([facts.person ?? facts.to].flat(), people));
		case "stage_closed":
			return t.stage_closed(stage, t.results[textOf(facts.result)] ?? textOf(facts.result));
		case "closed":
			return t.closed(
				(words.common.states[textOf(facts.outcome)] ?? textOf(facts.outcome)).toLowerCase(),
				t.causes[textOf(facts.cause)] ?? "",
			);
		default:
			return t.other(item.kind.replaceAll("_", " "));
	}
}

function decidedText(by: string, facts: TimelineItem["facts"], people: People): string {
	const verdict = words.common.verdicts[textOf(facts.verdict)] ?? textOf(facts.verdict);
	const how = words.common.channels[textOf(facts.channel)] ?? "";
	const { decided, decidedFor } = words.request.timeline;
	return typeof facts.onBehalfOf === "string"
		? decidedFor(by, nameOf(people, facts.onBehalfOf), verdict, how)
		: decided(by, verdict, how);
}

function namesOf(ids: unknown, people: People): string {
	const list = Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
	return listText(list.map((id) => nameOf(people, id)));
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}
