import { z } from "zod";
import packageJson from "../../../package.json" with { type: "json" };
import { ACT_SCHEMAS } from "./act-bodies.ts";
import {
	auditListSchema,
	decidedSchema,
	decisionSchema,
	policyCheckSchema,
	policyListSchema,
	policyPushedSchema,
	policySchema,
	requestListSchema,
	requestSchema,
	timelineSchema,
} from "./answers.ts";
import { cancelBody, commentBody, decisionBody, submitBody } from "./bodies.ts";
import { CALENDAR_FEED_SCHEMAS } from "./calendar-feed.ts";
import { DIRECTORY_PATH_PARTS, DIRECTORY_SCHEMAS } from "./directory-schemas.ts";
import { API_CALLS, type ApiCall } from "./openapi-calls.ts";
import { policyDeletedSchema, policyDiffSchema, replayBody, replaySchema } from "./policy-changes.ts";
import { PROBLEM_CODES, type ProblemCode, problemSchema } from "./problem.ts";
import { scenarioBody, simulationSchema } from "./simulation.ts";
import { jsonObject } from "./text.ts";
import { WEBHOOK_PATH_PARTS, WEBHOOK_SCHEMAS } from "./webhook-schemas.ts";

/** The schemas that the document names, by the names it gives them. */
export const NAMED_SCHEMAS = {
	Request: requestSchema,
	RequestList: requestListSchema,
	Decision: decisionSchema,
	Decided: decidedSchema,
	Timeline: timelineSchema,
	Policy: policySchema,
	PolicyList: policyListSchema,
	PolicyPushed: policyPushedSchema,
	PolicyCheck: policyCheckSchema,
	PolicyDiff: policyDiffSchema,
	PolicyDeleted: policyDeletedSchema,
	Replay: replaySchema,
	...DIRECTORY_SCHEMAS,
	...CALENDAR_FEED_SCHEMAS,
	...WEBHOOK_SCHEMAS,
	AuditList: auditListSchema,
	Simulation: simulationSchema,
	Problem: problemSchema,
	Submission: submitBody,
	DecisionBody: decisionBody,
	CancelBody: cancelBody,
	CommentBody: commentBody,
	...ACT_SCHEMAS,
	PolicyDocument: jsonObject("a policy document").meta({
		description: "A policy document, apiVersion countersign/v1.",
		examples: [policyDocumentExample()],
	}),
	Scenario: scenarioBody,
	ReplayBody: replayBody,
	AnyObject: jsonObject("an object"),
} as const;

type JsonObject = Record<string, unknown>;

/** Refusals that every call may give. */
const EVERYWHERE: ProblemCode[] = ["invalid", "rate_limited", "internal", "unavailable"];

/**
 * The OpenAPI 3.1 document of the HTTP API, made from the schemas that check its bodies and queries.
 *
 * @param publicUrl where the installation is reached, `https://approvals.example.com`
 */
export function openApiDocument(publicUrl: string): JsonObject {
	return {
		openapi: "3.1.0",
		info: {
			title: "Countersign",
			version: packageJson.version,
			summary: "Ask people for approval, and wait for their answer.",
			description:
				"Submit a request; the right people are asked; get the outcome. Instants are ISO 8601 in UTC with milliseconds. Errors are application/problem+json with a stable `code`.",
			license: { name: "Apache-2.0", identifier: "Apache-2.0" },
		},
		servers: [{ url: `${publicUrl.replace(/\/+$/, "")}/api/v1` }],
		security: [{ apiKey: [] }],
		tags: [
			{ name: "Requests" },
			{ name: "Policies" },
			{ name: "Directory" },
			{ name: "Webhooks" },
			{ name: "Audit" },
			{ name: "Description" },
		],
		paths: paths(),
		components: {
			securitySchemes: {
				apiKey: {
					type: "http",
					scheme: "bearer",
					description: "An API key of a person or a service account.",
				},
			},
			parameters: {
				id: pathParameter("id", "Id of a request.", { type: "string", format: "uuid" }),
				name: pathParameter("name", "Name of a policy.", { type: "string", pattern: "^[a-z0-9-]{1,64}$" }),
				...directoryParameters(),
				idempotencyKey: {
					name: "Idempotency-Key",
					in: "header",
					required: false,
					description:
						"Makes a repeat of the same submission harmless: it answers with the request that is there. The key belongs to the caller; with another body it is refused as idempotency_mismatch.",
					schema: { type: "string", minLength: 1, maxLength: 255 },
				},
			},
			schemas: componentSchemas(),
		},
	};
}

