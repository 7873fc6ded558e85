/** Working time by counting hours: whole hours, no clock changes. Hours count from a Monday 00:00 UTC. */
import { HOURS, type HoursName } from "./timelines.ts";

export interface NaiveSpan {
	unit: string;
	days: number;
	hours: number;
}

export class NaiveClock {
	constructor(readonly name: HoursName) {}

	shifts(day: number): number[][] {
		return HOURS[this.name](day).map((shift) => shift.map((hour) => day * 24 + hour));
	}

	/** The day whose shift an hour lies in, or null outside hours. */
	dayOf(hour: number): number | null {
		const today = Math.floor(hour / 24);
		for (const day of [today - 1, today]) {
			if (this.shifts(day).some(([open = 0, close = 0]) => open <= hour && hour < close)) return day;
		}
		return null;
	}

	opening(from: number): number {
		let hour = from;
		while (this.dayOf(hour) === null) hour++;
		return hour;
	}

	span(text: string): NaiveSpan {
		const count = Number.parseInt(text, 10);
		const unit = text.slice(String(count).length);
		return unit === "wd" ? { unit, days: count, hours: 0 } : { unit, days: 0, hours: count };
	}

	add(from: number, { unit, days, hours }: NaiveSpan): number {
		if (unit === "h") return from + hours;
		let hour = unit === "wd" ? this.addDays(from, days) : from;
		if (unit === "wh" && hours === 0) return this.opening(from);
		for (let left = hours; left > 0; hour++) if (this.dayOf(hour) !== null) left--;
		return hour;
	}

	addDays(from: number, days: number): number {
		const start = this.opening(from);
		const first = this.dayOf(start) ?? 0;
		let day = first;
		for (let left = days; left > 0; ) {
			day++;
			if (this.shifts(day).length > 0) left--;
		}
		const due = start + (day - first) * 24;
		for (const [open = 0, close = 0] of this.shifts(day)) {
			if (due <= close) return Math.max(due, open);
		}
		return this.shifts(day).at(-1)?.[1] ?? due;
	}

	between(from: number, to: number, unit: string): NaiveSpan {
		if (unit === "h") return { unit, days: 0, hours: to - from };
		let days = 0;
		if (unit === "wd") while (this.addDays(from, days + 1) <= to) days++;
		let hours = 0;
		for (let hour = unit === "wd" ? this.addDays(from, days) : from; hour < to; hour++) {
			if (this.dayOf(hour) !== null) hours++;
		}
		return { unit, days, hours };
	}
}
