import { OUTCOMES, type OutcomeName } from "../../policy/outcome.ts";
import type { ReplayedRequest } from "./replayed-request.ts";

type Outcomes = Record<OutcomeName, number>;

/** Ms from submission to outcome; null where there is no request. Nearest rank. */
export interface Times {
	medianMs: number | null;
	p90Ms: number | null;
}

/** What a replay comes to. Numbers are requests unless they say otherwise. */
export interface ReplaySummary {
	policy: {
		name: string;
		/** Null: a draft, given with the call. */
		version: number | null;
	};
	/** ISO 8601: requests submitted from then, inclusive, to then, exclusive. */
	from: string;
	to: string;
	/** People, groups, delegations, calendars and rotas are those of now: those of then are not kept. */
	directory: "now";
	/** Replayed. */
	requests: number;
	/** Submitted in the span and still open: left out. */
	stillOpen: number;
	/** Older ones that `limit` left out. */
	beyondLimit: number;
	/** With another outcome, or no longer accepted. */
	changed: number;
	changes: { from: OutcomeName; to: OutcomeName | "refused"; requests: number }[];
	outcomes: { old: Outcomes; new: Outcomes };
	/** Their context does not fit the policy: they would have been refused, and count nowhere below. */
	contextNoLongerFits: number;
	/** `old` and `new` count people asked, over all requests. */
	asked: { old: number; new: number; more: number; fewer: number };
	/** Steps of ladders that fired, over all requests. */
	escalations: { old: number; new: number };
	/** Approved because every stage was skipped. */
	automatic: { old: number; new: number };
	unsatisfiable: { old: number; new: number };
	time: { old: Times; new: Times };
	conditionFailed: number;
	/** Real decisions that the policy would have refused, most often because it asks somebody else. */
	refusedDecisions: number;
	/** Other real acts that it would have refused. */
	refusedActs: number;
	/** Real acts that come after the new outcome. */
	droppedActs: number;
	/** Open after everything that people did, and ended by time alone. */
	ranOn: number;
}

/** Counts replayed requests, one by one; keeps two numbers of each. */
export class ReplayTally {
	readonly #old: number[] = [];
	readonly #new: number[] = [];
	readonly #changes = new Map<string, number>();
	readonly #outcomes = { old: noOutcomes(), new: noOutcomes() };
	readonly #asked = { old: 0, new: 0, more: 0, fewer: 0 };
	readonly #escalations = { old: 0, new: 0 };
	readonly #automatic = { old: 0, new: 0 };
	readonly #unsatisfiable = { old: 0, new: 0 };
	#requests = 0;
	#changed = 0;
	#contextNoLongerFits = 0;
	#conditionFailed = 0;
	#refusedDecisions = 0;
	#refusedActs = 0;
	#droppedActs = 0;
	#ranOn = 0;

	count(item: ReplayedRequest): void {
		this.#requests += 1;
		this.#outcomes.old[item.old.outcome] += 1;
		if (item.changed) {
			this.#changed += 1;
			const change = `${item.old.outcome} ${item.new?.outcome ?? "refused"}`;
			this.#changes.set(change, (this.#changes.get(change) ?? 0) + 1);
		}
		if (item.new === null) {
			this.#contextNoLongerFits += 1;
			return;
		}
		this.#outcomes.new[item.new.outcome] += 1;
		for (const side of ["old", "new"] as const) {
			const course = item[side] ?? item.old;
			this.#asked[side] += course.asked.length;
			this.#escalations[side] += course.escalations;
			if (course.cause === "automatic") this.#automatic[side] += 1;
			if (course.unsatisfiable.length > 0) this.#unsatisfiable[side] += 1;
		}
		this.#old.push(item.old.tookMs);
		this.#new.push(item.new.tookMs);
		const difference = item.new.asked.length - item.old.asked.length;
		if (difference > 0) this.#asked.more += 1;
		if (difference < 0) this.#asked.fewer += 1;
		if (item.conditionFailed.length > 0) this.#conditionFailed += 1;
		const decisions = item.refused.filter(({ kind }) => kind === "decide").length;
		this.#refusedDecisions += decisions;
		this.#refusedActs += item.refused.length - decisions;
		this.#droppedActs += item.dropped;
		if (item.ranOn) this.#ranOn += 1;
	}

	summary(about: Pick<ReplaySummary, "policy" | "from" | "to" | "stillOpen" | "beyondLimit">): ReplaySummary {
		const { policy, from, to, stillOpen, beyondLimit } = about;
		return {
			policy,
			from,
			to,
			directory: "now",
			requests: this.#requests,
			stillOpen,
			beyondLimit,
			changed: this.#changed,
			changes: [...this.#changes]
				.map(([change, requests]) => {
					const [old, now] = change.split(" ");
					return { from: old as OutcomeName, to: now as OutcomeName | "refused", requests };
				})
				.sort((a, b) => b.requests - a.requests),
			outcomes: this.#outcomes,
			contextNoLongerFits: this.#contextNoLongerFits,
			asked: this.#asked,
			escalations: this.#escalations,
			automatic: this.#automatic,
			unsatisfiable: this.#unsatisfiable,
			time: { old: timesOf(this.#old), new: timesOf(this.#new) },
			conditionFailed: this.#conditionFailed,
			refusedDecisions: this.#refusedDecisions,
			refusedActs: this.#refusedActs,
			droppedActs: this.#droppedActs,
			ranOn: this.#ranOn,
		};
	}
}

function noOutcomes(): Outcomes {
	return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Outcomes;
}

function timesOf(values: readonly number[]): Times {
	const sorted = Float64Array.from(values).sort();
	const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
	return { medianMs: rank(0.5), p90Ms: rank(0.9) };
}