function paths(): Record<string, JsonObject> {
	const paths: Record<string, JsonObject> = {};
	for (const call of API_CALLS) {
		const path = paths[call.path] ?? {};
		path[call.method] = operation(call);
		paths[call.path] = path;
	}
	return paths;
}

function operation(call: ApiCall): JsonObject {
	const parameters = [
		...[...call.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ $ref: `#/components/parameters/${name}` })),
		...(call.query === undefined ? [] : queryParameters(call.query)),
		...(call.idempotent ? [{ $ref: "#/components/parameters/idempotencyKey" }] : []),
	];
	const open = call.signedIn === false;
	return {
		operationId: call.id,
		tags: [call.tag],
		summary: call.summary,
		...(call.description === undefined ? {} : { description: call.description }),
		...(open ? { security: [] } : {}),
		...(parameters.length === 0 ? {} : { parameters }),
		...(call.body === undefined ? {} : { requestBody: requestBody(call.body) }),
		responses: {
			...Object.fromEntries(
				Object.entries(call.answers).map(([status, { description, schema }]) => [
					status,
					{ description, content: { "application/json": { schema: reference(schema) } } },
				]),
			),
			...problemResponses([...(open ? [] : (["not_signed_in"] as const)), ...call.refusals, ...EVERYWHERE]),
		},
	};
}

function requestBody(body: NonNullable<ApiCall["body"]>): JsonObject {
	return {
		required: body.optional !== true,
		content: {
			[body.csv ? "text/csv" : "application/json"]: { schema: reference(body.schema) },
			...(body.yaml ? { "application/yaml": { schema: { type: "string" } } } : {}),
		},
	};
}

/** Several codes share a status: its description lists them. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, JsonObject> {
	const responses: Record<string, JsonObject> = {};
	for (const status of new Set(PROBLEM_CODES.map((entry) => entry.status))) {
		const entries = PROBLEM_CODES.filter((entry) => entry.status === status && codes.includes(entry.code));
		if (entries.length === 0) continue;
		responses[status] = {
			description: entries.map(({ code, meaning }) => `\`${code}\`: ${meaning}`).join("\n\n"),
			...(status === 429 || status === 503
				? {
						headers: {
							"Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 0 } },
						},
					}
				: {}),
			content: { "application/problem+json": { schema: reference("Problem") } },
		};
	}
	return responses;
}

function queryParameters(query: z.ZodObject): JsonObject[] {
	const { properties = {} } = z.toJSONSchema(query, { io: "input", unrepresentable: "any" });
	return Object.entries(properties).map(([name, schema]) => {
		const { description, examples, ...rest } = schema as JsonObject;
		const isList = rest.type === "array";
		return {
			name,
			in: "query",
			required: false,
			...(description === undefined ? {} : { description }),
			...(isList ? { style: "form", explode: false } : {}),
			schema: examples === undefined ? rest : { ...rest, examples },
		};
	});
}

function componentSchemas(): JsonObject {
	const registry = z.registry<{ id: string }>();
	for (const [id, schema] of Object.entries(NAMED_SCHEMAS)) registry.add(schema, { id });
	const { schemas } = z.toJSONSchema(registry, {
		io: "input",
		unrepresentable: "any",
		uri: (id) => `#/components/schemas/${id}`,
	});
	return Object.fromEntries(
		Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
	);
}

function directoryParameters(): JsonObject {
	return Object.fromEntries(
		Object.entries({ ...DIRECTORY_PATH_PARTS, ...WEBHOOK_PATH_PARTS }).map(
			([name, { description, schema }]) => [name, pathParameter(name, description, schema)],
		),
	);
}

function pathParameter(name: string, description: string, schema: JsonObject): JsonObject {
	return { name, in: "path", required: true, description, schema };
}

function reference(name: string): JsonObject {
	return { $ref: `#/components/schemas/${name}` };
}

function policyDocumentExample(): JsonObject {
	return {
		apiVersion: "countersign/v1",
		name: "refund",
		title: "Customer refund",
		context: { type: "object", required: ["amount"], properties: { amount: { type: "integer" } } },
		stages: [
			{ name: "leads", approvers: [{ group: "leads" }], need: 1, deadline: "8h", onDeadline: "reject" },
		],
	};
}
