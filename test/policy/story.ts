import type { Directory, Instant, PersonId } from "../../policy/directory.ts";
import type { Policy } from "../../policy/document.ts";
import type { PolicyEvent } from "../../policy/event.ts";
import { parsePolicy } from "../../policy/parse.ts";
import type { RequestRecord, Verdict } from "../../policy/record.ts";
import { type StepResult, step, type World } from "../../policy/step.ts";
import type { TraceItem } from "../../policy/trace.ts";

export const HOUR = 3_600_000;

/** A stage as a test writes it: `ana` is a user, `@finance` a group. */
export interface StageSketch {
	name?: string;
	approvers: string[];
	need?: number | "all";
	rejectAt?: number;
	remind?: { every: string; atMost: number };
	escalate?: { after: string; to: string[]; mode: "add" | "replace"; need?: number | "all" }[];
	deadline?: string;
	onDeadline?: "cancel" | "reject" | "approve";
}

export interface StorySketch {
	stages: StageSketch[];
	groups?: Record<string, PersonId[]>;
	requesterMayDecide?: boolean;
	admins?: PersonId[];
	inactive?: PersonId[];
}

const NAMES = ["ana", "bo", "cy", "di", "ed", "flo", "gus", "req", "adm"];

/** Parses what a test wrote; a policy that is not valid fails the test with its errors. */
export function policyOf(sketch: StorySketch): Policy {
	const source = (name: string) =>
		name.startsWith("@") ? { group: name.slice(1) } : { user: `${name}@example.com` };
	const parsed = parsePolicy({
		apiVersion: "countersign/v1",
		name: "test",
		title: "Test",
		context: { type: "object" },
		separation: { requesterMayDecide: sketch.requesterMayDecide ?? false },
		stages: sketch.stages.map((stage, i) => ({
			name: `s${i + 1}`,
			need: 1,
			deadline: "10h",
			onDeadline: "cancel",
			...stage,
			approvers: stage.approvers.map(source),
			escalate: (stage.escalate ?? []).map((rung) => ({ ...rung, to: rung.to.map(source) })),
		})),
	});
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
					manager: null,
					admin: (sketch.admins ?? []).includes(id),
				},
			]),
		),
		groups: sketch.groups ?? {},
		delegations: [],
	};
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

	constructor(sketch: StorySketch) {
		this.policy = freeze(policyOf(sketch));
		this.directory = freeze(directoryOf(sketch));
		const opened = step(null, { kind: "submit", requester: "req" }, 0, this.world);
		this.record = freeze(opened.record);
		this.trace.push(...opened.trace);
	}

	get world(): World {
		return { policy: this.policy, context: {}, directory: this.directory };
	}

	/** One event; its answer as `ok`, `repeat` or the refusal's code. */
	happen(hours: number, event: PolicyEvent): string {
		const result: StepResult = step(this.record, event, Math.round(hours * HOUR), this.world);
		this.record = freeze(result.record);
		this.trace.push(...result.trace);
		if (!result.answer.accepted) return result.answer.code;
		return result.answer.repeated ? "repeat" : "ok";
	}

	decide(
		hours: number,
		by: PersonId,
		verdict: Verdict = "approve",
		seen: { version?: number; stage?: string; round?: number } = {},
	): string {
		this.drawn += 1;
		return this.happen(hours, {
			kind: "decide",
			id: `d${this.drawn}`,
			by,
			verdict,
			hasComment: false,
			...seen,
		});
	}

	cancel(hours: number, by: PersonId): string {
		return this.happen(hours, { kind: "cancel", by });
	}

	wait(hours: number): void {
		this.happen(hours, { kind: "time" });
	}

	/** The directory becomes another one, and the request is told. */
	change(hours: number, change: { deactivate?: PersonId[]; groups?: Record<string, PersonId[]> }): void {
		const people = Object.fromEntries(
			Object.entries(this.directory.people).map(([id, person]) => [
				id,
				{ ...person, active: person.active && !(change.deactivate ?? []).includes(id) },
			]),
		);
		const groups = { ...this.directory.groups, ...change.groups };
		this.directory = freeze({ ...this.directory, people, groups });
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
				const detail = item.to ?? item.assigned ?? [item.code ?? item.verdict ?? item.result ?? item.outcome];
				return [item.at / HOUR, item.kind, item.by, detail.join("+")]
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
