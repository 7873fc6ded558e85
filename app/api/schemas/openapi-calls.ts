import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";
import { auditQuery, getQuery, listQuery, policyQuery } from "./queries.ts";

/** One call of the API, as the OpenAPI document describes it. */
export interface ApiCall {
	method: "get" | "post" | "put";
	path: string;
	id: string;
	tag: "Requests" | "Policies" | "Audit" | "Description";
	summary: string;
	description?: string;
	query?: z.ZodObject;
	/** Name of the body's schema among the components; `optional` where it may be absent. */
	body?: { schema: string; optional?: boolean; yaml?: boolean };
	idempotent?: boolean;
	/** Status to its description and the name of its schema. */
	answers: Record<string, { description: string; schema: string }>;
	/** Refusals of this call, beside those that every call may give. */
	refusals: ProblemCode[];
	/** False: no API key is needed. */
	signedIn?: boolean;
}

const answer = (description: string, schema: string) => ({ description, schema });
const theRequest = { "200": answer("The request.", "Request") };

/** Every call of the API, in the order in which the document lists them. */
export const API_CALLS: readonly ApiCall[] = [
	{
		method: "post",
		path: "/requests",
		id: "submitRequest",
		tag: "Requests",
		summary: "Submit a request",
		description:
			"Opens a request under the newest version of a policy. With an Idempotency-Key a repeat of the same submission answers 200 with the same request.",
		idempotent: true,
		body: { schema: "Submission" },
		answers: {
			"201": answer("The request that was opened.", "Request"),
			"200": answer("The same submission had been made with this Idempotency-Key: its request.", "Request"),
		},
		refusals: ["not_eligible", "too_large", "idempotency_mismatch"],
	},
	{
		method: "get",
		path: "/requests",
		id: "listRequests",
		tag: "Requests",
		summary: "List requests",
		description: "A page of the requests that the caller may see.",
		query: listQuery,
		answers: { "200": answer("A page of requests.", "RequestList") },
		refusals: ["not_eligible"],
	},
	{
		method: "get",
		path: "/requests/{id}",
		id: "getRequest",
		tag: "Requests",
		summary: "Get a request, or wait for news of it",
		description:
			"With `wait`, the answer is held until the version passes `version` or the outcome is there. Call it again and again with the version of the last answer to wait for as long as it takes.",
		query: getQuery,
		answers: theRequest,
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "post",
		path: "/requests/{id}/decisions",
		id: "decide",
		tag: "Requests",
		summary: "Approve or reject",
		description:
			"Records the verdict of the key's owner on the open stage. The same verdict again is accepted as a repeat and changes nothing.",
		body: { schema: "DecisionBody" },
		answers: { "200": answer("The decision stands.", "Decided") },
		refusals: [
			"not_found",
			"too_large",
			"own_request",
			"already_decided",
			"late",
			"closed",
			"paused",
			"not_eligible",
			"duplicate_person",
			"stale_version",
			"step_up_required",
			"comment_required",
		],
	},
	{
		method: "post",
		path: "/requests/{id}/cancel",
		id: "cancelRequest",
		tag: "Requests",
		summary: "Withdraw a request",
		description: "By its requester or an administrator, any time before the outcome.",
		body: { schema: "CancelBody", optional: true },
		answers: theRequest,
		refusals: ["not_found", "too_large", "late", "closed", "not_eligible"],
	},
	{
		method: "post",
		path: "/requests/{id}/comments",
		id: "commentOnRequest",
		tag: "Requests",
		summary: "Comment on a request",
		description: "Also after the outcome, which a comment does not touch.",
		body: { schema: "CommentBody" },
		answers: theRequest,
		refusals: ["not_found", "too_large", "not_eligible"],
	},
	{
		method: "get",
		path: "/requests/{id}/timeline",
		id: "getTimeline",
		tag: "Requests",
		summary: "What happened to a request, in order",
		answers: { "200": answer("What happened.", "Timeline") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "get",
		path: "/policies",
		id: "listPolicies",
		tag: "Policies",
		summary: "List policies",
		description: "The newest version of each, by name.",
		answers: { "200": answer("The policies.", "PolicyList") },
		refusals: ["not_eligible"],
	},
	{
		method: "get",
		path: "/policies/{name}",
		id: "getPolicy",
		tag: "Policies",
		summary: "Get a policy",
		query: policyQuery,
		answers: { "200": answer("The policy.", "Policy") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "put",
		path: "/policies/{name}",
		id: "putPolicy",
		tag: "Policies",
		summary: "Push a policy",
		description:
			"Makes a new immutable version, unless the newest says the same already. Open requests keep the version they began with.",
		body: { schema: "PolicyDocument", yaml: true },
		answers: {
			"201": answer("The version that was made.", "PolicyPushed"),
			"200": answer("The newest version said the same already.", "PolicyPushed"),
		},
		refusals: ["not_eligible", "too_large"],
	},
	{
		method: "get",
		path: "/policies/{name}/versions",
		id: "listPolicyVersions",
		tag: "Policies",
		summary: "List the versions of a policy",
		description: "Newest first.",
		answers: { "200": answer("The versions.", "PolicyList") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "post",
		path: "/policies/validate",
		id: "validatePolicy",
		tag: "Policies",
		summary: "Check a policy without pushing it",
		body: { schema: "PolicyDocument", yaml: true },
		answers: { "200": answer("Whether it is valid.", "PolicyCheck") },
		refusals: ["not_eligible", "too_large"],
	},
	{
		method: "post",
		path: "/policies/simulate",
		id: "simulatePolicy",
		tag: "Policies",
		summary: "Run a policy over a made-up timeline",
		description: "With the rules that production uses; nothing is recorded and nobody is told.",
		body: { schema: "Scenario" },
		answers: { "200": answer("What would have happened.", "Simulation") },
		refusals: ["not_eligible", "too_large"],
	},
	{
		method: "get",
		path: "/audit",
		id: "readAudit",
		tag: "Audit",
		summary: "Read the audit trail",
		description: "For auditors and administrators. Newest first.",
		query: auditQuery,
		answers: { "200": answer("A page of entries.", "AuditList") },
		refusals: ["not_eligible"],
	},
	{
		method: "get",
		path: "/openapi.json",
		id: "getOpenApi",
		tag: "Description",
		summary: "This document",
		answers: { "200": answer("The OpenAPI document.", "AnyObject") },
		refusals: [],
		signedIn: false,
	},
];
