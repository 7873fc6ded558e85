import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../policy/directory.ts";
import type { PolicyEvent } from "../../policy/event.ts";
import { outcomeOf } from "../../policy/outcome.ts";
import type { RequestRecord } from "../../policy/record.ts";
import { step, type World } from "../../policy/step.ts";
import type { TraceItem } from "../../policy/trace.ts";
import { runNaively } from "./naive-model.ts";
import { directoryOf, freeze, policyOf } from "./story.ts";
import { type Timeline, type TimelineEvent, timelines } from "./timelines.ts";

/** `FC_RUNS` timelines a property; `FC_SEED` repeats a run. */
const numRuns = Number(process.env.FC_RUNS ?? 1_000);
const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31));
const MINUTE = 60_000;

console.info(`policy properties: ${numRuns} runs each, FC_SEED=${seed}`);

function holds(property: (timeline: Timeline) => void): void {
	fc.assert(fc.property(timelines, property), { numRuns, seed, verbose: 1 });
}

interface Moment {
	record: RequestRecord;
	answer: string;
	trace: TraceItem[];
	event: PolicyEvent;
	world: World;
	/** Whether it stands in the timeline; else it only lets time pass. */
	given: boolean;
}

/** Runs a timeline through `step`; `between` may let time pass before an event, as a wake would. */
function run(
	timeline: Timeline,
	between: (record: RequestRecord, until: number) => number[] = () => [],
): Moment[] {
	const policy = freeze(policyOf(timeline));
	let directory: Directory = freeze(directoryOf(timeline));
	const world = (): World => ({ policy, context: {}, directory });
	const submit = { kind: "submit", requester: "req" } as const;
	const opened = step(null, submit, 0, world());
	const moments: Moment[] = [
		{
			record: kept(opened.record),
			answer: "ok",
			trace: opened.trace,
			event: submit,
			world: world(),
			given: false,
		},
	];
	const happen = (event: PolicyEvent, at: number, given: boolean): void => {
		const before = moments.at(-1)?.record ?? opened.record;
		const { record, trace, answer, changed } = step(before, event, at, world());
		if (!changed) expect(record).toBe(before);
		const said = answer.accepted ? (answer.repeated ? "repeat" : "ok") : answer.code;
		moments.push({ record: kept(record, before), answer: said, trace, event, world: world(), given });
	};
	for (const [i, event] of timeline.events.entries()) {
		const at = event.at * MINUTE;
		// The directory changes after the timers of its minute, as in the naive model.
		if (event.kind === "toggle" || event.kind === "group") happen({ kind: "time" }, at, false);
		const last = moments.at(-1)?.record ?? opened.record;
		for (const instant of between(last, at)) happen({ kind: "time" }, instant, false);
		directory = freeze(changed(directory, event));
		happen(policyEvent(event, i), at, true);
	}
	return moments;
}

/** As the ledger keeps it: through JSON, and frozen so that no rule may alter it. */
function kept(record: RequestRecord, before?: RequestRecord): RequestRecord {
	if (record === before) return record;
	return freeze(JSON.parse(JSON.stringify(record)) as RequestRecord);
}

function changed(directory: Directory, event: TimelineEvent): Directory {
	if (event.kind === "toggle") {
		const person = directory.people[event.who];
		if (person === undefined) throw new Error(event.who);
		return {
			...directory,
			people: { ...directory.people, [event.who]: { ...person, active: !person.active } },
		};
	}
	if (event.kind === "group")
		return { ...directory, groups: { ...directory.groups, [event.name]: event.members } };
	return directory;
}

function policyEvent(event: TimelineEvent, index: number): PolicyEvent {
	switch (event.kind) {
		case "toggle":
		case "group":
			return { kind: "directory" };
		case "decide": {
			const { at: _, ...decision } = event;
			return { ...decision, id: `d${index}`, hasComment: false };
		}
		case "cancel":
			return { kind: "cancel", by: event.by };
		case "time":
			return { kind: "time" };
	}
}

/** A trace item as the naive model tells it. */
function told({
	at,
	kind,
	by,
	stage,
	to,
	assigned,
	verdict,
	code,
	result,
	outcome,
	cause,
}: TraceItem): string {
	const names = to ?? assigned;
	const about = kind === "stage_opened" || kind === "stage_closed" ? stage : undefined;
	return [
		at / MINUTE,
		kind,
		by,
		about,
		names && [...names].sort().join("+"),
		code ?? verdict ?? result ?? outcome,
		cause,
	]
		.filter((part) => part !== undefined && part !== "")
		.join(" ");
}

function lastOf(moments: Moment[]): RequestRecord {
	const last = moments.at(-1);
	if (last === undefined) throw new Error("no moments");
	return last.record;
}

/** What a comparison has met, so that a run in which nothing happens cannot pass for one. */
const EVERYTHING = [
	...[
		"approved",
		"rejected",
		"expired",
		"cancelled",
		"open",
		"ok",
		"repeat",
		"already_decided",
		"late",
		"closed",
	],
	...["not_eligible", "own_request", "stale_version", "invalid"],
];

