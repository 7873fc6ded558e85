import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/** One call of the API, as the OpenAPI document describes it. */
export interface ApiCall {
	method: "get" | "post" | "put" | "delete" | "patch";
	path: string;
	id: string;
	tag: "Requests" | "Policies" | "Directory" | "Webhooks" | "Audit" | "Description";
	summary: string;
	description?: string;
	query?: z.ZodObject;
	/** Name of the body's schema among the components; `optional` where it may be absent. */
	body?: { schema: string; optional?: boolean; yaml?: boolean; csv?: boolean };
	idempotent?: boolean;
	/** Status to its description and the name of its schema. */
	answers: Record<string, { description: string; schema: string }>;
	/** Refusals of this call, beside those that every call may give. */
	refusals: ProblemCode[];
	/** False: no API key is needed. */
	signedIn?: boolean;
}
