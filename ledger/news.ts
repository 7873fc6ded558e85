import type { Instant } from "../policy/directory.ts";
import type { OutcomeName } from "../policy/outcome.ts";
import type { DecisionRecord, RequestRecord } from "../policy/record.ts";

/** How long the workflow has to wait, and for what. */
export interface Wait {
	version: number;
	/** Milliseconds until the next timer, from when this was said; null after the outcome. */
	ms: number | null;
	/** When this was said, by the ledger's clock: who hears it late knows how late. Histories of before lack it. */
	saidAt?: Instant;
	outcome: OutcomeName | null;
}

/** A decision with what only the ledger knows of it. */
export interface ToldDecision extends DecisionRecord {
	channel: string;
	assurance: string;
	/** Hex SHA-256 of what was shown. */
	digest: string;
	comment: string | null;
}

/** What a commit tells the request's workflow; what the outbox keeps until it has been told. */
export interface News {
	/** The outbox row. */
	id: string;
	workspaceId: string;
	requestId: string;
	/** Hex. */
	contentDigest: string;
	wait: Wait;
	/** Those of this commit. The news of an outcome carries all of the request: `all` where they are still to be read. */
	decisions: ToldDecision[] | "all";
}

/** The wait that a record stands for, seen at `now`. A due timer is 0 ms away, never less. */
export function waitOf(record: RequestRecord, now: Instant): Wait {
	const closed = record.closedAt !== null;
	return {
		version: record.version,
		ms: closed ? null : Math.max(0, (record.wakeAt ?? now) - now),
		saidAt: now,
		outcome: closed ? (record.state as OutcomeName) : null,
	};
}
