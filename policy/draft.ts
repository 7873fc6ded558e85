import type { Instant } from "./directory.ts";
import type { Stage } from "./document.ts";
import type { RequestRecord, StageRecord } from "./record.ts";
import type { TraceItem } from "./trace.ts";
import type { World } from "./world.ts";

/**
 * A record that one call of `step` is working on. The record, its open stage and its arrays are the draft's own;
 * what stands in the arrays is shared with the record given and is replaced, never altered.
 */
export interface Draft {
	readonly record: RequestRecord;
	readonly trace: TraceItem[];
	/** Replaced when the request is submitted again with another context. */
	world: World;
}

/** A draft of what `record` becomes. */
export function draftOf(record: RequestRecord, world: World): Draft {
	const stage = record.stage && { ...record.stage, assignments: [...record.stage.assignments] };
	return {
		record: { ...record, stage, decisions: [...record.decisions], closedStages: [...record.closedStages] },
		trace: [],
		world,
	};
}

/** Counts one event that changes the record. Call it before the changes themselves. */
export function countEvent({ record }: Draft, at: Instant): void {
	record.version += 1;
	// A late timer is dated by its own instant, which may lie before an event that came in the meantime.
	record.lastEventAt = Math.max(record.lastEventAt, at);
}

/** Writes down that something happened in the open stage. */
export function traceStage(draft: Draft, { at, kind, ...rest }: TraceItem): void {
	const { stage, round } = draft.record;
	draft.trace.push({ at, kind, ...(stage && { stage: stage.name, round }), ...rest });
}

/** The open stage with its rules in the policy, or null where no stage is open. */
export function openStage({ record, world }: Draft): { stage: StageRecord; rules: Stage } | null {
	if (record.stage === null) return null;
	const rules = world.policy.stages[record.stage.index];
	if (rules === undefined)
		throw new Error(`The policy has no stage ${record.stage.index} (${record.stage.name})`);
	return { stage: record.stage, rules };
}
