import { expect, it } from "vitest";
import { readOutOfOffice } from "../../../ledger/away/read-out-of-office.ts";

const calendar = (lines: string[]) =>
	[
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"BEGIN:VEVENT",
		"UID:1",
		"SUMMARY:ooo",
		...lines,
		"END:VEVENT",
		"END:VCALENDAR",
	].join("\r\n");
const options = { now: Date.parse("2026-01-05T09:00:00Z"), timeZone: "UTC" };

it("a zone's name without end is no zone, and is not taken to pieces", () => {
	const tzid = "a/".repeat(30_000);
	const text = calendar([`DTSTART;TZID=${tzid}b:20260201T090000`, "DTEND:20260202T090000Z"]);
	expect(() => readOutOfOffice(text, options)).not.toThrow(RangeError);
});

it("a line with parameters without end is refused before it is read, folded too", () => {
	const parameters = ";A=b".repeat(1_000_000);
	for (const line of [`X-LONG${parameters}:1`, `X-LONG${parameters.replace(/.{70}/g, "$&\r\n ")}:1`]) {
		expect(() => readOutOfOffice(calendar([line]), options)).toThrow(/no calendar that can be read/);
	}
});
