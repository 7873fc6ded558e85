import { inOwnRight } from "./approvers.ts";
import { barredAsDelegates, nextDelegationChange } from "./delegation.ts";
import type { Instant } from "./directory.ts";
import { type Draft, openStage } from "./draft.ts";
import { nextRung, rulesInForce } from "./ladder.ts";
import { nextHandOver } from "./rota.ts";
import { nextReminder } from "./stage-clock.ts";

/** In the order in which timers due at one instant run. Who is asked changes first. */
const ORDER = ["people", "reminder", "escalation", "deadline", "pause_deadline"] as const;

export interface Timer {
	kind: (typeof ORDER)[number];
	at: Instant;
}

/**
 * What happens next by itself; null after the outcome. A timer of the stage may be overdue; of the instants at which
 * a delegation begins or ends or a rota hands over, only those later than `after` are meant.
 */
export function nextTimer(draft: Draft, after: Instant): Timer | null {
	const { record } = draft;
	if (record.pause) return { kind: "pause_deadline", at: record.pause.deadlineAt };
	const open = openStage(draft);
	if (open === null) return null;
	const { stage, rules } = open;
	const timers: Timer[] = [{ kind: "deadline", at: stage.deadlineAt }];
	const reminder = nextReminder(rules, stage);
	if (reminder !== null) timers.push({ kind: "reminder", at: reminder });
	const rung = nextRung(rules, stage);
	if (rung !== undefined && rung.at < stage.deadlineAt) timers.push({ kind: "escalation", at: rung.at });
	const people = nextChangeOfPeople(draft, after);
	if (people !== null) timers.push({ kind: "people", at: people });
	return timers.reduce((first, timer) => (isBefore(timer, first) ? timer : first));
}

function isBefore(a: Timer, b: Timer): boolean {
	return a.at < b.at || (a.at === b.at && ORDER.indexOf(a.kind) < ORDER.indexOf(b.kind));
}

/** The next instant at which time alone may change who is asked: delegations and rotas. */
function nextChangeOfPeople(draft: Draft, after: Instant): Instant | null {
	const open = openStage(draft);
	if (open === null) return null;
	const { directory } = draft.world;
	const { requester } = draft.record;
	if (directory.delegations.length === 0 && directory.rotas === undefined) return null;
	const rules = rulesInForce(open.rules, open.stage);
	let next: Instant | null = null;
	const consider = (at: Instant | null) => {
		if (at !== null && (next === null || at < next)) next = at;
	};
	for (const { source } of rules.sources) {
		if (!("oncall" in source)) continue;
		const rota =
			directory.rotas !== undefined && Object.hasOwn(directory.rotas, source.oncall)
				? directory.rotas[source.oncall]
				: undefined;
		if (rota !== undefined) consider(nextHandOver(rota, after));
	}
	if (directory.delegations.length === 0) return next;
	const barred = barredAsDelegates(requester, draft.world.submitter);
	for (const person of inOwnRight({ ...rules, requester }, draft.world, after).keys()) {
		consider(nextDelegationChange(directory, person, barred, after));
	}
	return next;
}
