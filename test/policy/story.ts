import type { Calendar, Delegation, Directory, Instant, PersonId, Rota } from "../../policy/directory.ts";
import type { Policy } from "../../policy/document.ts";
import type { PolicyEvent } from "../../policy/event.ts";
import { parsePolicy } from "../../policy/parse.ts";
import type { RequestRecord, Verdict } from "../../policy/record.ts";
import { type StepResult, step, type World } from "../../policy/step.ts";
import type { TraceItem } from "../../policy/trace.ts";

export const HOUR = 3_600_000;

/** A stage as a test writes it: `ana` is a user, `@finance` a group, `^2` a manager two levels up, `!ops` a rota. */
export interface StageSketch {
	name?: string;
	when?: string;
	approvers: string[];
	need?: NeedSketch;
	rejectAt?: number;
	remind?: { every: string; atMost: number };
	escalate?: { after: string; to: string[]; mode: "add" | "replace"; need?: NeedSketch }[];
	repeatEscalation?: number;
	deadline?: string;
	onDeadline?: "cancel" | "reject" | "approve";
	requireComment?: "never" | "reject" | "always";
	onUndeliverable?: "escalate" | "ignore";
}

export type NeedSketch = number | "all" | `${number}%` | Record<string, number>;

export interface StorySketch {
	stages: StageSketch[];
	groups?: Record<string, PersonId[]>;
	requesterMayDecide?: boolean;
	oncePerRequest?: boolean;
	calendar?: string;
	admins?: PersonId[];
	inactive?: PersonId[];
	managers?: Record<PersonId, PersonId | null>;
	/** In hours since the submission. */
	delegations?: DelegationSketch[];
	calendars?: Calendar[];
	rotas?: Rota[];
	context?: Record<string, unknown>;
	/** Of the submission; hours are counted from it. */
	submittedAt?: Instant;
	/** Who submitted it for `req`. */
	submitter?: PersonId;
	/** Names of the stages whose approvers a message has reached; left out: all. */
	reached?: string[];
}

export interface DelegationSketch {
	from: PersonId;
	to: PersonId;
	start: number;
	end: number;
}

const NAMES = ["ana", "bo", "cy", "di", "ed", "flo", "gus", "req", "adm"];

function sourceOf(name: string): object {
	const rest = name.slice(1);
	switch (name[0]) {
		case "@":
			return { group: rest };
		case "^":
			return { manager: Number(rest) };
		case "!":
			return { oncall: rest };
		default:
			return { user: `${name}@example.com` };
	}
}

/** The policy document that a test sketched. */
export function documentOf(sketch: StorySketch): Record<string, unknown> {
	return {
		apiVersion: "countersign/v1",
		name: "test",
		title: "Test",
		context: { type: "object" },
		...(sketch.calendar !== undefined && { calendar: sketch.calendar }),
		separation: {
			requesterMayDecide: sketch.requesterMayDecide ?? false,
			oncePerRequest: sketch.oncePerRequest ?? false,
		},
		stages: sketch.stages.map((stage, i) => ({
			name: `s${i + 1}`,
			need: 1,
			deadline: "10h",
			onDeadline: "cancel",
			...stage,
			approvers: stage.approvers.map(sourceOf),
			escalate: (stage.escalate ?? []).map((rung) => ({ ...rung, to: rung.to.map(sourceOf) })),
		})),
	};
}

/** Parses what a test wrote; a policy that is not valid fails the test with its errors. */
export function policyOf(sketch: StorySketch): Policy {
	const parsed = parsePolicy(documentOf(sketch));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
	return parsed.policy;
}

export function directoryOf(sketch: StorySketch): Directory {
	return {
		people: Object.fromEntries(
			NAMES.map((id) => [
				id,
				{
					id,
					email: `${id}@example.com`,
					active: !(sketch.inactive ?? []).includes(id),
					manager: sketch.managers?.[id] ?? null,
					admin: (sketch.admins ?? []).includes(id),
				},
			]),
		),
		groups: sketch.groups ?? {},
		delegations: delegationsOf(sketch.delegations ?? [], sketch.submittedAt ?? 0),
		calendars: Object.fromEntries((sketch.calendars ?? []).map((calendar) => [calendar.name, calendar])),
		rotas: Object.fromEntries((sketch.rotas ?? []).map((rota) => [rota.name, rota])),
	};
}

export function delegationsOf(sketches: readonly DelegationSketch[], submittedAt: Instant): Delegation[] {
	return sketches.map(({ from, to, start, end }, i) => ({
		id: `delegation-${i + 1}`,
		from,
		to,
		start: submittedAt + start * HOUR,
		end: submittedAt + end * HOUR,
	}));
}

