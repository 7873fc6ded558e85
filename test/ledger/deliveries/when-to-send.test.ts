import { describe, expect, it } from "vitest";
import type { Wants } from "../../../ledger/deliveries/claim.ts";
import { type Outgoing, quietEnd, type Reach, whenToSend } from "../../../ledger/deliveries/when-to-send.ts";

const at = (text: string) => Date.parse(text);
const iso = (instant: number | null) =>
	instant === null ? null : new Date(instant).toISOString().slice(0, 16);
const quiet = (from: string, to: string, timeZone = "UTC") => ({ timeZone, quietHours: { from, to } });

describe("quiet hours end", () => {
	it.each([
		// Across midnight.
		["22:00", "07:00", "UTC", "2026-11-23T21:59Z", null],
		["22:00", "07:00", "UTC", "2026-11-23T22:00Z", "2026-11-24T07:00"],
		["22:00", "07:00", "UTC", "2026-11-24T00:00Z", "2026-11-24T07:00"],
		["22:00", "07:00", "UTC", "2026-11-24T06:59Z", "2026-11-24T07:00"],
		["22:00", "07:00", "UTC", "2026-11-24T07:00Z", null],
		// Within a day.
		["12:00", "13:30", "UTC", "2026-11-23T12:30Z", "2026-11-23T13:30"],
		["12:00", "13:30", "UTC", "2026-11-23T13:30Z", null],
		["00:00", "07:00", "UTC", "2026-11-23T00:00Z", "2026-11-23T07:00"],
		// In the person's zone.
		["22:00", "07:00", "Asia/Tokyo", "2026-11-23T13:00Z", "2026-11-23T22:00"],
		["22:00", "07:00", "America/New_York", "2026-11-23T03:00Z", "2026-11-23T12:00"],
		["22:00", "07:00", "Asia/Kolkata", "2026-11-23T16:30Z", "2026-11-24T01:30"],
		// Clocks go forward in Berlin at 02:00 on 29 March 2026: the night has an hour less.
		["22:00", "07:00", "Europe/Berlin", "2026-03-28T21:00Z", "2026-03-29T05:00"],
		["22:00", "02:30", "Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T01:30"],
		// They go back at 03:00 on 25 October 2026: the night has an hour more; of a time that comes twice the first counts.
		["22:00", "07:00", "Europe/Berlin", "2026-10-24T20:00Z", "2026-10-25T06:00"],
		["22:00", "02:30", "Europe/Berlin", "2026-10-24T22:00Z", "2026-10-25T00:30"],
		["22:00", "02:30", "Europe/Berlin", "2026-10-25T00:45Z", null],
		// All but a minute of the day.
		["07:01", "07:00", "UTC", "2026-11-23T07:00Z", null],
		["07:01", "07:00", "UTC", "2026-11-23T07:01Z", "2026-11-24T07:00"],
	])("%s to %s in %s, at %s: %s", (from, to, zone, now, end) => {
		expect(iso(quietEnd(quiet(from, to, zone), at(now)))).toBe(end);
	});

	it("never, where there are none", () => {
		expect(quietEnd({ timeZone: "UTC", quietHours: null }, at("2026-11-23T03:00Z"))).toBeNull();
	});
});

const NIGHT: Reach = {
	timeZone: "Europe/Berlin",
	quietHours: { from: "22:00", to: "07:00" },
	digestAt: null,
};
const DAILY: Reach = { timeZone: "Europe/Berlin", quietHours: null, digestAt: "08:00" };
/** 23:30 in Berlin. */
const LATE = at("2026-11-23T22:30Z");
/** 07:00 in Berlin, the next morning. */
const MORNING = "2026-11-24T06:00";

function sending(more: Partial<Outgoing>, reach: Reach, now: number): string {
	const answer = whenToSend(
		{ wants: "asked", actsAt: null, since: now, mayGather: true, ...more },
		reach,
		now,
	);
	return answer.when === "later" ? `${iso(answer.at)}` : answer.when;
}

