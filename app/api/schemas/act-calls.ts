import type { ApiCall } from "./api-call.ts";

const theRequest = { "200": { description: "The request.", schema: "Request" } };

/** The acts on a request beside a decision. */
export const ACT_CALLS: readonly ApiCall[] = [
	{
		method: "post",
		path: "/requests/{id}/send-back",
		id: "sendBack",
		tag: "Requests",
		summary: "Give a request back for changes",
		description:
			"By who is asked to decide. The clock stands still until the requester submits it again, which starts a new round at the first stage; up to 10 rounds.",
		body: { schema: "SendBackBody" },
		answers: theRequest,
		refusals: [
			"not_found",
			"too_large",
			"own_request",
			"late",
			"closed",
			"paused",
			"not_eligible",
			"comment_required",
		],
	},
	{
		method: "post",
		path: "/requests/{id}/ask",
		id: "askRequester",
		tag: "Requests",
		summary: "Ask the requester something",
		description:
			"By who is asked to decide. The clock stands still until the answer, after which the same stage goes on with what was left of each timer.",
		body: { schema: "AskBody" },
		answers: theRequest,
		refusals: [
			"not_found",
			"too_large",
			"own_request",
			"late",
			"closed",
			"paused",
			"not_eligible",
			"comment_required",
		],
	},
	{
		method: "post",
		path: "/requests/{id}/answer",
		id: "answerQuestion",
		tag: "Requests",
		summary: "Answer what was asked",
		description: "By the requester or who submitted it, while the state is `question`.",
		body: { schema: "AnswerBody" },
		answers: theRequest,
		refusals: ["not_found", "too_large", "late", "closed", "not_eligible", "comment_required"],
	},
	{
		method: "post",
		path: "/requests/{id}/resubmit",
		id: "resubmitRequest",
		tag: "Requests",
		summary: "Submit a request again",
		description:
			"By the requester or who submitted it, while the state is `changes_requested`. Earlier decisions stay on the record and no longer count.",
		body: { schema: "ResubmitBody", optional: true },
		answers: theRequest,
		refusals: ["not_found", "too_large", "late", "closed", "not_eligible"],
	},
	{
		method: "post",
		path: "/requests/{id}/reassign",
		id: "reassign",
		tag: "Requests",
		summary: "Pass a slot to another person",
		description:
			"By an approver their own, by an administrator any. The other person decides instead; never the requester, nor who has decided the stage or holds a slot in it.",
		body: { schema: "ReassignBody" },
		answers: theRequest,
		refusals: [
			"not_found",
			"too_large",
			"own_request",
			"already_decided",
			"late",
			"closed",
			"paused",
			"not_eligible",
		],
	},
];
