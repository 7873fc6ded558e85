import type { Directory, PersonId } from "./directory.ts";
import type { Policy } from "./document.ts";

/** What the rules look at beside the record: the request's own policy version, its context, and the people. */
export interface World {
	policy: Policy;
	/** The request's context as submitted (conditions look at it). */
	context: unknown;
	directory: Directory;
	/** What conditions may look at beside the context; a simulation may leave it out. */
	request?: { title?: string; summary?: string | null };
	/** Who submitted it, where that is another than the requester: no less barred from deciding it. */
	submitter?: PersonId;
	/**
	 * Names of the stages whose approvers a message has reached; left out, every message is taken to arrive. A
	 * deadline's `approve` passes no stage of which nobody has heard.
	 */
	reached?: ReadonlySet<string>;
}