describe("a message in quiet hours", () => {
	it.each<Wants>(["asked", "answered", "question", "sent_back", "outcome", "stuck"])(
		"%s waits for their end",
		(wants) => {
			expect(sending({ wants, actsAt: at("2026-11-25T12:00Z") }, NIGHT, LATE)).toBe(MORNING);
		},
	);

	it.each<Wants>(["reminded", "escalated", "code", "link_used"])("%s goes out at once", (wants) => {
		expect(sending({ wants, actsAt: at("2026-11-25T12:00Z") }, NIGHT, LATE)).toBe("now");
	});

	it.each([
		["in them", "2026-11-24T03:00Z", "now"],
		["at their end", "2026-11-24T06:00Z", "now"],
		["an hour after", "2026-11-24T07:00Z", "now"],
		["more than an hour after", "2026-11-24T07:01Z", MORNING],
		["within the hour", "2026-11-23T23:15Z", "now"],
		["in the past", "2026-11-23T20:00Z", "now"],
	])("the request goes on without them %s", (_when, actsAt, answer) => {
		expect(sending({ actsAt: at(actsAt) }, NIGHT, LATE)).toBe(answer);
	});

	it("an outcome, which nothing hurries, waits", () => {
		expect(sending({ wants: "outcome", actsAt: null }, NIGHT, LATE)).toBe(MORNING);
	});

	it("outside of them goes out", () => {
		expect(sending({}, NIGHT, at("2026-11-23T12:00Z"))).toBe("now");
	});
});

describe("a message for somebody with a daily digest at 08:00", () => {
	const noon = at("2026-11-23T11:00Z");
	const next = "2026-11-24T07:00";

	it("waits for the next one, and is gathered when it comes", () => {
		expect(sending({ actsAt: at("2026-11-26T12:00Z") }, DAILY, noon)).toBe(next);
		expect(sending({ actsAt: at("2026-11-26T12:00Z"), since: noon }, DAILY, at(`${next}Z`))).toBe("digest");
		expect(sending({ wants: "outcome", since: noon }, DAILY, at("2026-11-24T07:20Z"))).toBe("digest");
	});

	it("of the time after the last waits for the next", () => {
		const since = at("2026-11-24T07:00Z");
		expect(sending({ since }, DAILY, at("2026-11-24T07:00Z"))).toBe("2026-11-25T07:00");
	});

	it.each([
		["before the digest", "2026-11-24T06:30Z"],
		["within an hour after it", "2026-11-24T08:00Z"],
	])("goes out alone when it is due %s", (_when, actsAt) => {
		expect(sending({ actsAt: at(actsAt) }, DAILY, noon)).toBe("now");
	});

	it("goes out alone when it is urgent, or its channel gathers nothing", () => {
		expect(sending({ wants: "reminded" }, DAILY, noon)).toBe("now");
		expect(sending({ mayGather: false }, DAILY, noon)).toBe("now");
	});

	it("a digest that falls into quiet hours comes at their end", () => {
		const reach = { ...NIGHT, digestAt: "06:00" };
		expect(sending({}, reach, noon)).toBe(MORNING);
		expect(sending({ since: noon }, reach, at(`${MORNING}Z`))).toBe("digest");
		// Too late for the digest: then the quiet hours alone count.
		expect(sending({ actsAt: at("2026-11-24T07:00Z") }, reach, noon)).toBe("now");
		expect(sending({ actsAt: at("2026-11-24T06:30Z") }, reach, LATE)).toBe("now");
	});

	it("at the clock change keeps its time on the wall", () => {
		expect(sending({}, DAILY, at("2026-10-24T12:00Z"))).toBe("2026-10-25T07:00");
		expect(sending({}, DAILY, at("2026-03-28T12:00Z"))).toBe("2026-03-29T06:00");
	});
});

it("without preferences everything goes out at once", () => {
	const reach: Reach = { timeZone: "UTC", quietHours: null, digestAt: null };
	for (const wants of ["asked", "outcome", "stuck", "question"] as const)
		expect(sending({ wants }, reach, LATE)).toBe("now");
});
