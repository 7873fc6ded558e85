import type { Need, Policy, Stage } from "./document.ts";
import { isWorkingTime, parseDuration } from "./duration.ts";
import type { Problems } from "./problems.ts";

/** A part of the policy language: where a policy uses it. */
interface Feature {
	what: string;
	usedAt: (policy: Policy) => string[];
}

/**
 * What the rules know and the running system does not do yet. The system reads policies with `supports: "core"` and
 * so refuses these by name; building one means taking its line away.
 */
const NOT_YET: readonly Feature[] = [
	{ what: "a calendar", usedAt: ({ calendar }) => (calendar === null ? [] : ["calendar"]) },
	{ what: "retention", usedAt: ({ retain }) => (retain === null ? [] : ["retain"]) },
	{
		what: "oncePerRequest: true",
		usedAt: ({ separation }) => (separation.oncePerRequest ? ["separation.oncePerRequest"] : []),
	},
	ofStages("a condition", ({ when }) => (when === null ? [] : ["when"])),
	ofStages("a manager as approver", (stage) => sourcesWith(stage, "manager")),
	ofStages("an on-call rota as approver", (stage) => sourcesWith(stage, "oncall")),
	ofStages("a percentage", (stage) =>
		needsWhere(stage, (need) => typeof need === "string" && need !== "all"),
	),
	ofStages("a number for each group", (stage) => needsWhere(stage, (need) => typeof need === "object")),
	ofStages("a required comment", ({ requireComment }) =>
		requireComment === "never" ? [] : ["requireComment"],
	),
	ofStages("repeating the escalation", ({ repeatEscalation }) =>
		repeatEscalation === 0 ? [] : ["repeatEscalation"],
	),
	ofStages("onUndeliverable: ignore", ({ onUndeliverable }) =>
		onUndeliverable === "escalate" ? [] : ["onUndeliverable"],
	),
	ofStages("working time", (stage) =>
		durationsOf(stage).flatMap(([path, duration]) =>
			parseDuration(duration).ok && isWorkingTime(duration) ? [path] : [],
		),
	),
];

/** Refuses by name what a policy uses of the list, where nothing else is wrong with it. */
export function refuseNotYet(policy: Policy, problems: Problems): void {
	const wrong = problems.list.map(({ path }) => path);
	for (const { what, usedAt } of NOT_YET) {
		for (const path of usedAt(policy)) {
			if (!wrong.some((other) => other.startsWith(path))) problems.notYet(path, what);
		}
	}
}

function ofStages(what: string, usedIn: (stage: Stage) => string[]): Feature {
	return {
		what,
		usedAt: ({ stages }) => stages.flatMap((stage, i) => usedIn(stage).map((path) => `stages[${i}].${path}`)),
	};
}

function sourcesWith({ approvers, escalate }: Stage, field: "manager" | "oncall"): string[] {
	return [
		...approvers.flatMap((source, i) => (field in source ? [`approvers[${i}].${field}`] : [])),
		...escalate.flatMap(({ to }, step) =>
			to.flatMap((source, i) => (field in source ? [`escalate[${step}].to[${i}].${field}`] : [])),
		),
	];
}

function needsWhere({ need, escalate }: Stage, is: (need: Need) => boolean): string[] {
	return [
		...(is(need) ? ["need"] : []),
		...escalate.flatMap((step, i) =>
			step.need !== undefined && is(step.need) ? [`escalate[${i}].need`] : [],
		),
	];
}

function durationsOf({ deadline, remind, escalate }: Stage): [path: string, duration: string][] {
	return [
		["deadline", deadline],
		...(remind === null ? [] : [["remind.every", remind.every] as [string, string]]),
		...escalate.map(({ after }, i) => [`escalate[${i}].after`, after] as [string, string]),
	];
}
