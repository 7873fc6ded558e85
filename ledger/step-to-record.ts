import type { COMMENT_KINDS } from "../db/schema/requests.ts";
import type { Instant, PersonId } from "../policy/directory.ts";
import type { Policy } from "../policy/document.ts";
import type { DecisionRecord, RequestRecord } from "../policy/record.ts";
import type { TraceItem } from "../policy/trace.ts";
import type { Assurance, Channel } from "./actor.ts";

export interface DecisionToRecord {
	record: DecisionRecord;
	comment: string | null;
	/** Random, 32 bytes, of the audit entry's commitment to the comment. */
	commentSalt: Uint8Array;
	channel: Channel;
	assurance: Assurance;
}

/** A text that goes with an act other than a decision. */
export interface NoteToRecord {
	id: string;
	kind: (typeof COMMENT_KINDS)[number];
	/** The kind of trace item whose audit entry commits to it. */
	of: TraceItem["kind"];
	by: PersonId;
	body: string;
	/** Random, 32 bytes, of the audit entry's commitment to the text. */
	salt: Uint8Array;
}

/** What a transaction is about to write of one step of one request. */
export interface StepToRecord {
	workspaceId: string;
	requestId: string;
	policy: Policy;
	contentDigest: string;
	before: RequestRecord | null;
	after: RequestRecord;
	trace: readonly TraceItem[];
	/** The instant of the transaction. */
	now: Instant;
	/** Of a submission: who submitted it, who may be another than the requester. */
	submittedBy?: PersonId;
	/** Whether the workflow is to be told by the outbox. */
	tell: boolean;
	/** The decision of this transaction, with what the policy core does not know of it. */
	decision?: DecisionToRecord;
	/** The text that goes with the step's act. */
	note?: NoteToRecord;
	/** Through what the act came: in its audit entry. */
	channel?: Channel;
}
