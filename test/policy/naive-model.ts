/**
 * A second model of the rules, slow and obvious, that random timelines are compared with. It shares no code with
 * policy/: it walks minute by minute, knows who is asked by asking the directory afresh each time, and decides
 * whether a stage can still pass by pretending that everybody still asked approves.
 */
import type { Timeline, TimelineEvent } from "./timelines.ts";

export interface NaiveResult {
	/** What happened, a line each: minute, kind, details. */
	told: string[];
	/** For each event `ok`, `repeat` or a refusal's code. */
	answers: string[];
	state: string;
	cause: string | null;
	closedAt: number | null;
	version: number;
	/** The first minute after the last event in which something happens by itself. */
	next: number | null;
}

interface Vote {
	by: string;
	verdict: string;
}

interface OpenStage {
	index: number;
	openedAt: number;
	/** Steps of the ladder that have fired, first things first. */
	fired: number;
	votes: Vote[];
	everAsked: Set<string>;
	/** After a replacement by too few people: how many approvals are enough. */
	enough: number | null;
	stuck: boolean;
}

const minutesOf = (text: string) => Number(text.slice(0, -1));

export function runNaively(timeline: Timeline): NaiveResult {
	return new NaiveModel(timeline).run();
}

class NaiveModel {
	told: string[] = [];
	answers: string[] = [];
	state = "open";
	cause: string | null = null;
	closedAt: number | null = null;
	version = 1;
	shownSince = 1;
	stage: OpenStage | null = null;
	/** Votes and the end of each stage that is over, by its name. */
	over = new Map<string, { votes: Vote[]; waiting: string[]; byDeadline: boolean }>();
	groups: Record<string, string[]>;
	inactive: Set<string>;
	/** Whom the open stage asks, with their groups, as last looked at. */
	lastAsked = "";

	constructor(readonly timeline: Timeline) {
		this.groups = { ...timeline.groups };
		this.inactive = new Set(timeline.inactive);
	}

	run(): NaiveResult {
		this.tell(0, "submitted", "req");
		this.open(0, 0);
		const last = this.timeline.events.at(-1)?.at ?? 0;
		for (let minute = 0; minute <= last; minute++) {
			this.timersOf(minute);
			for (const event of this.timeline.events) {
				if (event.at === minute) this.answers.push(this.happen(event));
			}
		}
		const { told, answers, state, cause, closedAt, version } = this;
		const result = { told: [...told], answers, state, cause, closedAt, version };
		return { ...result, next: this.nextByItself(last) };
	}

	nextByItself(last: number): number | null {
		const before = this.told.length;
		for (let minute = last + 1; minute < last + 100; minute++) {
			this.timersOf(minute);
			if (this.told.length > before) return minute;
		}
		return null;
	}

	tell(minute: number, kind: string, ...details: (string | undefined)[]): void {
		this.told.push(
			[minute, kind, ...details].filter((detail) => detail !== undefined && detail !== "").join(" "),
		);
	}

	// --- time ---

	timersOf(minute: number): void {
		// A stage that opens in this minute has no timer in it, so looking once at each kind is enough.
		const { stage } = this;
		if (stage === null) return;
		const rules = this.rules();
		const age = minute - stage.openedAt;
		const deadline = minutesOf(rules.deadline);
		const every = minutesOf(rules.remind.every);
		if (age > 0 && age % every === 0 && age / every <= rules.remind.atMost && age < deadline) {
			this.version++;
			this.tell(minute, "reminded", this.names(this.waiting()));
		}
		while (this.stage === stage && stage.fired < rules.escalate.length && this.afterOf(stage.fired) === age) {
			this.version++;
			this.escalate(minute);
			this.judge(minute);
		}
		if (this.stage === stage && age === deadline) {
			this.version++;
			if (rules.onDeadline === "reject") this.end(minute, "rejected", "deadline");
			else if (rules.onDeadline === "approve" && !stage.stuck) this.pass(minute, "deadline");
			else this.end(minute, "expired", "deadline");
		}
	}

	// --- who is asked ---

	rules() {
		const rules = this.timeline.stages[this.stage?.index ?? -1];
		if (rules === undefined) throw new Error("no open stage");
		return rules;
	}

	ladder() {
		const inOrder = [...this.rules().escalate];
		inOrder.sort((a, b) => minutesOf(a.after) - minutesOf(b.after));
		return inOrder;
	}

	afterOf(index: number): number {
		return minutesOf(this.ladder()[index]?.after ?? "0m");
	}

