import type { PersonId } from "./directory.ts";
import type { DecisionRecord, Verdict } from "./record.ts";
import type { RefusalCode } from "./refusal.ts";

/** What can happen to a request. Only `time` and `directory` come without a person. */
export type PolicyEvent =
	| { kind: "submit"; requester: PersonId }
	| { kind: "time" }
	/** The directory given to `step` differs from the one before. */
	| { kind: "directory" }
	| {
			kind: "decide";
			/** The decision's id, given by the caller because the core draws no random numbers. */
			id: string;
			by: PersonId;
			verdict: Verdict;
			/** Only whether there is a comment that is more than white space: texts stay outside. */
			hasComment: boolean;
			/** The version that was shown to the person, where the channel knows it. */
			version?: number;
			/** The stage that was shown, where the channel knows it. */
			stage?: string;
			/** The round that was shown, where the channel knows it (emailed links, buttons). */
			round?: number;
	  }
	| { kind: "cancel"; by: PersonId }
	/** An approver gives it back for changes: the clock stands still until it is resubmitted. */
	| { kind: "sendBack"; by: PersonId }
	/** The requester submits it again, a new round, with this context (left out: the same as before). */
	| { kind: "resubmit"; by: PersonId; context?: unknown }
	/** An approver asks the requester: the clock stands still until the answer. */
	| { kind: "ask"; by: PersonId }
	| { kind: "answer"; by: PersonId }
	/** `from`'s slot passes to another person. */
	| { kind: "reassign"; by: PersonId; from: PersonId; to: PersonId }
	/** Whether any channel reaches somebody who is asked (told by the couriers). */
	| { kind: "delivery"; person: PersonId; reached: boolean };

/** How `step` answered the event itself (timers due before it may have changed the record all the same). */
export type Answer =
	| { accepted: true; decision?: DecisionRecord; repeated?: boolean }
	| { accepted: false; code: RefusalCode; detail: string };
