import ICAL from "ical.js";
import type { LocalTime } from "../../policy/zone.ts";
import { type Budget, spend } from "./budget.ts";
import { localOf, timeOf } from "./event-time.ts";
import { FeedError } from "./feed-error.ts";

const DAY = 86_400_000;
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
/** Counting out a year costs about as much as looking at so many days. */
const YEAR_COST = 20;
/** As does finding out which instants an occurrence is. */
const FOUND_COST = 5;

/**
 * The wall-clock times at which an RRULE repeats `start`, in order, up to `last`. Those long before `first` may be left
 * out. UNTIL is left to the caller, who knows the zones.
 *
 * The library counts, but some rules keep it counting for ever (every 30 February): each of its steps is paid for out
 * of the budget. Throws `FeedError` `too_many` when that is used up, `not_a_calendar` for a rule that is not valid or
 * repeats within a day.
 */
export function* repetitions(
	rule: ICAL.Recur,
	start: LocalTime,
	window: { first: LocalTime; last: LocalTime },
	budget: Budget,
): Generator<LocalTime> {
	if (!FREQUENCIES.includes(rule.freq) || rule.interval < 1 || rule.interval > 1_000) throw unreadable();
	const unlimited = ofDays(rule, start);
	unlimited.until = null;
	const from = rule.count === null ? nearer(rule, start, window.first) : start;
	const iterator = iteratorOf(unlimited, from, budget);
	for (;;) {
		const next = stepped(() => iterator.next());
		if (next === null || next === undefined) return;
		const local = localOf(next);
		if (!Number.isFinite(local) || local > window.last) return;
		spend(budget, FOUND_COST);
		yield local;
	}
}

/** The rule without the time of day, which some programs write a second time. Throws where it is another one. */
function ofDays(rule: ICAL.Recur, start: LocalTime): ICAL.Recur {
	const days = rule.clone();
	const { hour, minute, second } = timeOf(start);
	for (const [part, own] of Object.entries({ BYHOUR: hour, BYMINUTE: minute, BYSECOND: second })) {
		const given: unknown[] = [(days.parts as Record<string, unknown>)[part] ?? own].flat();
		if (given.some((value) => Number(value) !== own)) throw unreadable();
		delete (days.parts as Record<string, unknown>)[part];
	}
	return days;
}

/** A start in the same rhythm, shortly before `first`: nobody counts out all days since 1990. */
function nearer(rule: ICAL.Recur, start: LocalTime, first: LocalTime): LocalTime {
	const days = { DAILY: 1, WEEKLY: 7 }[rule.freq as string];
	if (days === undefined) return start;
	const rhythm = days * rule.interval * DAY;
	return start + Math.max(0, Math.floor((first - start) / rhythm) - 2) * rhythm;
}

function iteratorOf(rule: ICAL.Recur, start: LocalTime, budget: Budget): ICAL.RecurIterator {
	const pay = (cost: number) => spend(budget, cost);
	// The constructor counts already: what it calls has to be there before any field of the class would be.
	class PaidIterator extends ICAL.RecurIterator {
		override check_contracting_rules(): boolean {
			pay(1);
			return super.check_contracting_rules();
		}
		override increment_month(): void {
			pay(1);
			super.increment_month();
		}
		override increment_year(by: number): void {
			pay(1);
			super.increment_year(by);
		}
		override increment_monthday(by: number): void {
			pay(by);
			super.increment_monthday(by);
		}
		override expand_year_days(year: number): number {
			pay(YEAR_COST);
			return super.expand_year_days(year);
		}
	}
	return stepped(() => new PaidIterator({ rule, dtstart: timeOf(start) }));
}

/** What the library finds wrong with a rule is the calendar's fault. */
function stepped<T>(step: () => T): T {
	try {
		return step();
	} catch (error) {
		throw error instanceof FeedError ? error : unreadable();
	}
}

function unreadable(): FeedError {
	return new FeedError(
		"not_a_calendar",
		"An out-of-office event repeats in a way that cannot be read: repeat it by days, weeks, months or years.",
	);
}
