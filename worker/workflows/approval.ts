import {
	condition,
	continueAsNew,
	defineSignal,
	log,
	proxyActivities,
	setHandler,
	workflowInfo,
} from "@temporalio/workflow";
import type { Wait } from "../../ledger/news.ts";
import { timeouts } from "../timeouts.ts";
import {
	type ApprovalActivities,
	type ApprovalInput,
	type ApprovalResult,
	NEWS_SIGNAL,
	type NewsSignal,
} from "./approval-types.ts";

const { wake } = proxyActivities<ApprovalActivities>(timeouts.ledger);
const news = defineSignal<[NewsSignal]>(NEWS_SIGNAL);

/** After an outage that outlasted the activity's own retries. */
const AFTER_OUTAGE_MS = 60_000;
/** Early by a clock's skew, the rest is slept, but never in a spin. */
const SHORTEST_MS = 1_000;
/** What is heard so long after it was said lay about while no worker ran; less is latency and the clocks' skew. */
const LATE_MS = 1_000;

/**
 * One request's wait. The ledger decides; this waits for a newer version or for the next instant at which
 * something may change by itself, whichever comes first, and asks the ledger to apply it.
 */
export async function approval(input: ApprovalInput): Promise<ApprovalResult> {
	let latest = input.wait;
	setHandler(news, ({ wait }) => {
		if (wait.version > latest.version) latest = wait;
	});

	let wait = sinceStart(input.wait);
	while (wait.outcome === null) {
		const newer = await condition(() => latest.version > wait.version, wait.ms ?? SHORTEST_MS);
		wait = newer ? sinceSaid(latest) : await wakeOrWait(input, wait);
		if (latest.version > wait.version) wait = sinceSaid(latest);
		if (wait.outcome === null && workflowInfo().continueAsNewSuggested) {
			await continueAsNew<typeof approval>({ ...input, wait });
		}
	}
	return { version: wait.version, outcome: wait.outcome };
}

/** The first wait less what passed since: the first task comes when it is over, or with the first news. */
function sinceStart(wait: Wait): Wait {
	if (wait.ms === null) return wait;
	return { ...wait, ms: Math.max(0, wait.ms - (Date.now() - workflowInfo().startTime.getTime())) };
}

/**
 * A wait less what passed since it was said, where that is more than the way here takes: else an hour without a
 * worker would make everything an hour late. The ledger's clock may be another than the workflow's; a wait that is
 * too short by their skew ends in a wake that is too early, whose answer (said not before `askedAt`, by the
 * workflow's own clock) is exact.
 */
function sinceSaid(wait: Wait, askedAt = 0): Wait {
	if (wait.ms === null || wait.saidAt === undefined) return wait;
	const late = Date.now() - Math.max(wait.saidAt, askedAt);
	return late < LATE_MS ? wait : { ...wait, ms: Math.max(0, wait.ms - late) };
}

/** What the ledger says when a timer is due. An outage must not kill a wait: then it is tried again after a while. */
async function wakeOrWait(input: ApprovalInput, wait: Wait): Promise<Wait> {
	const { workspaceId, requestId } = input;
	const askedAt = Date.now();
	try {
		const answer = await wake({ workspaceId, requestId, workflowTime: askedAt });
		const left = sinceSaid(answer.wait, askedAt);
		return { ...left, ms: Math.max(SHORTEST_MS, left.ms ?? 0) };
	} catch (error) {
		log.error("a due timer could not be applied; trying again", { error: String(error), requestId });
		return { ...wait, ms: AFTER_OUTAGE_MS };
	}
}