	asked(): Map<string, string[]> {
		let lists = [this.rules().approvers];
		for (const step of this.ladder().slice(0, this.stage?.fired ?? 0)) {
			if (step.mode === "replace") lists = [];
			lists.push(step.to);
		}
		const asked = new Map<string, string[]>();
		for (const source of lists.flat()) {
			const group = source.startsWith("@") ? source.slice(1) : null;
			for (const who of group === null ? [source] : (this.groups[group] ?? [])) {
				if (this.inactive.has(who)) continue;
				if (who === "req" && !this.timeline.requesterMayDecide) continue;
				const groups = asked.get(who) ?? [];
				if (group !== null && !groups.includes(group)) groups.push(group);
				asked.set(who, groups);
			}
		}
		for (const who of asked.keys()) this.stage?.everAsked.add(who);
		return asked;
	}

	waiting(): string[] {
		const voted = (this.stage?.votes ?? []).map((vote) => vote.by);
		return [...this.asked().keys()].filter((who) => !voted.includes(who));
	}

	names(people: Iterable<string>): string {
		return [...people].sort().join("+");
	}

	// --- stages ---

	open(index: number, minute: number, cause = "automatic"): void {
		if (index >= this.timeline.stages.length) {
			this.close(minute, "approved", cause);
			return;
		}
		this.stage = {
			index,
			openedAt: minute,
			fired: 0,
			votes: [],
			everAsked: new Set(),
			enough: null,
			stuck: false,
		};
		this.shownSince = this.version;
		this.tell(minute, "stage_opened", this.rules().name, this.names(this.asked().keys()));
		this.remember();
		this.judge(minute);
	}

	remember(): void {
		this.lastAsked = this.stage === null ? "" : JSON.stringify([...this.asked()].sort());
	}

	pass(minute: number, cause: string): void {
		const index = this.stage?.index ?? 0;
		this.leave(minute, "passed", cause);
		this.open(index + 1, minute, cause);
	}

	end(minute: number, outcome: string, cause: string, by?: string): void {
		this.leave(minute, outcome, cause);
		this.close(minute, outcome, cause, by);
	}

	leave(minute: number, result: string, cause: string): void {
		if (this.stage === null) throw new Error("no open stage");
		this.over.set(this.rules().name, {
			votes: this.stage.votes,
			waiting: this.waiting(),
			byDeadline: cause === "deadline",
		});
		this.tell(minute, "stage_closed", this.rules().name, result, cause);
		this.stage = null;
	}

	close(minute: number, outcome: string, cause: string, by?: string): void {
		this.state = outcome;
		this.cause = cause;
		this.closedAt = minute;
		this.tell(minute, "closed", by, outcome, cause);
	}

	escalate(minute: number): boolean {
		const { stage } = this;
		if (stage === null) return false;
		const step = this.ladder()[stage.fired];
		if (step === undefined) return false;
		const before = [...this.asked().keys()];
		stage.fired++;
		const after = [...this.asked().keys()];
		if (step.need !== undefined) stage.enough = null;
		if (step.mode === "replace" && this.need() !== "all") {
			const approvals = stage.votes.filter((vote) => vote.verdict === "approve").length;
			const open = this.required() - approvals;
			const able = this.waiting().length;
			if (able > 0 && able < open) stage.enough = approvals + able;
		}
		this.tell(minute, "escalated", this.names(after.filter((who) => !before.includes(who))));
		const off = before.filter((who) => !after.includes(who));
		if (off.length > 0) this.tell(minute, "unassigned", this.names(off));
		this.remember();
		return true;
	}

	// --- quorum ---

	need(): number | "all" {
		let { need } = this.rules();
		for (const step of this.ladder().slice(0, this.stage?.fired ?? 0)) need = step.need ?? need;
		return need;
	}

	required(): number {
		const need = this.need();
		if (need === "all") throw new Error("all has no number");
		return Math.min(need, this.stage?.enough ?? need);
	}

	/** Whether the stage would pass if exactly these had approved. */
	wouldPass(approving: Set<string>): boolean {
		if (approving.size === 0) return false;
		if (this.need() === "all") return [...this.asked().keys()].every((who) => approving.has(who));
		return approving.size >= this.required();
	}

