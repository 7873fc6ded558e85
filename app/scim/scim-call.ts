import type { Ctx } from "../../ledger/context.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { type ListPage, type ListQuery, readListQuery } from "../../ledger/scim/list-query.ts";
import { type PatchOperation, readPatchBody } from "../../ledger/scim/patch-body.ts";
import { type Projection, projected, readProjection } from "../../ledger/scim/projection.ts";
import { badScim, ScimError, type ScimType } from "../../ledger/scim/scim-error.ts";
import { apiActor } from "../server/api-actor.ts";
import { web } from "../server/context.ts";
import { publicUrl } from "../server/public-url.ts";
import { problemFrom, readText } from "../server/respond.ts";

/** What a handler of SCIM gets. */
export interface ScimCall {
	ctx: Ctx;
	/** Where SCIM is served: `https://approvals.example.com/scim/v2`. */
	base: string;
	projection: Projection;
	listQuery(): ListQuery;
	/** The body as JSON, at most 1 MiB. Refuses with invalidSyntax and 413. */
	body(): Promise<unknown>;
	operations(): Promise<PatchOperation[]>;
}

/**
 * A handler of SCIM: finds out who calls, by API key alone (a browser's session is no identity provider), and
 * answers refusals as RFC 7644, section 3.12 has them.
 */
export function handleScim(request: Request, work: (call: ScimCall) => Promise<Response>): Promise<Response> {
	return answered(async () => {
		if (request.headers.get("authorization") === null)
			throw new Refusal("not_signed_in", "Send an API key: Authorization: Bearer csk_….");
		const ctx = web().ctxFor(await apiActor(request));
		const { searchParams } = new URL(request.url);
		const body = () => readBody(request);
		return work({
			ctx,
			base: scimBase(),
			projection: readProjection(searchParams),
			listQuery: () => readListQuery(searchParams),
			body,
			operations: async () => readPatchBody(await body()),
		});
	});
}

async function answered(work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		return scimProblem(asScimError(error));
	}
}

/** Where SCIM is served. */
export function scimBase(): string {
	return new URL("scim/v2", publicUrl()).href;
}

/** Answers a resource, with what is wanted of it. */
export function answerResource(
	resource: Record<string, unknown>,
	{ projection }: ScimCall,
	status = 200,
): Response {
	const { location } = resource.meta as { location: string };
	return scimJson(projected(resource, projection), status, status === 201 ? { location } : {});
}

/** Answers a page of a list. */
export function answerList<T>(
	page: ListPage<T>,
	{ projection }: Pick<ScimCall, "projection">,
	toResource: (item: T) => Record<string, unknown>,
): Response {
	return scimJson({
		schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
		totalResults: page.totalResults,
		startIndex: page.startIndex,
		itemsPerPage: page.items.length,
		Resources: page.items.map((item) => projected(toResource(item), projection)),
	});
}

export function scimJson(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(body), {
		status,
		headers: {
			"content-type": "application/scim+json; charset=utf-8",
			"cache-control": "no-store",
			...headers,
		},
	});
}

export function noContent(): Response {
	return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

/** Answers an error of RFC 7644, section 3.12. */
export function scimProblem(error: ScimError): Response {
	return scimJson(
		{
			schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
			status: String(error.status),
			...(error.scimType === null ? {} : { scimType: error.scimType }),
			detail: error.message,
		},
		error.status,
		{
			...(error.status === 401 ? { "www-authenticate": "Bearer" } : {}),
			...(error.status === 429 || error.status === 503 ? { "retry-after": "5" } : {}),
		},
	);
}

function asScimError(error: unknown): ScimError {
	if (error instanceof ScimError) return error;
	const { status, detail } = problemFrom(error);
	if (!(error instanceof Refusal)) return new ScimError(status, null, detail);
	return new ScimError(error.code === "invalid" ? 400 : status, typeOf(error), detail);
}

function typeOf({ code, errors }: Refusal): ScimType | null {
	if (code === "invalid") return "invalidValue";
	// Something of somebody else's, not «in use by a policy».
	return code === "in_use" && errors.some(({ path }) => UNIQUE.has(path)) ? "uniqueness" : null;
}

const UNIQUE = new Set(["email", "userName", "externalId", "name"]);

async function readBody(request: Request): Promise<unknown> {
	const text = await readText(request);
	try {
		return JSON.parse(text);
	} catch {
		throw badScim("invalidSyntax", "The body is not JSON.");
	}
}
