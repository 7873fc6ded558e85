import fc from "fast-check";
import type { DelegationSketch, NeedSketch, StageSketch } from "./story.ts";

/** Everything is counted in whole hours from the submission, few of them, so that instants often coincide. */
export interface Timeline {
	/** The hour of the week, from Monday 00:00 UTC, at which the request is submitted. */
	start: number;
	requesterMayDecide: boolean;
	oncePerRequest: boolean;
	hours: HoursName;
	/** The context is `{ n }`. */
	n: number;
	stages: (Required<Omit<StageSketch, "when" | "onUndeliverable">> & { when?: Condition })[];
	groups: Record<string, string[]>;
	managers: Record<string, string | null>;
	delegations: DelegationSketch[];
	rota: RotaSketch;
	inactive: string[];
	events: TimelineEvent[];
}

/** Hours of the submission's own time; the first shift begins at `first`. */
export interface RotaSketch {
	first: number;
	length: number;
	people: string[];
	overrides: { person: string; start: number; end: number }[];
}

export const CONDITIONS = ["context.n > 2", "context.n <= 2", "context.gone > 2"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Shifts of a day as hours since its midnight; a night shift goes past 24. Days count from the Monday before. */
export const HOURS = {
	office: (day: number) => ((day + 7) % 7 < 5 ? [[9, 17]] : []),
	halves: (day: number) =>
		day === 2
			? [[9, 12]]
			: (day + 7) % 7 < 5 && day !== 3
				? [
						[9, 12],
						[13, 17],
					]
				: [],
	nights: (day: number) => ((day + 7) % 7 === 6 ? [] : [[22, 30]]),
} satisfies Record<string, (day: number) => number[][]>;
export type HoursName = keyof typeof HOURS;

export type TimelineEvent = { at: number } & (
	| { kind: "time" }
	| {
			kind: "decide";
			by: string;
			verdict: "approve" | "reject";
			comment: boolean;
			stage?: string;
			version?: number;
	  }
	| { kind: "cancel" | "sendBack" | "ask" | "answer"; by: string }
	| { kind: "resubmit"; by: string; n: number }
	| { kind: "reassign"; by: string; from: string; to: string }
	| { kind: "toggle"; who: string }
	| { kind: "group"; name: string; members: string[] }
	| { kind: "delegations"; delegations: DelegationSketch[] }
	| { kind: "manager"; who: string; manager: string | null }
);

const PEOPLE = ["ana", "bo", "cy", "di", "ed", "req"];
const GROUPS = ["@g", "@h"];

const person = fc.constantFrom(...PEOPLE);
const actor = fc.constantFrom(...PEOPLE, "req", "adm");
const members = fc.subarray(PEOPLE, { maxLength: 4 });
const sources = fc.uniqueArray(fc.constantFrom(...PEOPLE, ...GROUPS, ...GROUPS, "^1", "^2", "!r"), {
	minLength: 1,
	maxLength: 3,
});

/** A need that fits the groups among these sources. */
function needFor(names: readonly string[]): fc.Arbitrary<NeedSketch> {
	const groups = names.filter((name) => name.startsWith("@")).map((name) => name.slice(1));
	const count = fc.integer({ min: 1, max: 4 });
	const plain: fc.Arbitrary<NeedSketch>[] = [
		fc.constant(1),
		count,
		fc.constant("all" as const),
		fc.constantFrom("20%" as const, "50%" as const, "67%" as const, "100%" as const),
	];
	if (groups.length === 0) return fc.oneof(...plain);
	const ofGroups = fc
		.tuple(fc.subarray(groups, { minLength: 1 }), fc.tuple(fc.integer({ min: 1, max: 2 }), count))
		.map(([chosen, counts]) => Object.fromEntries(chosen.map((group, i) => [group, counts[i] ?? 1])));
	return fc.oneof(...plain, ofGroups, ofGroups, ofGroups);
}

const UNITS = ["h", "h", "h", "wh", "wd"] as const;
type Unit = (typeof UNITS)[number];

/** A duration that is not certain to come too late for a deadline. */
function before(deadline: number, unit: Unit): fc.Arbitrary<string> {
	const own =
		deadline > 1 ? [fc.integer({ min: 1, max: deadline - 1 }).map((count) => `${count}${unit}`)] : [];
	const others = UNITS.filter((other) => other !== unit && !(other === "wh" && unit === "h"));
	const other = fc
		.tuple(fc.constantFrom(...others), fc.integer({ min: 1, max: 8 }))
		.map(([chosen, count]) => `${chosen === "wd" ? Math.min(count, 2) : count}${chosen}`);
	return fc.oneof(...own, ...own, ...own, other);
}

const stage = fc
	.record({ unit: fc.constantFrom(...UNITS), length: fc.integer({ min: 2, max: 12 }), approvers: sources })
	.chain(({ unit, length, approvers }) => {
		const deadline = unit === "wd" ? Math.ceil(length / 4) : length;
		const soon = before(deadline, unit);
		const step = sources.chain((to) =>
			fc.record(
				{
					after: soon,
					to: fc.constant(to),
					mode: fc.constantFrom("add" as const, "replace" as const),
					need: needFor([...approvers, ...to]),
				},
				{ requiredKeys: ["after", "to", "mode"] },
			),
		);
		return fc.record(
			{
				name: fc.constant(""),
				when: fc.constantFrom(...CONDITIONS),
				approvers: fc.constant(approvers),
				need: needFor(approvers),
				rejectAt: fc.integer({ min: 1, max: 3 }),
				remind: fc.record({ every: soon, atMost: fc.integer({ min: 1, max: 4 }) }),
				escalate: fc.array(step, { maxLength: 3 }),
				repeatEscalation: fc.constantFrom(0, 0, 1, 2),
				deadline: fc.constant(`${deadline}${unit}`),
				onDeadline: fc.constantFrom("cancel" as const, "reject" as const, "approve" as const),
				requireComment: fc.constantFrom(
					"never" as const,
					"never" as const,
					"reject" as const,
					"always" as const,
				),
			},
			{
				requiredKeys: [
					"name",
					"approvers",
					"need",
					"rejectAt",
					"remind",
					"escalate",
					"repeatEscalation",
					"deadline",
					"onDeadline",
					"requireComment",
				],
			},
		);
	});

const click = {
	kind: fc.constant("decide" as const),
	by: person,
	verdict: fc.constantFrom("approve" as const, "approve" as const, "approve" as const, "reject" as const),
	comment: fc.constantFrom(true, true, true, false),
};
const decide = fc.oneof(
	{ weight: 6, arbitrary: fc.record(click) },
	{ weight: 1, arbitrary: fc.record({ ...click, stage: fc.constantFrom("s1", "s2", "s3", "s9") }) },
	{ weight: 1, arbitrary: fc.record({ ...click, version: fc.integer({ min: 0, max: 9 }) }) },
);

const span = fc
	.tuple(fc.integer({ min: -2, max: 20 }), fc.integer({ min: 1, max: 12 }))
	.map(([start, length]) => ({ start, end: start + length }));
const delegation = fc
	.tuple(person, fc.constantFrom(...PEOPLE, "flo"), span)
	.map(([from, to, dates]) => ({ from, to, ...dates }));
const delegations = fc.array(delegation, { maxLength: 4 });

const event = fc.oneof(
	{ weight: 16, arbitrary: decide },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("time" as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), by: actor }) },
	{
		weight: 3,
		arbitrary: fc.record({ kind: fc.constantFrom("sendBack" as const, "ask" as const), by: actor }),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant("answer" as const),
			by: fc.constantFrom("req", "req", "req", "ana"),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant("resubmit" as const),
			by: fc.constantFrom("req", "req", "req", "ana"),
			n: fc.integer({ min: 1, max: 4 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant("reassign" as const),
			by: actor,
			from: person,
			to: fc.constantFrom(...PEOPLE, "flo", "gus"),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("toggle" as const), who: person }) },
	{
		weight: 2,
		arbitrary: fc.record({ kind: fc.constant("group" as const), name: fc.constantFrom("g", "h"), members }),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("delegations" as const), delegations }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("manager" as const),
			who: person,
			manager: fc.option(person),
		}),
	},
);

/** Random policies with what happens to a request under them. */
export const timelines: fc.Arbitrary<Timeline> = fc
	.record({
		start: fc.integer({ min: 0, max: 167 }),
		requesterMayDecide: fc.boolean(),
		oncePerRequest: fc.boolean(),
		hours: fc.constantFrom(...(Object.keys(HOURS) as HoursName[])),
		n: fc.integer({ min: 1, max: 4 }),
		stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
		groups: fc.record({ g: members, h: members }),
		managers: fc.dictionary(person, person, { maxKeys: 4 }),
		delegations,
		rota: fc.record({
			first: fc.integer({ min: -20, max: 6 }),
			length: fc.integer({ min: 1, max: 9 }),
			people: fc.array(person, { minLength: 1, maxLength: 3 }),
			overrides: fc.array(
				fc.tuple(person, span).map(([who, dates]) => ({ person: who, ...dates })),
				{ maxLength: 2 },
			),
		}),
		inactive: fc.subarray(PEOPLE, { maxLength: 2 }),
		events: fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), event), { maxLength: 16 }),
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
