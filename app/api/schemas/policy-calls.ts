import type { ApiCall } from "./api-call.ts";
import { policyDiffQuery } from "./policy-changes.ts";

const answer = (description: string, schema: string) => ({ description, schema });

/** The calls about a policy's versions and its life. */
export const POLICY_CALLS: readonly ApiCall[] = [
	{
		method: "get",
		path: "/policies/{name}/diff",
		id: "diffPolicy",
		tag: "Policies",
		summary: "How two versions of a policy differ",
		query: policyDiffQuery,
		answers: { "200": answer("The differences.", "PolicyDiff") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "post",
		path: "/policies/{name}/retire",
		id: "retirePolicy",
		tag: "Policies",
		summary: "Retire a policy",
		description:
			"No new request can be made with it; those that are open go on. New versions may be pushed, which leave it retired.",
		answers: { "200": answer("The policy.", "Policy") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "post",
		path: "/policies/{name}/restore",
		id: "restorePolicy",
		tag: "Policies",
		summary: "Take a policy's retirement back",
		answers: { "200": answer("The policy.", "Policy") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "delete",
		path: "/policies/{name}",
		id: "deletePolicy",
		tag: "Policies",
		summary: "Delete a policy that was never used",
		description:
			"Its name is free again. A policy that a request was ever made with is refused as in_use: retire it.",
		answers: { "200": answer("It is gone.", "PolicyDeleted") },
		refusals: ["not_found", "not_eligible", "in_use"],
	},
	{
		method: "post",
		path: "/policies/{name}/replay",
		id: "replayPolicy",
		tag: "Policies",
		summary: "Replay a policy over past requests",
		description:
			"What would have become of the requests of this policy that were submitted in the span and have their outcome, under the newest version or under a draft: people did what they did, when they did it, with the people, groups and calendars of now; decisions of somebody whom the policy would not ask count as nothing; what is then open is run on by time. Changes nothing. With `Accept: application/x-ndjson` the answer is a stream of one JSON object a line, of any length: `{kind: progress, done, total}`, `{kind: people, people}`, `{kind: request, …}` and, last, `{kind: summary, …}` (or `{kind: problem, …}` where it failed on the way); closing the connection ends it.",
		body: { schema: "ReplayBody", optional: true },
		answers: { "200": answer("What would have become of them.", "Replay") },
		refusals: ["not_found", "not_eligible", "too_large"],
	},
];