/**
 * A request submitted by `req` at 0 and what happens to it; hours are counted from then. Everything given to
 * `step` is frozen, so a rule that alters its arguments fails the test.
 */
export class Story {
	readonly policy: Policy;
	readonly trace: TraceItem[] = [];
	directory: Directory;
	record: RequestRecord;
	private drawn = 0;
	private context: Record<string, unknown>;
	private readonly start: Instant;
	private readonly more: Pick<World, "submitter" | "reached">;

	constructor(sketch: StorySketch) {
		const { submitter, reached } = sketch;
		this.more = {
			...(submitter !== undefined && { submitter }),
			...(reached !== undefined && { reached: new Set(reached) }),
		};
		this.policy = freeze(policyOf(sketch));
		this.directory = freeze(directoryOf(sketch));
		this.context = freeze(sketch.context ?? {});
		this.start = sketch.submittedAt ?? 0;
		const opened = step(null, { kind: "submit", requester: "req" }, this.start, this.world);
		this.record = freeze(opened.record);
		this.trace.push(...opened.trace);
	}

	get world(): World {
		return { policy: this.policy, context: this.context, directory: this.directory, ...this.more };
	}

	/** One event; its answer as `ok`, `repeat` or the refusal's code. */
	happen(hours: number, event: PolicyEvent): string {
		const result: StepResult = step(this.record, event, this.start + Math.round(hours * HOUR), this.world);
		this.record = freeze(result.record);
		this.trace.push(...result.trace);
		if (!result.answer.accepted) return result.answer.code;
		return result.answer.repeated ? "repeat" : "ok";
	}

	decide(
		hours: number,
		by: PersonId,
		verdict: Verdict = "approve",
		{ comment, ...seen }: { version?: number; stage?: string; round?: number; comment?: boolean } = {},
	): string {
		this.drawn += 1;
		return this.happen(hours, {
			kind: "decide",
			id: `d${this.drawn}`,
			by,
			verdict,
			hasComment: comment ?? false,
			...seen,
		});
	}

	cancel(hours: number, by: PersonId): string {
		return this.happen(hours, { kind: "cancel", by });
	}

	sendBack(hours: number, by: PersonId): string {
		return this.happen(hours, { kind: "sendBack", by });
	}

	resubmit(hours: number, context?: Record<string, unknown>, by: PersonId = "req"): string {
		const said = this.happen(hours, { kind: "resubmit", by, ...(context !== undefined && { context }) });
		if (said === "ok" && context !== undefined) this.context = freeze(context);
		return said;
	}

	ask(hours: number, by: PersonId): string {
		return this.happen(hours, { kind: "ask", by });
	}

	answer(hours: number, by: PersonId = "req"): string {
		return this.happen(hours, { kind: "answer", by });
	}

	reassign(hours: number, by: PersonId, from: PersonId, to: PersonId): string {
		return this.happen(hours, { kind: "reassign", by, from, to });
	}

	deliver(hours: number, person: PersonId, reached: boolean): string {
		return this.happen(hours, { kind: "delivery", person, reached });
	}

	wait(hours: number): void {
		this.happen(hours, { kind: "time" });
	}

	/** The directory becomes another one, and the request is told. */
	change(
		hours: number,
		change: {
			deactivate?: PersonId[];
			groups?: Record<string, PersonId[]>;
			delegations?: DelegationSketch[];
		},
	): void {
		const people = Object.fromEntries(
			Object.entries(this.directory.people).map(([id, person]) => [
				id,
				{ ...person, active: person.active && !(change.deactivate ?? []).includes(id) },
			]),
		);
		const groups = { ...this.directory.groups, ...change.groups };
		const delegations =
			change.delegations === undefined
				? this.directory.delegations
				: delegationsOf(change.delegations, this.start);
		this.directory = freeze({ ...this.directory, people, groups, delegations });
		this.happen(hours, { kind: "directory" });
	}

	/** Who is asked now. */
	get assigned(): PersonId[] {
		return (this.record.stage?.assignments ?? []).filter((a) => a.endedAt === null).map((a) => a.person);
	}

	/** What was traced of these kinds, as `hours kind detail`. */
	told(...kinds: TraceItem["kind"][]): string[] {
		return this.trace
			.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
			.map((item) => {
				const detail = item.to ??
					item.assigned ?? [item.code ?? item.verdict ?? item.result ?? item.outcome ?? item.failure];
				return [(item.at - this.start) / HOUR, item.kind, item.by, detail.join("+")]
					.filter((x) => x !== undefined && x !== "")
					.join(" ");
			});
	}
}

export function hours(instant: Instant | null): number | null {
	return instant === null ? null : instant / HOUR;
}

export function freeze<T>(value: T): T {
	if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const inner of Object.values(value)) freeze(inner);
	}
	return value;
}
