import type { Directory } from "./directory.ts";
import type { Policy } from "./document.ts";

/** What the rules look at beside the record: the request's own policy version, its context, and the people. */
export interface World {
	policy: Policy;
	/** The request's context as submitted (conditions look at it). */
	context: unknown;
	directory: Directory;
	/** What conditions may look at beside the context; a simulation may leave it out. */
	request?: { title?: string; summary?: string | null };
}
