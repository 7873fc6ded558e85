import type { Instant, PersonId, Rota } from "./directory.ts";
import { parseDuration } from "./duration.ts";
import { instantOf, localTime } from "./zone.ts";

/**
 * Who is on call at an instant: whom the last override that covers it names, else whose shift it is; null before
 * the rota starts. Shifts are counted on the wall clock of the rota's zone, so that the hand-over keeps its hour
 * across clock changes.
 */
export function onCallAt(rota: Rota, at: Instant): PersonId | null {
	const override = rota.overrides.findLast(({ start, end }) => start <= at && at < end);
	if (override !== undefined) return override.person;
	const shift = shiftAt(rota, at);
	if (shift < 0) return null;
	return rota.people[shift % rota.people.length] ?? null;
}

/** The next instant after `after` at which a shift or an override begins or ends. */
export function nextHandOver(rota: Rota, after: Instant): Instant {
	const overrides = rota.overrides.flatMap(({ start, end }) => [start, end]).filter((at) => at > after);
	const shift = shiftAt(rota, after);
	return Math.min(startOf(rota, Math.max(0, shift + 1)), ...overrides);
}

/** The number of the shift, from 0, that an instant lies in; negative before the first. */
function shiftAt(rota: Rota, at: Instant): number {
	const local = localTime(rota.timeZone, at);
	let shift = Math.floor((local - firstLocal(rota)) / lengthOf(rota));
	// A clock change may put the instant on the other side of a hand-over than the wall clock says.
	while (startOf(rota, shift) > at) shift -= 1;
	while (startOf(rota, shift + 1) <= at) shift += 1;
	return Math.max(-1, shift);
}

function startOf(rota: Rota, shift: number): Instant {
	return instantOf(rota.timeZone, firstLocal(rota) + shift * lengthOf(rota));
}

function firstLocal({ start, handOver }: Rota): number {
	return Date.parse(`${start}T${handOver}:00Z`);
}

function lengthOf({ shiftLength }: Rota): number {
	const reading = parseDuration(shiftLength);
	if (!reading.ok || reading.span.unit !== "ms") throw new RangeError(`Shift length ${shiftLength}`);
	return reading.span.ms;
}