describe("random policies and timelines", { timeout: 3_600_000 }, () => {
	it("step does what the naive model does", () => {
		const met = new Set<string>();
		holds((timeline) => {
			const moments = run(timeline);
			const record = lastOf(moments);
			const naive = runNaively(timeline);
			expect(moments.flatMap(({ trace }) => trace).map(told)).toEqual(naive.told);
			expect(moments.filter(({ given }) => given).map(({ answer }) => answer)).toEqual(naive.answers);
			expect({
				state: record.state,
				cause: record.cause,
				closedAt: record.closedAt === null ? null : record.closedAt / MINUTE,
				version: record.version,
				next: record.wakeAt === null ? null : record.wakeAt / MINUTE,
			}).toEqual({
				state: naive.state,
				cause: naive.cause,
				closedAt: naive.closedAt,
				version: naive.version,
				next: naive.next,
			});
			for (const word of [naive.state, ...naive.answers]) met.add(word);
		});
		if (numRuns >= 500) expect([...met].sort()).toEqual([...EVERYTHING].sort());
	});

	it("letting time pass at any instants between changes nothing in the end", () => {
		holds((timeline) => {
			const atOnce = run(timeline);
			const everyHalfMinute = run(timeline, (record, until) => {
				const halves: number[] = [];
				for (let at = record.lastEventAt; at < until; at += MINUTE / 2) halves.push(at);
				return halves;
			});
			const whenAsked = run(timeline, ({ wakeAt }, until) =>
				wakeAt !== null && wakeAt <= until ? [wakeAt] : [],
			);
			for (const split of [everyHalfMinute, whenAsked]) {
				expect(lastOf(split)).toEqual(lastOf(atOnce));
				expect(split.flatMap(({ trace }) => trace)).toEqual(atOnce.flatMap(({ trace }) => trace));
			}
		});
	});

	it("wakeAt is exact: nothing changes by itself before it, something does at it", () => {
		holds((timeline) => {
			for (const { record, world } of run(timeline)) {
				const { wakeAt } = record;
				expect(wakeAt === null).toBe(outcomeOf(record.state) !== null);
				if (wakeAt === null) {
					expect(step(record, { kind: "time" }, record.lastEventAt + 1e12, world).changed).toBe(false);
					continue;
				}
				const early = step(record, { kind: "time" }, wakeAt - 1, world);
				expect(early).toMatchObject({ changed: false, trace: [] });
				expect(early.record).toBe(record);
				const awake = step(record, { kind: "time" }, wakeAt, world);
				expect(awake.changed).toBe(true);
				expect(awake.record.lastEventAt).toBe(wakeAt);
				expect(awake.record.version).toBeGreaterThan(record.version);
			}
		});
	});

	it("I2: a request has at most one outcome, and nothing changes it", () => {
		holds((timeline) => {
			const moments = run(timeline);
			const closed = moments.findIndex(({ record }) => outcomeOf(record.state) !== null);
			const told = moments.flatMap(({ trace }) => trace).filter(({ kind }) => kind === "closed");
			expect(told.length).toBe(closed === -1 ? 0 : 1);
			if (closed === -1) return;
			for (const { record, trace } of moments.slice(closed + 1)) {
				expect(record).toEqual(moments[closed]?.record);
				expect(trace.every(({ kind }) => kind === "refused")).toBe(true);
			}
		});
	});

	it("I6: quorum counts distinct people, eligible at the instant of their decision", () => {
		holds((timeline) => {
			const moments = run(timeline);
			for (const [i, { event, answer, world, record }] of moments.entries()) {
				if (event.kind !== "decide" || answer !== "ok") continue;
				expect(world.directory.people[event.by]?.active).toBe(true);
				const decided = record.decisions.at(-1);
				const rules = timeline.stages.find(({ name }) => name === decided?.stage);
				const sources = [rules?.approvers, ...(rules?.escalate ?? []).map(({ to }) => to)].flat();
				const named = sources.some((source) =>
					source?.startsWith("@")
						? world.directory.groups[source.slice(1)]?.includes(event.by)
						: source === event.by,
				);
				expect(named).toBe(true);
				expect(record.decisions.length).toBe((moments[i - 1]?.record.decisions.length ?? 0) + 1);
			}
			const { closedStages, decisions } = lastOf(moments);
			for (const { name, result, cause } of closedStages) {
				if (result !== "passed" || cause !== "decided") continue;
				const approvers = new Set(
					decisions.filter((d) => d.stage === name && d.verdict === "approve").map((d) => d.by),
				);
				const rules = timeline.stages.find((stage) => stage.name === name);
				const plain = rules?.escalate.length === 0 && typeof rules.need === "number" ? rules.need : 1;
				expect(approvers.size).toBeGreaterThanOrEqual(plain);
			}
		});
	});

	it("I7: nobody decides their own request (unless its policy says so), or twice", () => {
		holds((timeline) => {
			const { decisions } = lastOf(run(timeline));
			const votes = decisions.map(({ by, round, stage }) => `${round}/${stage}/${by}`);
			expect(new Set(votes).size).toBe(votes.length);
			if (!timeline.requesterMayDecide) expect(decisions.some(({ by }) => by === "req")).toBe(false);
		});
	});

	it("I10: nothing approves but decisions or a deadline that says approve", () => {
		holds((timeline) => {
			const record = lastOf(run(timeline));
			if (record.state !== "approved") return;
			expect(record.closedStages.map(({ name }) => name)).toEqual(timeline.stages.map(({ name }) => name));
			for (const [i, { name, result, cause }] of record.closedStages.entries()) {
				expect(result).toBe("passed");
				const approvals = record.decisions.filter((d) => d.stage === name && d.verdict === "approve").length;
				if (cause === "decided") expect(approvals).toBeGreaterThan(0);
				else expect([cause, timeline.stages[i]?.onDeadline]).toEqual(["deadline", "approve"]);
			}
		});
	});
});
