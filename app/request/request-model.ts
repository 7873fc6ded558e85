import type { Role } from "../../ledger/actor.ts";
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
	timeline: TimelineItem[];
	people: People;
	next: NextStep[];
	me: {
		id: string;
		role: Role;
		/** Asked now, and has not decided. */
		mayDecide: boolean;
		mayCancel: boolean;
		/** What they decided on the open stage, or last. */
		verdict: Verdict | null;
		isRequester: boolean;
	};
	/** The server's clock when this was read, ms. */
	readAt: number;
}