	judge(minute: number): void {
		for (;;) {
			const { stage } = this;
			if (stage === null) return;
			const approved = stage.votes.filter((vote) => vote.verdict === "approve").map((vote) => vote.by);
			const rejected = stage.votes.filter((vote) => vote.verdict === "reject").map((vote) => vote.by);
			if (rejected.length >= this.rules().rejectAt) {
				this.end(minute, "rejected", "rejections");
				return;
			}
			if (this.wouldPass(new Set(approved))) {
				this.pass(minute, "decided");
				return;
			}
			const hopeful = [...approved, ...this.waiting()];
			if (this.wouldPass(new Set(hopeful))) {
				stage.stuck = false;
				return;
			}
			const stillAsked = rejected.filter((who) => this.asked().has(who));
			if (this.wouldPass(new Set([...hopeful, ...stillAsked]))) {
				this.end(minute, "rejected", "rejections");
				return;
			}
			if (!stage.stuck) this.tell(minute, "unsatisfiable");
			stage.stuck = true;
			if (!this.escalate(minute)) return;
		}
	}

	// --- events ---

	happen(event: TimelineEvent): string {
		switch (event.kind) {
			case "time":
				return "ok";
			case "toggle":
				if (!this.inactive.delete(event.who)) this.inactive.add(event.who);
				return this.directoryChanged(event.at);
			case "group":
				this.groups = { ...this.groups, [event.name]: event.members };
				return this.directoryChanged(event.at);
			case "cancel": {
				const code =
					this.overCode() ?? (event.by === "req" && !this.inactive.has("req") ? null : "not_eligible");
				if (code !== null) return this.refuse(event.at, event.by, code);
				this.version++;
				this.end(event.at, "cancelled", "cancelled", event.by);
				return "ok";
			}
			case "decide":
				return this.decide(event);
		}
	}

	directoryChanged(minute: number): string {
		if (this.stage === null) return "ok";
		const before = new Map<string, string[]>(JSON.parse(this.lastAsked));
		const after = this.asked();
		this.remember();
		if (JSON.stringify([...before].sort()) === this.lastAsked) return "ok";
		this.version++;
		const off = [...before.keys()].filter((who) => !after.has(who));
		const on = [...after.keys()].filter((who) => !before.has(who));
		if (off.length > 0) this.tell(minute, "unassigned", this.names(off));
		if (on.length > 0) this.tell(minute, "assigned", this.names(on));
		this.judge(minute);
		return "ok";
	}

	refuse(minute: number, by: string, code: string): string {
		this.tell(minute, "refused", by, code);
		return code;
	}

	overCode(): string | null {
		if (this.state === "open") return null;
		return this.cause === "deadline" ? "late" : "closed";
	}

	decide({ at, by, verdict, stage: named, version }: TimelineEvent & { kind: "decide" }): string {
		const openName = this.stage === null ? null : this.rules().name;
		const meant = named ?? this.meantBy(by);
		const votes = meant === openName ? (this.stage?.votes ?? []) : (this.over.get(meant)?.votes ?? []);
		const mine = votes.find((vote) => vote.by === by);
		if (mine?.verdict === verdict && this.exists(meant) && !this.own(by)) return "repeat";

		const reasons: [string, boolean][] = [
			["invalid", !this.exists(meant)],
			["own_request", this.own(by)],
			["already_decided", mine !== undefined],
			["late", this.over.get(meant)?.byDeadline === true || this.cause === "deadline"],
			["closed", this.state !== "open"],
			["not_eligible", this.stage !== null && !this.asked().has(by)],
			["stale_version", meant !== openName || (version ?? this.shownSince) < this.shownSince],
		];
		const reason = reasons.find(([, applies]) => applies);
		if (reason !== undefined) return this.refuse(at, by, reason[0]);

		this.version++;
		this.stage?.votes.push({ by, verdict });
		this.tell(at, "decided", by, verdict);
		this.judge(at);
		return "ok";
	}

	exists(name: string): boolean {
		return this.timeline.stages.some((stage) => stage.name === name);
	}

	own(by: string): boolean {
		return by === "req" && !this.timeline.requesterMayDecide;
	}

	/** The open stage if they were ever asked there, else the last one they voted in or were waiting in at its end. */
	meantBy(by: string): string {
		const names = [...this.over.keys()];
		if (this.stage !== null) {
			if (this.stage.everAsked.has(by)) return this.rules().name;
			names.push(this.rules().name);
		}
		const theirs = [...this.over].filter(
			([, { votes, waiting }]) => waiting.includes(by) || votes.some((v) => v.by === by),
		);
		return theirs.at(-1)?.[0] ?? names.at(-1) ?? "";
	}
}
