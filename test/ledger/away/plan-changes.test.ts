import { describe, expect, it } from "vitest";
import { type FeedDelegation, planChanges } from "../../../ledger/away/plan-changes.ts";

const NOW = 100;
const row = (id: string, start: number, end: number, uid = id, to = "bo"): FeedDelegation => ({
	id,
	to,
	start,
	end,
	uid,
});
const plan = (rows: FeedDelegation[], periods: [number, number, string?][]) => {
	const wanted = periods.map(([start, end, uid = "x"]) => ({ start, end, uid }));
	const { add, change, end, remove } = planChanges(rows, wanted, "bo", NOW);
	return {
		add: add.map(({ start, end }) => [start, end]),
		change: change.map(({ id, start, end }) => [id, start, end]),
		end: end.map(({ id }) => id),
		remove: remove.map(({ id }) => id),
	};
};
type Plan = { add: number[][]; change: (string | number)[][]; end: string[]; remove: string[] };
type Row = [name: string, rows: FeedDelegation[], periods: [number, number, string?][], expected: Plan];
const nothing: Plan = { add: [], change: [], end: [], remove: [] };

describe("what a calendar changes", () => {
	it.each([
		["nothing where it says the same", [row("a", 110, 120)], [[110, 120]], nothing],
		["nothing of what is over", [], [[10, 100]], nothing],
		["nothing of a beginning that is past", [row("a", 50, 120)], [[20, 120]], nothing],
		[
			"what is new",
			[row("a", 110, 120)],
			[
				[110, 120],
				[130, 140],
			],
			{ ...nothing, add: [[130, 140]] },
		],
		["what is going on begins now", [], [[50, 120]], { ...nothing, add: [[100, 120]] }],
		["a new end", [row("a", 50, 120)], [[50, 130]], { ...nothing, change: [["a", 50, 130]] }],
		[
			"another time of the same event",
			[row("a", 110, 120, "u")],
			[[210, 220, "u"]],
			{ ...nothing, change: [["a", 210, 220]] },
		],
		[
			"the same event begins earlier than now",
			[row("a", 110, 120, "u")],
			[[90, 120, "u"]],
			{ ...nothing, change: [["a", 100, 120]] },
		],
		[
			"what is gone: begun ends, not begun goes",
			[row("a", 50, 120), row("b", 110, 120)],
			[],
			{ ...nothing, end: ["a"], remove: ["b"] },
		],
		["what begins at this instant goes too", [row("a", 100, 120)], [], { ...nothing, remove: ["a"] }],
		[
			"another delegate takes over from now on",
			[row("a", 50, 120, "u", "cy"), row("b", 130, 140, "v", "cy")],
			[
				[50, 120, "u"],
				[130, 140, "v"],
			],
			{
				add: [
					[100, 120],
					[130, 140],
				],
				change: [],
				end: ["a"],
				remove: ["b"],
			},
		],
		[
			"what went on is over and later again",
			[row("a", 50, 120, "u")],
			[[200, 210, "u"]],
			{ ...nothing, add: [[200, 210]], end: ["a"] },
		],
	] satisfies Row[] as Row[])("%s", (_name, rows, periods, expected) => {
		expect(plan(rows, periods)).toEqual(expected);
	});
});
