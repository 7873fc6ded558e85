import { readFile } from "node:fs/promises";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
	auditListSchema,
	decisionSchema,
	policyPushedSchema,
	policySchema,
	requestListSchema,
	requestSchema,
	timelineSchema,
} from "../../app/api/schemas/answers.ts";
import { NAMED_SCHEMAS, openApiDocument } from "../../app/api/schemas/openapi.ts";
import { API_CALLS } from "../../app/api/schemas/openapi-calls.ts";
import { PROBLEM_CODES, problemOf, problemSchema } from "../../app/api/schemas/problem.ts";
import type { PolicyView, putPolicy } from "../../ledger/policies.ts";
import type { readAudit } from "../../ledger/read/audit-trail.ts";
import type { Page } from "../../ledger/read/list-requests.ts";
import type { DecisionView, RequestView } from "../../ledger/read/request-view.ts";
import type { Timeline } from "../../ledger/read/timeline.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { REFUSALS } from "../../policy/refusal.ts";

const document = openApiDocument("https://approvals.example.com/");
const plain: Record<string, unknown> = JSON.parse(JSON.stringify(document));

/** ajv-formats is CommonJS: its function is the default of the default, or the default itself. */
const addFormats =
	"default" in addFormatsModule
		? (addFormatsModule as unknown as { default: (ajv: Ajv2020) => void }).default
		: (addFormatsModule as unknown as (ajv: Ajv2020) => void);

function examplesOf(name: keyof typeof NAMED_SCHEMAS): Record<string, unknown>[] {
	return (NAMED_SCHEMAS[name].meta()?.examples ?? []) as Record<string, unknown>[];
}

describe("the OpenAPI document", () => {
	it("is valid OpenAPI 3.1, with every reference resolved", async () => {
		const validator = new Validator();
		const result = await validator.validate(structuredClone(plain));
		expect(result.errors ?? []).toEqual([]);
		expect(result.valid).toBe(true);
		expect(validator.version).toBe("3.1");
		const names = Object.keys(NAMED_SCHEMAS);
		for (const [, name] of JSON.stringify(plain).matchAll(/#\/components\/schemas\/(\w+)/g))
			expect(names).toContain(name);
	});

	it("the validator sees a broken one", async () => {
		const broken = structuredClone(plain) as { paths: { "/requests": { post: { responses: unknown } } } };
		broken.paths["/requests"].post.responses = 5;
		expect((await new Validator().validate(broken)).valid).toBe(false);
	});

	it.each(API_CALLS.map(({ method, path }) => [method.toUpperCase(), path]))(
		"%s %s has a handler",
		async (method, path) => {
			const route = new URL(
				`../../app/api/v1${path.replace(/\{(\w+)\}/g, "[$1]")}/route.ts`,
				import.meta.url,
			);
			expect(await readFile(route, "utf8")).toMatch(
				new RegExp(`^export (async )?function ${method}\\(`, "m"),
			);
		},
	);

	it("serves under the public address", () => {
		expect(document.servers).toEqual([{ url: "https://approvals.example.com/api/v1" }]);
	});

	it("names an operation once, and describes every refusal's status where it says it may be given", () => {
		const paths = plain.paths as Record<string, Record<string, { operationId: string; responses: object }>>;
		const calls = Object.values(paths).flatMap((methods) => Object.values(methods));
		const ids = calls.map(({ operationId }) => operationId);
		expect(new Set(ids).size).toBe(ids.length);
		expect(Object.keys(paths["/requests/{id}/decisions"]?.post?.responses ?? {})).toEqual(
			expect.arrayContaining(["200", "401", "403", "404", "409", "413", "422", "429"]),
		);
	});
});

describe("the schemas", () => {
	const ajv = new Ajv2020({ strict: false, allErrors: true });
	addFormats(ajv);
	ajv.addSchema({ $id: "https://openapi.test/document", ...plain });

	it.each(Object.keys(NAMED_SCHEMAS).filter((name) => name !== "AnyObject"))(
		"%s has an example that fits it, as zod and as JSON Schema",
		(name) => {
			const schema = NAMED_SCHEMAS[name as keyof typeof NAMED_SCHEMAS];
			const examples = examplesOf(name as keyof typeof NAMED_SCHEMAS);
			expect(examples.length).toBeGreaterThan(0);
			const check = ajv.getSchema(`https://openapi.test/document#/components/schemas/${name}`);
			for (const example of examples) {
				expect(schema.safeParse(example).error?.issues ?? []).toEqual([]);
				expect(check?.(example), JSON.stringify(check?.errors)).toBe(true);
			}
		},
	);

	it("JSON Schema and zod refuse the same submission", () => {
		const check = ajv.getSchema("https://openapi.test/document#/components/schemas/Submission");
		const [example] = examplesOf("Submission");
		for (const change of [
			{ title: undefined },
			{ more: 1 },
			{ context: "x" },
			{ attachments: [{}] },
			{ callbackUrl: 3 },
		]) {
			const wrong = JSON.parse(JSON.stringify({ ...example, ...change }));
			expect(check?.(wrong), JSON.stringify(change)).toBe(false);
			expect(NAMED_SCHEMAS.Submission.safeParse(wrong).success, JSON.stringify(change)).toBe(false);
		}
	});

	it("answers are typed as the ledger gives them", () => {
		expectTypeOf<z.output<typeof requestSchema>>().toEqualTypeOf<RequestView>();
		expectTypeOf<z.output<typeof decisionSchema>>().toEqualTypeOf<DecisionView>();
		expectTypeOf<z.output<typeof requestListSchema>>().toEqualTypeOf<Page>();
		expectTypeOf<z.output<typeof timelineSchema>>().toEqualTypeOf<Timeline>();
		expectTypeOf<z.output<typeof policySchema>>().toEqualTypeOf<PolicyView>();
		expectTypeOf<Awaited<ReturnType<typeof putPolicy>>>().toExtend<z.output<typeof policyPushedSchema>>();
		expectTypeOf<Awaited<ReturnType<typeof readAudit>>>().toEqualTypeOf<z.output<typeof auditListSchema>>();
	});
});

describe("problems", () => {
	it("explain every refusal, with its status", () => {
		const refusals = PROBLEM_CODES.filter(({ code }) => code in REFUSALS);
		expect(Object.fromEntries(refusals.map(({ code, status }) => [code, status]))).toEqual(REFUSALS);
	});

	it("are made of refusals, with outcome and paths where there are any", () => {
		const standing = {
			outcome: "approved" as const,
			cause: "decided" as const,
			at: "2026-01-05T09:00:00.000Z",
			by: { id: "1", name: "Bo" },
			channel: "web",
		};
		const closed = problemOf(new Refusal("closed", "Bo approved it.", { outcome: standing }));
		expect(problemSchema.parse(closed)).toEqual({
			type: "about:blank",
			title: "Closed",
			status: 409,
			detail: "Bo approved it.",
			code: "closed",
			outcome: "approved",
			standing,
		});
	});
});
