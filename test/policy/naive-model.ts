/**
 * A second model of the rules, slow and obvious, that random timelines are compared with. It shares no code with
 * policy/: it walks hour by hour, knows who is asked by asking the directory afresh each time, seats votes by trying
 * every way, and decides whether a stage can still pass by pretending that everybody still asked approves.
 */
import { NaiveClock, type NaiveSpan } from "./naive-clock.ts";
import type { DelegationSketch, NeedSketch } from "./story.ts";
import type { Timeline, TimelineEvent } from "./timelines.ts";

export interface NaiveResult {
	/** What happened, a line each: hour, kind, details. */
	told: string[];
	/** For each event `ok`, `repeat` or a refusal's code. */
	answers: string[];
	state: string;
	cause: string | null;
	closedAt: number | null;
	version: number;
	/** The first hour after the last event in which something happens by itself. */
	next: number | null;
}

/** Where a vote may sit: whose slot, and the groups that it counts for (all of them where `any`). */
interface Chair {
	of: string;
	groups: string[];
	any: boolean;
}

interface Vote {
	by: string;
	verdict: string;
	/** The one that it was made for first. */
	chairs: Chair[];
}

interface Voter {
	by: string;
	chairs: Chair[];
}

interface Firing {
	step: number;
	at: number;
}

interface OpenStage {
	index: number;
	openedAt: number;
	deadlineAt: number;
	/** The ladder with its repeats. */
	ladder: Firing[];
	/** Steps of the ladder that have fired, first things first. */
	fired: number;
	reminded: number;
	/** Counted from where, how far to the next reminder from there, and how many had fired by then. */
	reminders: { from: number; first: NaiveSpan; counted: number } | null;
	votes: Vote[];
	everAsked: Set<string>;
	passedOn: { from: string; to: string; chair: Chair; fired: number }[];
	/** After a replacement by too few people: how many slots are enough. */
	enough: number | null;
	stuck: boolean;
	unsound: boolean;
}

interface Over {
	votes: Vote[];
	waiting: string[];
	taken: string[];
	byDeadline: boolean;
}

