import type { Role } from "../../ledger/actor.ts";
import type { AskedNow, EarlierContent } from "../../ledger/read/request-for-page.ts";
import type { RequestView } from "../../ledger/read/request-view.ts";
import type { TimelineItem } from "../../ledger/read/timeline.ts";
import type { DeadlineAction, Need } from "../../policy/document.ts";
import type { Verdict } from "../../policy/record.ts";
import type { People } from "../words/names.ts";
import type { NextStep } from "./next-steps.ts";

/** All that the page of a request shows, as the server and the inbox's pane both get it. Plain JSON. */
export interface RequestModel {
	request: RequestView;
	/** The policy version's JSON Schema of the context. */
	schema: Record<string, unknown>;
	stage: { need: Need; rejectAt: number; onDeadline: DeadlineAction } | null;
	/** Names of the policy's stages, in order. */
	stages: string[];
	/** Who can decide, or could if it did not wait for its requester. */
	asked: AskedNow[];
	/** What was shown in the round before; null in the first. */
	earlier: EarlierContent | null;
	timeline: TimelineItem[];
	people: People;
	next: NextStep[];
	me: {
		id: string;
		role: Role;
		/** Asked now, and has not decided. */
		mayDecide: boolean;
		/** Whom they would decide for, as a delegate. */
		behalfOf: string[];
		/** Whose slots they may pass to others: their own, or as an administrator anybody's. */
		mayPassOn: string[];
		/** The request waits for them: for an answer, or for being submitted again. */
		mayAnswer: boolean;
		mayResubmit: boolean;
		mayCancel: boolean;
		/** What they decided in this round, or null. */
		verdict: Verdict | null;
		isRequester: boolean;
	};
	/** The server's clock when this was read, ms. */
	readAt: number;
}
