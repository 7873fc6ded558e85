import type { Directory, Instant } from "../policy/directory.ts";
import type { PolicyEvent } from "../policy/event.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { RequestRecord } from "../policy/record.ts";
import { step, type World } from "../policy/step.ts";
import type { Line } from "./bars.ts";
import { median, percentile, rounded } from "./measure/statistics.ts";
import type { Stand } from "./stand.ts";

/** How large a request is. */
interface Size {
	stages: number;
	/** People asked in each stage: all of them in all stages. */
	approvers: number;
	/** On the record when the step is measured, the same number in each stage that is over. */
	decisions: number;
	/** How many of the approvers are away, each with another approver as delegate. */
	away?: number;
	/** The approvers are in two groups that overlap by half, and each group has its own need. */
	groups?: boolean;
}

interface Sample extends Size {
	/** Microseconds of one step. */
	median: number;
	p10: number;
	p90: number;
}

const BASE: Size = { stages: 3, approvers: 50, decisions: 100 };
const SAMPLES = 400;
const WARM_UP = 200;
const START: Instant = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

/**
 * `step()` alone, without ledger or database: the next approval on a request with 3 stages, 50 approvers and 100
 * decisions, and how that grows. Policy, people and record are made before; a step alters none of them.
 */
export async function stepTime(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	stand.say("step(): the next decision on requests of many sizes");
	const growing = <T>(values: readonly T[], size: (value: T) => Size) =>
		values.map((value) => sample(size(value)));
	const of = {
		base: [sample(BASE)],
		approvers: growing([1, 10, 50, 100, 200], (n) => ({ stages: 3, approvers: n, decisions: 2 * n })),
		decisions: growing([1, 10, 50, 100, 200], (decisions) => ({ stages: 3, approvers: 200, decisions })),
		stages: growing([1, 3, 10, 20], (stages) => ({ stages, approvers: 50, decisions: 40 })),
		away: growing([0, 10, 25, 50], (away) => ({ ...BASE, away })),
		groups: growing([10, 50, 100, 200], (n) => ({ stages: 3, approvers: n, decisions: 2 * n, groups: true })),
		everything: growing([10, 50, 100, 200], (n) => ({
			...{ stages: 3, approvers: n, decisions: 2 * n, groups: true, away: n / 2 },
		})),
	};
	const line = (what: string, samples: readonly Sample[], note?: string): Line => {
		const last = samples.at(-1);
		return {
			id: "step",
			what,
			ours: (last?.median ?? Number.NaN) / 1_000,
			unit: "ms",
			note: [note, samples.map(spread).join("; ")].filter(Boolean).join(" "),
		};
	};
	const lines: Line[] = [
		{
			...line(
				"step(): a decision; 3 stages, 50 approvers, 100 decisions",
				of.base,
				`${SAMPLES} steps, p10–p90:`,
			),
			bar: { of: "ours", is: "at most", value: 1 },
		},
		line(
			"… 200 approvers, 400 decisions",
			of.approvers,
			"approvers 1, 10, 50, 100, 200 with two decisions each:",
		),
		line("… 200 approvers, 200 decisions", of.decisions, "decisions 1, 10, 50, 100, 200:"),
		line("… 20 stages, 40 decisions", of.stages, "stages 1, 3, 10, 20:"),
		line("… 50 of 50 away, each with a delegate", of.away, "away 0, 10, 25, 50:"),
		line("… 200 approvers in two groups, each with its need", of.groups, "approvers 10, 50, 100, 200:"),
		line("… the same, half of them away", of.everything, "approvers 10, 50, 100, 200:"),
	];
	return { lines, rounds: of };
}

function spread({ median, p10, p90 }: Sample): string {
	return `${rounded(median / 1_000)} ms (${rounded(p10 / 1_000)}–${rounded(p90 / 1_000)})`;
}

function sample(size: Size): Sample {
	const { record, world, event, at } = requestOf(size);
	const times: number[] = [];
	for (let i = 0; i < WARM_UP + SAMPLES; i += 1) {
		const began = performance.now();
		const result = step(record, event, at, world);
		const took = performance.now() - began;
		if (!result.answer.accepted)
			throw new Error(`the decision was refused: ${JSON.stringify(result.answer)}`);
		if (i >= WARM_UP) times.push(took * 1_000);
	}
	return { ...size, median: median(times), p10: percentile(times, 0.1), p90: percentile(times, 0.9) };
}

/** A request of that size, and the decision that comes next. */
function requestOf(size: Size): { record: RequestRecord; world: World; event: PolicyEvent; at: Instant } {
	const { stages, approvers, decisions, away = 0, groups = false } = size;
	// The same number in each stage, such that the request stays open.
	const need = Math.ceil((decisions + 1) / stages);
	const first = Math.ceil(need / 2);
	const parsed = parsePolicy({
		apiVersion: "countersign/v1",
		name: "bench",
		title: "Bench",
		context: { type: "object" },
		stages: Array.from({ length: stages }, (_, i) => ({
			name: `stage-${i + 1}`,
			approvers: [{ group: "one" }, ...(groups ? [{ group: "two" }] : [])],
			need: groups ? { one: first, two: need - first } : need,
			remind: { every: "1d", atMost: 3 },
			escalate: [{ after: "2d", to: [{ user: "lead@example.com" }], mode: "add" }],
			deadline: "3d",
			onDeadline: "cancel",
		})).map((stage) => (groups && need === first ? { ...stage, need } : stage)),
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
	const world: World = {
		policy: parsed.policy,
		context: {},
		directory: directoryOf(approvers, away, groups),
	};
	let at = START;
	let { record } = step(null, { kind: "submit", requester: "requester" }, at, world);
	for (let i = 0; i < decisions; i += 1) {
		at += MINUTE;
		const result = step(record, decisionOf(i % need, i), at, world);
		if (!result.answer.accepted) throw new Error(`decision ${i}: ${JSON.stringify(result.answer)}`);
		record = JSON.parse(JSON.stringify(result.record)) as RequestRecord;
	}
	if (record.state !== "open") throw new Error(`the request is ${record.state} before it is measured`);
	return { record, world, event: decisionOf(decisions % need, decisions), at: at + MINUTE };
}

function decisionOf(approver: number, number: number): PolicyEvent {
	return {
		kind: "decide",
		id: `decision-${number}`,
		by: `p${approver}`,
		verdict: "approve",
		hasComment: false,
	};
}

function directoryOf(approvers: number, away: number, groups: boolean): Directory {
	const ids = Array.from({ length: approvers }, (_, i) => `p${i}`);
	const third = Math.floor(approvers / 3);
	const end = START + 30 * 24 * 60 * MINUTE;
	return {
		people: Object.fromEntries(
			[...ids, "requester", "lead"].map((id) => [
				id,
				{ id, email: `${id}@example.com`, active: true, manager: null, admin: false },
			]),
		),
		groups: groups ? { one: ids.slice(0, approvers - third), two: ids.slice(third) } : { one: ids },
		// Whoever is last in the list is away first, with the neighbour as delegate.
		delegations: Array.from({ length: away }, (_, i) => ({
			id: `delegation-${i}`,
			from: `p${approvers - 1 - i}`,
			to: `p${(2 * approvers - 2 - i) % approvers}`,
			start: START - MINUTE,
			end,
		})),
	};
}