const ROUNDS = 10;
const DEEP = 5;

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
	round = 1;
	stage: OpenStage | null = null;
	pausedUntil: number | null = null;
	left: { deadline: NaiveSpan; ladder: NaiveSpan[]; reminder: NaiveSpan | null } | null = null;
	/** Each stage of this round that is over, by its name. */
	over = new Map<string, Over>();
	groups: Record<string, string[]>;
	managers: Record<string, string | null>;
	delegations: DelegationSketch[];
	inactive: Set<string>;
	n: number;
	clock: NaiveClock;
	now = 0;
	/** Whom the open stage asks, with their chairs, as last looked at. */
	lastAsked = "";
	/** When something happens by itself next, as last looked at. */
	lastNext: number | null = null;

	constructor(readonly timeline: Timeline) {
		this.groups = { ...timeline.groups };
		this.managers = { ...timeline.managers };
		this.delegations = timeline.delegations;
		this.inactive = new Set(timeline.inactive);
		this.n = timeline.n;
		this.clock = new NaiveClock(timeline.hours);
	}

	run(): NaiveResult {
		this.tell("submitted", "req");
		this.open(0, "automatic");
		this.lastNext = this.nextInstant();
		const last = this.timeline.events.at(-1)?.at ?? 0;
		for (this.now = 0; this.now <= last; this.now++) {
			// Nothing is due in the hour of the submission itself.
			if (this.now > 0) this.timers();
			this.lastNext = this.nextInstant();
			for (const event of this.timeline.events) {
				if (event.at !== this.now) continue;
				const before = this.version;
				this.answers.push(this.happen(event));
				const next = this.nextInstant();
				if (this.version === before && next !== this.lastNext) this.version++;
				this.lastNext = next;
			}
		}
		const { told, answers, state, cause, closedAt, version } = this;
		const result = { told: [...told], answers, state, cause, closedAt, version };
		return { ...result, next: this.nextByItself(last) };
	}

	nextByItself(last: number): number | null {
		const before = this.version;
		for (this.now = last + 1; this.now < last + 1_000; this.now++) {
			this.timers();
			if (this.version > before) return this.now;
		}
		return null;
	}

	tell(kind: string, ...details: (string | undefined)[]): void {
		this.told.push(
			[this.now, kind, ...details].filter((detail) => detail !== undefined && detail !== "").join(" "),
		);
	}

	// --- time ---

	/** From an hour of the timeline, as far as a span goes. */
	after(from: number, span: NaiveSpan): number {
		return this.clock.add(from + this.timeline.start, span) - this.timeline.start;
	}

	between(from: number, to: number, duration: string): NaiveSpan {
		const { start } = this.timeline;
		return this.clock.between(from + start, to + start, this.clock.span(duration).unit);
	}

	timers(): void {
		if (this.pausedUntil === this.now) {
			this.version++;
			this.end("expired", "pause_deadline");
		}
		if (this.pausedUntil !== null) return;
		const { stage } = this;
		if (stage === null) return;
		if (this.peopleMayChange(this.now)) {
			this.version++;
			this.follow();
		}
		// A stage that opens in this hour has no timer in it, so looking once at each kind is enough.
		if (this.stage === stage && this.reminderAt() === this.now) {
			this.version++;
			stage.reminded++;
			this.tell("reminded", this.names(this.waiting().map(({ by }) => by)));
		}
		while (this.stage === stage && this.rungAt() === this.now) {
			this.version++;
			this.escalate();
			this.judge();
		}
		if (this.stage === stage && stage.deadlineAt === this.now) {
			this.version++;
			const { onDeadline } = this.rules();
			if (onDeadline === "reject") this.end("rejected", "deadline");
			else if (onDeadline === "approve" && !stage.stuck && !stage.unsound) this.pass("deadline");
			else this.end("expired", "deadline");
		}
	}

	reminderAt(): number | null {
		const { stage } = this;
		const { remind } = this.rules();
		if (stage === null || stage.reminders === null || stage.reminded >= remind.atMost) return null;
		const { from, first, counted } = stage.reminders;
		const more = this.clock.span(remind.every);
		const times = stage.reminded - counted;
		const span = {
			unit: first.unit,
			days: first.days + times * more.days,
			hours: first.hours + times * more.hours,
		};
		const at = this.after(from, span);
		return at < stage.deadlineAt ? at : null;
	}

	rungAt(): number | null {
		const { stage } = this;
		const at = stage?.ladder[stage.fired]?.at;
		return stage === null || at === undefined || at >= stage.deadlineAt ? null : at;
	}

	/** Whether a delegation of somebody who matters begins or ends in this hour, or a rota in use hands over. */
	peopleMayChange(hour: number): boolean {
		if (this.stage === null) return false;
		const { first, length, overrides } = this.timeline.rota;
		if (this.sources().some(({ source }) => source === "!r")) {
			if (hour >= first && (hour - first) % length === 0) return true;
			if (overrides.some(({ start, end }) => start === hour || end === hour)) return true;
		}
		for (const owner of this.owners(hour - 1).keys()) {
			const reached = this.reached(owner, ({ end }) => end > hour - 1);
			for (const { from, start, end } of this.delegations) {
				if ((from === owner || reached.includes(from)) && (start === hour || end === hour)) return true;
			}
		}
		return false;
	}

	/** By looking ahead, hour by hour. */
	nextInstant(): number | null {
		if (this.pausedUntil !== null) return this.pausedUntil;
		const { stage } = this;
		if (stage === null) return null;
		const timers = [stage.deadlineAt, this.reminderAt(), this.rungAt()].filter((at) => at !== null);
		const soonest = Math.min(...timers);
		for (let hour = this.now + 1; hour < soonest; hour++) {
			if (this.peopleMayChangeAfterNow(hour)) return hour;
		}
		return soonest;
	}

	/** As `peopleMayChange`, for those who matter now. */
	peopleMayChangeAfterNow(hour: number): boolean {
		const { first, length, overrides } = this.timeline.rota;
		if (this.sources().some(({ source }) => source === "!r")) {
			if (hour >= first && (hour - first) % length === 0) return true;
			if (overrides.some(({ start, end }) => start === hour || end === hour)) return true;
		}
		for (const owner of this.owners(this.now).keys()) {
			const reached = this.reached(owner, ({ end }) => end > this.now);
			for (const { from, start, end } of this.delegations) {
				if ((from === owner || reached.includes(from)) && (start === hour || end === hour)) return true;
			}
		}
		return false;
	}

	// --- who is asked ---

	rules() {
		const rules = this.timeline.stages[this.stage?.index ?? -1];
		if (rules === undefined) throw new Error("no open stage");
		return rules;
	}

	step(firing: Firing | undefined) {
		const step = this.rules().escalate[firing?.step ?? -1];
		if (step === undefined) throw new Error("no such step");
		return step;
	}

	/** The sources in force, each with the number of the firing that brought it (0: the stage's own). */
	sources(): { source: string; fired: number }[] {
		let sources = this.rules().approvers.map((source) => ({ source, fired: 0 }));
		for (let i = 0; i < (this.stage?.fired ?? 0); i++) {
			const { mode, to } = this.step(this.stage?.ladder[i]);
			if (mode === "replace") sources = [];
			sources.push(...to.map((source) => ({ source, fired: i + 1 })));
		}
		return sources;
	}

	lastReplacement(): number {
		let last = 0;
		for (let i = 0; i < (this.stage?.fired ?? 0); i++) {
			if (this.step(this.stage?.ladder[i]).mode === "replace") last = i + 1;
		}
		return last;
	}

	named(source: string, hour: number): string[] {
		if (source.startsWith("@")) return this.groups[source.slice(1)] ?? [];
		if (source === "!r") return this.onCall(hour);
		if (!source.startsWith("^")) return [source];
		let who: string | null = "req";
		for (let level = Number(source.slice(1)); level > 0 && who !== null; level--)
			who = this.managers[who] ?? null;
		return who === null ? [] : [who];
	}

	onCall(hour: number): string[] {
		const { first, length, people, overrides } = this.timeline.rota;
		const standIn = [...overrides].reverse().find(({ start, end }) => start <= hour && hour < end);
		if (standIn !== undefined) return [standIn.person];
		if (hour < first) return [];
		return [people[Math.floor((hour - first) / length) % people.length] ?? ""];
	}

	mayBeAsked(who: string): boolean {
		return !this.inactive.has(who) && (who !== "req" || this.timeline.requesterMayDecide);
	}

	/** Those with a chair of their own. */
	owners(hour: number): Map<string, Chair> {
		const owners = new Map<string, Chair>();
		const give = (of: string, groups: string[], any: boolean) => {
			if (!this.mayBeAsked(of)) return;
			const chair = owners.get(of) ?? { of, groups: [], any: false };
			chair.groups = [...new Set([...chair.groups, ...groups])];
			chair.any ||= any;
			owners.set(of, chair);
		};
		const passedOn = (this.stage?.passedOn ?? []).filter(({ fired }) => fired >= this.lastReplacement());
		for (const { source, fired } of this.sources()) {
			for (const who of this.named(source, hour)) {
				let holder = who;
				let chair: Chair = {
					of: who,
					groups: source.startsWith("@") ? [source.slice(1)] : [],
					any: fired > 0,
				};
				for (const record of passedOn) {
					if (record.from !== holder || record.fired < fired) continue;
					holder = record.to;
					chair = record.chair;
				}
				give(holder, chair.groups, chair.any);
			}
		}
		for (const [i, { to }] of passedOn.entries()) {
			if (passedOn.some(({ from }) => from === to)) continue;
			const latest = passedOn.findLast((record) => record.to === to) ?? passedOn[i];
			if (latest !== undefined) give(to, latest.chair.groups, latest.chair.any);
		}
		return owners;
	}

	/** Delegates of somebody, nearest first, over delegations of a kind. */
	reached(from: string, kind: (delegation: DelegationSketch) => boolean): string[] {
		const found: string[] = [];
		let layer = [from];
		for (let depth = 1; depth <= DEEP; depth++) {
			const next: string[] = [];
			for (const who of layer) {
				for (const delegation of this.delegations) {
					const { to } = delegation;
					if (delegation.from !== who || !kind(delegation)) continue;
					if (to === from || to === "req" || this.inactive.has(to) || found.includes(to)) continue;
					found.push(to);
					next.push(to);
				}
			}
			layer = next;
		}
		return found;
	}

	/** Everybody asked now, with the chairs that they may sit on, the own one first. */
	asked(): Map<string, Chair[]> {
		// While it waits for its requester nobody looks at who is to be asked.
		if (this.pausedUntil !== null) return this.lastLook();
		const owners = this.owners(this.now);
		const asked = new Map<string, Chair[]>();
		for (const [who, chair] of owners) asked.set(who, [chair]);
		for (const [who, chair] of owners) {
			for (const delegate of this.reached(who, ({ start, end }) => start <= this.now && this.now < end)) {
				asked.set(delegate, [...(asked.get(delegate) ?? []), chair]);
			}
		}
		for (const who of asked.keys()) this.stage?.everAsked.add(who);
		return asked;
	}

	lastLook(): Map<string, Chair[]> {
		return new Map<string, Chair[]>(JSON.parse(this.lastAsked));
	}

	decidedElsewhere(who: string): boolean {
		return [...this.over].some(([, { votes }]) => votes.some((vote) => vote.by === who));
	}

	approvals(): Voter[] {
		return this.withoutRejected((this.stage?.votes ?? []).filter(({ verdict }) => verdict === "approve"));
	}

	/** A rejection keeps the chair that it was made from. */
	withoutRejected(voters: Voter[]): Voter[] {
		const gone = (this.stage?.votes ?? [])
			.filter(({ verdict }) => verdict === "reject")
			.map(({ chairs }) => chairs[0]?.of);
		return voters.map(({ by, chairs }) => ({ by, chairs: chairs.filter(({ of }) => !gone.includes(of)) }));
	}

	undecided(): Voter[] {
		const voted = (this.stage?.votes ?? []).map(({ by }) => by);
		return [...this.asked()].filter(([by]) => !voted.includes(by)).map(([by, chairs]) => ({ by, chairs }));
	}

	isTaken(voter: Voter): boolean {
		const approvals = this.approvals();
		const [cleared] = this.withoutRejected([voter]);
		return cleared === undefined || seated([...approvals, cleared]) === seated(approvals);
	}

	waiting(): Voter[] {
		const free = this.undecided().filter((voter) => !this.isTaken(voter));
		return this.withoutRejected(free.filter(({ by }) => !this.isDuplicate(by)));
	}

	isDuplicate(who: string): boolean {
		return this.timeline.oncePerRequest && this.decidedElsewhere(who);
	}

	names(people: Iterable<string>): string {
		return [...people].sort().join("+");
	}

	// --- stages ---

	open(index: number, cause: string): void {
		const rules = this.timeline.stages[index];
		if (rules === undefined) {
			this.close("approved", cause);
			return;
		}
		const holds =
			rules.when === undefined ||
			(rules.when === "context.n > 2" ? this.n > 2 : rules.when === "context.n <= 2" ? this.n <= 2 : null);
		if (holds === false) {
			this.tell("stage_skipped", rules.name);
			this.open(index + 1, cause);
			return;
		}
		const deadlineAt = this.after(this.now, this.clock.span(rules.deadline));
		this.stage = {
			index,
			openedAt: this.now,
			deadlineAt,
			ladder: this.ladderOf(rules, deadlineAt),
			fired: 0,
			reminded: 0,
			reminders: { from: this.now, first: this.clock.span(rules.remind.every), counted: 0 },
			votes: [],
			everAsked: new Set(),
			passedOn: [],
			enough: null,
			stuck: false,
			unsound: holds === null,
		};
		this.shownSince = this.version;
		this.tell("stage_opened", rules.name, this.names(this.asked().keys()));
		if (holds === null) this.tell("condition_failed", "no_such_field");
		this.remember();
		this.judge();
	}

	ladderOf(rules: Timeline["stages"][number], deadlineAt: number): Firing[] {
		const ladder: Firing[] = [];
		let from = this.now;
		for (let pass = 0; pass <= rules.repeatEscalation; pass++) {
			const firings = rules.escalate.map(({ after }, step) => ({
				step,
				at: this.after(from, this.clock.span(after)),
			}));
			firings.sort((a, b) => a.at - b.at);
			ladder.push(...firings.filter(({ at }) => pass === 0 || at < deadlineAt));
			from = Math.max(from, ...firings.map(({ at }) => at));
		}
		return ladder;
	}

	remember(): void {
		this.lastAsked = this.stage === null ? "" : JSON.stringify([...this.asked()].sort());
	}

	pass(cause: string): void {
		const index = this.stage?.index ?? 0;
		this.leave("passed", cause);
		this.open(index + 1, cause);
	}

	end(outcome: string, cause: string, by?: string): void {
		this.leave(outcome, cause);
		this.close(outcome, cause, by);
	}

	leave(result: string, cause: string): void {
		const { stage } = this;
		if (stage === null) return;
		const undecided = this.undecided();
		this.over.set(this.rules().name, {
			votes: stage.votes,
			waiting: undecided.map(({ by }) => by),
			taken: undecided.filter((voter) => this.isTaken(voter)).map(({ by }) => by),
			byDeadline: cause === "deadline",
		});
		this.tell("stage_closed", this.rules().name, result, cause);
		this.stage = null;
	}

	close(outcome: string, cause: string, by?: string): void {
		this.state = outcome;
		this.cause = cause;
		this.closedAt = this.now;
		this.pausedUntil = null;
		this.tell("closed", by, outcome, cause);
	}

	// --- escalation ---

	escalate(): boolean {
		const { stage } = this;
		const firing = stage?.ladder[stage.fired];
		if (stage === null || firing === undefined) return false;
		const step = this.step(firing);
		const before = [...this.lastLook().keys()];
		stage.fired++;
		const after = [...this.asked().keys()];
		if (step.need !== undefined) stage.enough = null;
		const need = this.need();
		if (step.mode === "replace" && typeof need !== "string") {
			const approvals = this.approvals();
			const filled = this.filled(approvals);
			const open = this.required() - filled;
			const able = seated([...approvals, ...this.waiting()]) - seated(approvals);
			if (able > 0 && able < open) stage.enough = filled + able;
		}
		// All that this step brings in, and who else is found when it runs (never, in these timelines).
		this.tell("escalated", this.names(after.filter((who) => !before.includes(who))));
		const off = before.filter((who) => !after.includes(who));
		if (off.length > 0) this.tell("unassigned", this.names(off));
		this.remember();
		return true;
	}

	// --- quorum ---

	need(): NeedSketch {
		let { need } = this.rules();
		for (let i = 0; i < (this.stage?.fired ?? 0); i++) need = this.step(this.stage?.ladder[i]).need ?? need;
		return need;
	}

	slots(): number {
		const need = this.need();
		if (typeof need === "number") return need;
		if (typeof need === "object") return Object.values(need).reduce((sum, count) => sum + count, 0);
		const chairs = [...this.asked().values()].flat().map(({ of }) => of);
		// An approval stands for the chair that it was made from.
		const approved = this.approvals().flatMap(({ chairs: [first] }) => first?.of ?? []);
		const people = new Set([...chairs, ...approved]).size;
		return need === "all" ? people : Math.ceil((people * Number(need.slice(0, -1))) / 100);
	}

	required(): number {
		return Math.max(1, Math.min(this.slots(), this.stage?.enough ?? Number.POSITIVE_INFINITY));
	}

	filled(voters: Voter[]): number {
		const need = this.need();
		if (typeof need !== "object") return Math.min(this.slots(), seated(voters));
		return mostInGroups(voters, { ...need });
	}

	wouldPass(voters: Voter[]): boolean {
		return this.filled(voters) >= this.required();
	}

	judge(): void {
		for (;;) {
			const { stage } = this;
			if (stage === null) return;
			const rejected = stage.votes.filter(({ verdict }) => verdict === "reject").map(({ by }) => by);
			if (rejected.length >= this.rules().rejectAt) {
				this.end("rejected", "rejections");
				return;
			}
			const approved = this.approvals();
			if (approved.length > 0 && this.wouldPass(approved)) {
				this.pass("decided");
				return;
			}
			if (this.wouldPass([...approved, ...this.waiting()])) {
				stage.stuck = false;
				return;
			}
			if (rejected.length > 0 && this.wouldPass(this.hadNobodyRejected(rejected))) {
				this.end("rejected", "rejections");
				return;
			}
			if (!stage.stuck) this.tell("unsatisfiable");
			stage.stuck = true;
			if (!this.escalate()) return;
		}
	}

	hadNobodyRejected(rejected: string[]): Voter[] {
		const approved = (this.stage?.votes ?? []).filter(({ verdict }) => verdict === "approve");
		const others = [...this.asked()].filter(
			([who]) => !approved.some(({ by }) => by === who) && (rejected.includes(who) || !this.isDuplicate(who)),
		);
		return [...approved, ...others.map(([by, chairs]) => ({ by, chairs }))];
	}

	// --- events ---

	happen(event: TimelineEvent): string {
		switch (event.kind) {
			case "time":
				return "ok";
			case "toggle":
				if (!this.inactive.delete(event.who)) this.inactive.add(event.who);
				return this.directoryChanged();
			case "group":
				this.groups = { ...this.groups, [event.name]: event.members };
				return this.directoryChanged();
			case "delegations":
				this.delegations = event.delegations;
				return this.directoryChanged();
			case "manager":
				this.managers = { ...this.managers, [event.who]: event.manager };
				return this.directoryChanged();
			case "cancel": {
				const mayCancel = event.by === "adm" || (event.by === "req" && !this.inactive.has("req"));
				const code = this.endedCode() ?? (mayCancel ? null : "not_eligible");
				if (code !== null) return this.refuse(event.by, code);
				this.version++;
				this.end("cancelled", "cancelled", event.by);
				return "ok";
			}
			case "sendBack":
			case "ask":
				return this.pause(event.kind, event.by);
			case "answer":
				return this.answer(event.by);
			case "resubmit":
				return this.resubmit(event.by, event.n);
			case "reassign":
				return this.reassign(event);
			case "decide":
				return this.decide(event);
		}
	}

	directoryChanged(): string {
		const before = this.lastAsked;
		if (this.stage === null || this.pausedUntil !== null) return "ok";
		if (JSON.stringify([...this.asked()].sort()) === before) return "ok";
		this.version++;
		this.follow();
		return "ok";
	}

	follow(): void {
		const before = this.lastLook();
		const after = this.asked();
		this.remember();
		if (JSON.stringify([...before].sort()) === this.lastAsked) return;
		const off = [...before.keys()].filter((who) => !after.has(who));
		const on = [...after.keys()].filter((who) => !before.has(who));
		if (off.length > 0) this.tell("unassigned", this.names(off));
		if (on.length > 0) this.tell("assigned", this.names(on));
		this.judge();
	}

	refuse(by: string, code: string): string {
		this.tell("refused", by, code);
		return code;
	}

	endedCode(): string | null {
		if (this.closedAt === null) return null;
		return this.cause === "deadline" || this.cause === "pause_deadline" ? "late" : "closed";
	}

	overCode(): string | null {
		return this.endedCode() ?? (this.pausedUntil === null ? null : "paused");
	}

	first(reasons: [string, boolean][]): string | undefined {
		return reasons.find(([, applies]) => applies)?.[0];
	}

	pause(kind: "sendBack" | "ask", by: string): string {
		const code = this.first([
			["own_request", this.own(by)],
			[this.overCode() ?? "", this.overCode() !== null],
			["not_eligible", this.stage !== null && !this.asked().has(by)],
			["invalid", kind === "sendBack" && this.round >= ROUNDS],
		]);
		const { stage } = this;
		if (code !== undefined || stage === null) return this.refuse(by, code ?? "");
		const rules = this.rules();
		this.version++;
		this.tell(kind === "ask" ? "asked" : "sent_back", by, "req");
		const reminder = this.reminderAt();
		this.left = {
			deadline: this.between(this.now, stage.deadlineAt, rules.deadline),
			ladder: stage.ladder
				.slice(stage.fired)
				.map((firing) => this.between(this.now, firing.at, this.step(firing).after)),
			reminder: reminder === null ? null : this.between(this.now, reminder, rules.remind.every),
		};
		this.state = kind === "ask" ? "question" : "changes_requested";
		this.pausedUntil = this.after(this.now, this.clock.span(rules.deadline));
		return "ok";
	}

	resumable(by: string, state: string): string | null {
		const code = this.first([
			[this.endedCode() ?? "", this.endedCode() !== null],
			["not_eligible", by !== "req" || this.inactive.has("req")],
			["invalid", this.state !== state],
		]);
		return code ?? null;
	}

	resubmit(by: string, n: number): string {
		const code = this.resumable(by, "changes_requested");
		if (code !== null) return this.refuse(by, code);
		this.version++;
		this.tell("resubmitted", by);
		this.state = "open";
		this.pausedUntil = null;
		this.stage = null;
		this.over.clear();
		this.round++;
		this.n = n;
		this.open(0, "automatic");
		return "ok";
	}

	answer(by: string): string {
		const code = this.resumable(by, "question");
		const { stage, left } = this;
		if (code !== null || stage === null || left === null) return this.refuse(by, code ?? "");
		this.version++;
		this.tell("answered", by);
		this.state = "open";
		this.pausedUntil = null;
		stage.deadlineAt = this.after(this.now, left.deadline);
		const rest = stage.ladder
			.slice(stage.fired)
			.map((firing, i) => ({ ...firing, at: this.after(this.now, left.ladder[i] ?? left.deadline) }));
		rest.sort((a, b) => a.at - b.at);
		stage.ladder = [...stage.ladder.slice(0, stage.fired), ...rest];
		stage.reminders =
			left.reminder === null ? null : { from: this.now, first: left.reminder, counted: stage.reminded };
		if (JSON.stringify([...this.asked()].sort()) !== this.lastAsked) {
			this.version++;
			this.follow();
		} else this.judge();
		this.timersLeftAtZero();
		return "ok";
	}

	/** A timer of which nothing was left is due at once. */
	timersLeftAtZero(): void {
		const { stage } = this;
		if (stage === null) return;
		if (this.reminderAt() === this.now || this.rungAt() === this.now || stage.deadlineAt === this.now) {
			const people = this.peopleMayChange;
			this.peopleMayChange = () => false;
			this.timers();
			this.peopleMayChange = people;
		}
	}

	reassign({ by, from, to }: TimelineEvent & { kind: "reassign" }): string {
		const { stage } = this;
		const open = stage !== null && this.pausedUntil === null;
		const chair = this.stage === null ? undefined : this.owners(this.now).get(from);
		const own = by === from && chair !== undefined && this.asked().has(by);
		const code = this.first([
			["invalid", this.inactive.has(to)],
			["invalid", open && to !== "req" && this.owners(this.now).has(to)],
			["invalid", open && stage.votes.some((vote) => vote.by === to)],
			["own_request", to === "req"],
			["already_decided", stage !== null && this.isFilled(from)],
			[this.overCode() ?? "", this.overCode() !== null],
			["not_eligible", !own && by !== "adm"],
			["invalid", chair === undefined],
		]);
		if (code !== undefined || stage === null || chair === undefined) return this.refuse(by, code ?? "");
		this.version++;
		const before = [...this.asked().keys()];
		stage.passedOn.push({ from, to, chair, fired: stage.fired });
		this.tell("reassigned", by, to, from);
		const after = [...this.asked().keys()];
		const others = (who: string) => who !== from && who !== to;
		const off = before.filter((who) => !after.includes(who) && others(who));
		const on = after.filter((who) => !before.includes(who) && others(who));
		if (off.length > 0) this.tell("unassigned", this.names(off));
		if (on.length > 0) this.tell("assigned", this.names(on));
		this.remember();
		this.judge();
		return "ok";
	}

	isFilled(who: string): boolean {
		const votes = this.stage?.votes ?? [];
		if (votes.some(({ by }) => by === who)) return true;
		const chairs = this.asked().get(who);
		if (chairs === undefined) return false;
		return (
			this.isTaken({ by: who, chairs }) && votes.some(({ chairs }) => chairs.some(({ of }) => of === who))
		);
	}

	decide({ at: _, by, verdict, comment, stage: named, version }: TimelineEvent & { kind: "decide" }): string {
		const openName = this.stage === null ? null : this.rules().name;
		const meant = named ?? this.meantBy(by);
		const votes = meant === openName ? (this.stage?.votes ?? []) : (this.over.get(meant)?.votes ?? []);
		const mine = votes.find((vote) => vote.by === by);
		if (mine?.verdict === verdict && !this.own(by)) return "repeat";

		const wanted = this.stage === null ? "never" : this.rules().requireComment;
		const code = this.first([
			["invalid", named !== undefined && !this.exists(named)],
			["own_request", this.own(by)],
			["already_decided", mine !== undefined || this.decidedForThem(by, meant, openName)],
			["late", this.over.get(meant)?.byDeadline === true || this.endedCode() === "late"],
			[this.overCode() ?? "", this.overCode() !== null],
			["not_eligible", this.stage !== null && !this.asked().has(by)],
			["duplicate_person", this.isDuplicate(by)],
			["stale_version", meant !== openName || (version ?? this.shownSince) < this.shownSince],
			[
				"comment_required",
				!comment && (wanted === "always" || (wanted === "reject" && verdict === "reject")),
			],
		]);
		if (code !== undefined) return this.refuse(by, code);

		this.version++;
		const chairs = this.asked().get(by) ?? [];
		const used = votes.map((vote) => vote.chairs[0]?.of);
		const free = chairs.find(({ of }) => !used.includes(of)) ?? chairs[0];
		const inOrder = [
			...chairs.filter((chair) => chair === free),
			...chairs.filter((chair) => chair !== free),
		];
		this.stage?.votes.push({ by, verdict, chairs: inOrder });
		this.tell("decided", by, verdict, free?.of === by ? undefined : `for:${free?.of}`);
		this.judge();
		return "ok";
	}

	/** Whether somebody else's vote has used up every chair that they could sit on. */
	decidedForThem(by: string, meant: string, openName: string | null): boolean {
		if (meant === openName) {
			const chairs = this.asked().get(by);
			if (chairs !== undefined) return this.isTaken({ by, chairs });
		}
		const over = this.over.get(meant);
		if (meant !== openName && over?.taken.includes(by)) return true;
		const votes = meant === openName ? (this.stage?.votes ?? []) : (over?.votes ?? []);
		return votes.some((vote) => vote.by !== by && vote.chairs[0]?.of === by);
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

/** How many of these can sit at once, by trying every way. */
function seated(voters: Voter[], used: string[] = []): number {
	const [first, ...rest] = voters;
	if (first === undefined) return 0;
	let most = seated(rest, used);
	for (const { of } of first.chairs) {
		if (!used.includes(of)) most = Math.max(most, 1 + seated(rest, [...used, of]));
	}
	return most;
}

/** How many slots of groups these can fill, by trying every way; whoever sits on it, a chair fits the same groups. */
function mostInGroups(voters: Voter[], slots: Record<string, number>): number {
	const all = voters.flatMap(({ chairs }) => chairs);
	const fits = (of: string, group: string) =>
		all.some((chair) => chair.of === of && (chair.any || chair.groups.includes(group)));
	const most = (from: number, used: string[], left: Record<string, number>): number => {
		const voter = voters[from];
		if (voter === undefined) return 0;
		let best = most(from + 1, used, left);
		for (const { of } of voter.chairs) {
			if (used.includes(of)) continue;
			for (const [group, count] of Object.entries(left)) {
				if (count === 0 || !fits(of, group)) continue;
				best = Math.max(best, 1 + most(from + 1, [...used, of], { ...left, [group]: count - 1 }));
			}
		}
		return best;
	};
	return most(0, [], slots);
}
