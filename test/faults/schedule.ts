import { PARTS, type Part } from "./parts.ts";

/** `before`: the part is away when the presses come. `after`: it goes right after the first answer. `deadline`: shortly before one is due. */
export const MOMENTS = ["before", "after", "deadline"] as const;
export type Moment = (typeof MOMENTS)[number];

export const FAULT_KINDS = ["kill -9", "SIGSTOP"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One person's verdict on one request, pressed one to five times. */
export interface PlannedDecision {
	by: "ana" | "bo" | "cy";
	verdict: "approve" | "reject";
	channel: "api" | "link";
	/** When each press is made, ms from the round's start of pressing. */
	pressesAt: number[];
}

export interface PlannedRequest {
	/** How many approvers it needs. */
	need: 1 | 2;
	/** True: its deadline is seconds away and passes in this round. */
	isTimed: boolean;
	decisions: PlannedDecision[];
}

/** One fault at one moment, with requests in flight. */
export interface Round {
	part: Part;
	kind: FaultKind;
	moment: Moment;
	/** How long a SIGSTOP lasts, ms. */
	frozenMs: number;
	/** `deadline`: so long before the instant it is due, ms. */
	leadMs: number;
	requests: PlannedRequest[];
}

/** The deadline of timed requests, ms; presses fall around it in rounds about deadlines. */
export const DEADLINE_MS = 9_000;

/**
 * The rounds that a seed stands for. Every cell of fault × moment comes once before any comes again, so 24 rounds
 * cover all.
 */
export function scheduleOf(seed: number, rounds: number): Round[] {
	const random = randomOf(seed);
	const cells = PARTS.flatMap((part) =>
		FAULT_KINDS.flatMap((kind) => MOMENTS.map((moment) => ({ part, kind, moment }))),
	);
	const schedule: Round[] = [];
	while (schedule.length < rounds) {
		for (const cell of shuffled(random, cells).slice(0, rounds - schedule.length)) {
			schedule.push({
				...cell,
				// 3 to 30 s, more often short than long.
				frozenMs: Math.round(3_000 + 27_000 * random() ** 3),
				leadMs: Math.round(50 + 1_450 * random()),
				requests: [
					plannedRequest(random, cell.moment, cell.moment === "deadline"),
					...Array.from({ length: 2 + Math.floor(random() * 2) }, () =>
						plannedRequest(random, cell.moment, random() < 0.3),
					),
				],
			});
		}
	}
	return schedule;
}

function plannedRequest(random: () => number, moment: Moment, isTimed: boolean): PlannedRequest {
	const people = shuffled(random, ["ana", "bo", "cy"] as const).slice(0, 1 + Math.floor(random() * 3));
	const [from, until] = moment === "deadline" ? [DEADLINE_MS - 4_000, DEADLINE_MS + 1_500] : [0, 2_500];
	return {
		need: random() < 0.5 ? 1 : 2,
		isTimed,
		decisions: people.map((by) => ({
			by,
			verdict: random() < 0.75 ? "approve" : "reject",
			channel: random() < 0.35 ? "link" : "api",
			pressesAt: Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
				Math.round(from + (until - from) * random()),
			).sort((a, b) => a - b),
		})),
	};
}

function shuffled<T>(random: () => number, items: readonly T[]): T[] {
	const keyed = items.map((item) => ({ item, key: random() }));
	return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Numbers in [0, 1) that the seed determines: «mulberry32», Tommy Ettinger, public domain. */
function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
