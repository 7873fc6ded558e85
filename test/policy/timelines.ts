import fc from "fast-check";
import type { StageSketch } from "./story.ts";

/** Everything is counted in minutes, few of them, so that instants often coincide. */
export interface Timeline {
	requesterMayDecide: boolean;
	stages: Required<StageSketch>[];
	groups: Record<string, string[]>;
	inactive: string[];
	events: TimelineEvent[];
}

export type TimelineEvent = { at: number } & (
	| { kind: "time" }
	| { kind: "decide"; by: string; verdict: "approve" | "reject"; stage?: string; version?: number }
	| { kind: "cancel"; by: string }
	| { kind: "toggle"; who: string }
	| { kind: "group"; name: string; members: string[] }
);

const PEOPLE = ["ana", "bo", "cy", "di", "ed", "req"];
const GROUPS = ["@g", "@h"];

const person = fc.constantFrom(...PEOPLE);
const members = fc.subarray(PEOPLE, { maxLength: 4 });
const sources = fc.uniqueArray(fc.constantFrom(...PEOPLE, ...GROUPS, ...GROUPS), {
	minLength: 1,
	maxLength: 3,
});
const need = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.constant("all" as const));
const minutes = (count: number) => `${count}m`;

const stage = fc.integer({ min: 2, max: 12 }).chain((deadline) => {
	const before = fc.integer({ min: 1, max: deadline - 1 }).map(minutes);
	const step = fc.record(
		{ after: before, to: sources, mode: fc.constantFrom("add" as const, "replace" as const), need },
		{ requiredKeys: ["after", "to", "mode"] },
	);
	return fc.record({
		name: fc.constant(""),
		approvers: sources,
		need,
		rejectAt: fc.integer({ min: 1, max: 3 }),
		remind: fc.record({ every: before, atMost: fc.integer({ min: 1, max: 4 }) }),
		escalate: fc.array(step, { maxLength: 3 }),
		deadline: fc.constant(minutes(deadline)),
		onDeadline: fc.constantFrom("cancel" as const, "reject" as const, "approve" as const),
	});
});

const decide = fc.record(
	{
		kind: fc.constant("decide" as const),
		by: person,
		verdict: fc.constantFrom("approve" as const, "approve" as const, "reject" as const),
		stage: fc.constantFrom("s1", "s2", "s3", "s9"),
		version: fc.integer({ min: 0, max: 9 }),
	},
	{ requiredKeys: ["kind", "by", "verdict"] },
);

const event = fc.oneof(
	{ weight: 8, arbitrary: decide },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("time" as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), by: person }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("toggle" as const), who: person }) },
	{
		weight: 2,
		arbitrary: fc.record({ kind: fc.constant("group" as const), name: fc.constantFrom("g", "h"), members }),
	},
);

/** Random policies with what happens to a request under them. */
export const timelines: fc.Arbitrary<Timeline> = fc
	.record({
		requesterMayDecide: fc.boolean(),
		stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
		groups: fc.record({ g: members, h: members }),
		inactive: fc.subarray(PEOPLE, { maxLength: 2 }),
		events: fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), event), { maxLength: 14 }),
	})
	.map(({ stages, events, ...rest }) => {
		let at = 0;
		return {
			...rest,
			stages: stages.map((sketch, i) => ({ ...sketch, name: `s${i + 1}` })),
			events: events.map(([gap, what]) => {
				at += gap;
				return { at, ...what };
			}),
		};
	});
