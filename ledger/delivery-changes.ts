import { v7 as newId } from "uuid";
import type { DELIVERY_WANTS } from "../db/schema/deliveries.ts";
import type { AssignmentChanges } from "./assignment-changes.ts";
import type { StepToRecord } from "./step-to-record.ts";

type Wants = (typeof DELIVERY_WANTS)[number];

export interface DeliveryChanges {
	added: {
		id: string;
		assignment_id: string | null;
		person_id: string;
		audience: "approver" | "requester";
		wants: Wants;
		/** It goes out on every channel that the person has, not on the first alone. */
		urgent: boolean;
	}[];
	/** Deliveries of assignments already there that are to say something new. */
	moved: { key: string; wants: Wants }[];
	/** Keys of assignments whose messages ask for nothing any more. */
	withdrawn: string[];
	/** Administrators are to be told that a stage cannot be satisfied, or that its condition failed. */
	stuck: boolean;
}

/** What is due sooner is urgent. */
const URGENT_MS = 3_600_000;

/** Whom a step gives something to hear, and what. */
export function deliveryChanges(step: StepToRecord, assignments: AssignmentChanges): DeliveryChanges {
	const { after, before, trace } = step;
	const added: DeliveryChanges["added"] = assignments.added
		.filter((row) => row.state === "waiting" && row.via !== "requester")
		.map((row) => ({
			id: newId(),
			assignment_id: row.id,
			person_id: row.person_id,
			audience: "approver",
			wants: row.via === "escalation" ? "escalated" : "asked",
			urgent: row.via === "escalation" || Date.parse(row.due_at) - step.now < URGENT_MS,
		}));
	const toRequester = wantsOfRequester(step);
	if (toRequester !== null) {
		added.push({
			id: newId(),
			assignment_id: null,
			person_id: after.requester,
			audience: "requester",
			wants: toRequester,
			urgent: false,
		});
	}
	const back = assignments.changed
		.filter((row) => row.state === "waiting" && row.before !== "waiting")
		.map((row) => ({
			key: row.key,
			wants: row.before === "paused" ? ("answered" as const) : ("asked" as const),
		}));
	const again = new Set([...assignments.added, ...back].map(({ key }) => key));
	const reminded = remindedKeys(step, assignments)
		.filter((key) => !again.has(key))
		.map((key) => ({ key, wants: "reminded" as const }));
	return {
		added,
		moved: [...back, ...reminded],
		withdrawn: assignments.changed
			.filter((row) => row.before === "waiting" && row.state !== "waiting")
			.map(({ key }) => key),
		stuck:
			after.closedAt === null &&
			trace.some((item) => item.kind === "unsatisfiable" || item.kind === "condition_failed") &&
			(before === null || before.closedAt === null),
	};
}

/** The outcome, unless the requester made it; while it waits for the requester, what for. */
function wantsOfRequester({ before, after, trace }: StepToRecord): Wants | null {
	if (after.closedAt !== null) {
		const withdrawnByRequester = trace.some(
			(item) => item.kind === "closed" && item.outcome === "cancelled" && item.by === after.requester,
		);
		return before?.closedAt === null && !withdrawnByRequester ? "outcome" : null;
	}
	const began = after.pause && after.pause.version !== before?.pause?.version;
	if (!began) return null;
	return after.state === "question" ? "question" : "sent_back";
}

/** Of those the last firing reminded, who still waits. Several firings slept through are one reminder. */
function remindedKeys({ after, trace }: StepToRecord, { changed }: AssignmentChanges): string[] {
	if (after.stage === null || after.closedAt !== null) return [];
	const firings = trace.filter((item) => item.kind === "reminded" && item.stage === after.stage?.name);
	const people = new Set(firings.at(-1)?.to ?? []);
	if (people.size === 0 || after.state !== "open") return [];
	const notWaiting = new Set(changed.filter((row) => row.state !== "waiting").map(({ key }) => key));
	return after.stage.assignments
		.filter((item) => item.endedAt === null && people.has(item.person) && !notWaiting.has(item.key))
		.map((item) => item.key);
}
