import type { Calendar, Instant } from "./directory.ts";
import type { Stage } from "./document.ts";
import { addDuration, addSpan, lengthen, type Span, spanBetween, spanOfDuration } from "./duration.ts";
import { inOrder, ladderFrom, ladderOf } from "./ladder.ts";
import type { PauseRecord, ReminderClock, StageRecord } from "./record.ts";
import type { World } from "./world.ts";

/** When what happens by itself in a stage is due. */
export type StageClock = Pick<StageRecord, "openedAt" | "deadlineAt"> &
	Required<Pick<StageRecord, "ladder" | "reminders" | "remindAt">>;

/** The clock of a stage that opens: everything counts from the opening, and all instants are fixed by it. */
export function clockFrom(rules: Stage, openedAt: Instant, world: World): StageClock {
	const calendar = calendarOf(world);
	const deadlineAt = addDuration(openedAt, rules.deadline, calendar);
	const reminders: ReminderClock = {
		from: openedAt,
		first: rules.remind === null ? { unit: "ms", ms: 0 } : spanOfDuration(rules.remind.every),
		counted: 0,
	};
	return {
		openedAt,
		deadlineAt,
		ladder: ladderFrom(rules, openedAt, deadlineAt, calendar),
		reminders,
		remindAt: reminderAt(rules, { reminders, reminded: 0, deadlineAt }, calendar),
	};
}

/** Moves on to the next reminder, after one has fired. */
export function countReminder(rules: Stage, stage: StageRecord, world: World): void {
	const reminders = remindersOf(rules, stage);
	stage.reminded += 1;
	stage.reminders = reminders;
	stage.remindAt = reminderAt(rules, { ...stage, reminders }, calendarOf(world));
}

/** When the next reminder is due. A record older than working time does not hold it. */
export function nextReminder(rules: Stage, stage: StageRecord): Instant | null {
	if (stage.remindAt !== undefined) return stage.remindAt;
	return reminderAt(rules, { ...stage, reminders: remindersOf(rules, stage) }, null);
}

/** What is left of each timer of the stage, in its own unit: what a question stops. */
export function leftAt(rules: Stage, stage: StageRecord, now: Instant, world: World): PauseRecord["left"] {
	const calendar = calendarOf(world);
	const left = (to: Instant, duration: string) =>
		spanBetween(now, to, spanOfDuration(duration).unit, calendar);
	const reminder = nextReminder(rules, stage);
	return {
		deadline: left(stage.deadlineAt, rules.deadline),
		ladder: ladderOf(rules, stage)
			.slice(stage.escalated)
			.map(({ step, at }) => left(at, rules.escalate[step]?.after ?? rules.deadline)),
		reminder: reminder === null || rules.remind === null ? null : left(reminder, rules.remind.every),
	};
}

/** Starts the stage's clock again with what was left of each timer. */
export function resumeClock(
	rules: Stage,
	stage: StageRecord,
	left: NonNullable<PauseRecord["left"]>,
	now: Instant,
	world: World,
): void {
	const calendar = calendarOf(world);
	const ladder = ladderOf(rules, stage);
	stage.deadlineAt = addSpan(now, left.deadline, calendar);
	stage.ladder = [
		...ladder.slice(0, stage.escalated),
		...inOrder(
			ladder.slice(stage.escalated).map((rung, i) => {
				const span = left.ladder[i];
				return span === undefined ? rung : { ...rung, at: addSpan(now, span, calendar) };
			}),
		),
	];
	if (left.reminder === null) {
		stage.remindAt = null;
		return;
	}
	stage.reminders = { from: now, first: left.reminder, counted: stage.reminded };
	stage.remindAt = reminderAt(rules, { ...stage, reminders: stage.reminders }, calendar);
}

/** When a pause that begins now ends by itself: the stage's `deadline`, from its start. */
export function pauseDeadline(rules: Stage, now: Instant, world: World): Instant {
	return addDuration(now, rules.deadline, calendarOf(world));
}

/** The calendar that the policy counts working time in; null where it names none or the directory lacks it. */
function calendarOf({ policy, directory: { calendars } }: World): Calendar | null {
	const name = policy.calendar;
	if (name === null || calendars === undefined || !Object.hasOwn(calendars, name)) return null;
	return calendars[name] ?? null;
}

function remindersOf(rules: Stage, stage: StageRecord): ReminderClock {
	const first: Span = rules.remind === null ? { unit: "ms", ms: 0 } : spanOfDuration(rules.remind.every);
	return stage.reminders ?? { from: stage.openedAt, first, counted: 0 };
}

/** The reminder after those that have fired, strictly before the deadline. */
function reminderAt(
	{ remind }: Stage,
	{ reminders, reminded, deadlineAt }: { reminders: ReminderClock; reminded: number; deadlineAt: Instant },
	calendar: Calendar | null,
): Instant | null {
	if (remind === null || reminded >= remind.atMost) return null;
	const span = lengthen(reminders.first, spanOfDuration(remind.every), reminded - reminders.counted);
	const at = addSpan(reminders.from, span, calendar);
	return at < deadlineAt ? at : null;
}
