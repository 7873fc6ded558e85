import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { linearPattern, patternProblem } from "./linear-pattern.ts";
import { fieldPath, isObject, type Problems, shown } from "./problems.ts";

/** How much of a schema may be run for one value, references written out. */
const MAX_EXPANSION = 1_000;

/** Keywords whose value is one schema, a list of schemas, or schemas by name (JSON Schema 2020-12). */
const SCHEMA = [
	"additionalProperties",
	"propertyNames",
	"unevaluatedProperties",
	"items",
	"contains",
	"unevaluatedItems",
	"not",
	"if",
	"then",
	"else",
];
const SCHEMA_LIST = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SCHEMA_MAP = ["properties", "patternProperties", "dependentSchemas", "$defs"];
const REFUSED: Record<string, string> = {
	$id: "a schema inside a policy needs no $id",
	$anchor: "refer to a schema by its place, such as #/$defs/address",
	$dynamicRef: "use $ref with a place in this schema, such as #/$defs/address",
	$dynamicAnchor: "use $ref with a place in this schema, such as #/$defs/address",
	$vocabulary: "leave it out",
};

const ajv = new Ajv2020({
	allErrors: true,
	strict: true,
	strictTypes: false,
	strictTuples: false,
	strictRequired: false,
	allowUnionTypes: true,
	logger: false,
	code: { regExp: Object.assign(regExp, { code: "regExp" }) },
});
// The formats of JSON Schema 2020-12; each measured on long hostile texts (the library's `url` takes seconds on them).
formats.default(ajv, [
	...(["date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6"] as const),
	...([
		"uri",
		"uri-reference",
		"uri-template",
		"uuid",
		"json-pointer",
		"relative-json-pointer",
		"regex",
	] as const),
]);
ajv.addKeyword({ keyword: "x-pii", schemaType: "boolean" });

/** A pattern as Ajv runs it; Ajv keeps one for each `toString()`, so that has to tell patterns apart. */
function regExp(pattern: string): { test: (text: string) => boolean; toString: () => string } {
	return { test: linearPattern(pattern), toString: () => `linear:${pattern}` };
}

/** One finding about a context, in Ajv's own words. */
export type ContextFinding = ErrorObject;
export type ContextCheck = (context: unknown) => readonly ContextFinding[];

/**
 * Reads a policy's `context`: a JSON Schema (2020-12, with formats and `x-pii`) of an object. It must compile, and
 * it must be cheap on any input: no reference to itself or outside, bounded size, safe patterns.
 */
export function readContextSchema(value: unknown, problems: Problems): Record<string, unknown> {
	if (value === undefined || value === null) {
		problems.missing(
			"context",
			"write a JSON Schema such as { type: object, properties: { amount: { type: integer } } }",
		);
		return {};
	}
	if (!isObject(value)) {
		problems.add("context", `must be a JSON Schema of an object, not ${shown(value)}`);
		return {};
	}
	const before = problems.list.length;
	if (value.type !== "object") {
		problems.add(
			"context.type",
			`must be object: a request's context is an object, not ${shown(value.type)}`,
		);
	}
	refuseCostly(value, problems);
	if (problems.list.length === before) refuseUncompilable(value, problems);
	return value;
}

/** The compiled check of a schema that `readContextSchema` found right. */
export function compileContext(schema: Record<string, unknown>): ContextCheck {
	const validate = ajv.compile(schema);
	// The compiled function is all we keep: Ajv would remember every schema for ever.
	ajv.removeSchema(schema);
	return (context) => (validate(context) ? [] : [...(validate.errors ?? [])]);
}

/** Schemas that compile, as JSON: a policy is read again whenever it is checked, simulated or pushed. */
const compiling = new Set<string>();
const MOST_KEPT = 1_000;

function refuseUncompilable(schema: Record<string, unknown>, problems: Problems): void {
	const text = JSON.stringify(schema);
	if (compiling.has(text)) return;
	const before = problems.list.length;
	tryCompiling(schema, problems);
	if (problems.list.length > before) return;
	if (compiling.size >= MOST_KEPT) compiling.clear();
	compiling.add(text);
}

function tryCompiling(schema: Record<string, unknown>, problems: Problems): void {
	if (ajv.validateSchema(schema) !== true) {
		for (const { instancePath, message } of ajv.errors?.slice(0, 5) ?? []) {
			problems.add(
				pointerPath("context", instancePath),
				`is not valid JSON Schema: ${message ?? "it does not fit"}`,
			);
		}
		return;
	}
	try {
		compileContext(schema);
	} catch (error) {
		ajv.removeSchema(schema);
		problems.add(
			"context",
			`is not a JSON Schema that compiles: ${error instanceof Error ? error.message : String(error)}`,
		);
	}
}

function refuseCostly(root: Record<string, unknown>, problems: Problems): void {
	/** How many schemas are run for one, references written out; counted once for each. */
	const costs = new Map<object, number>();
	const running = new Set<object>();
	const before = problems.list.length;

	const cost = (schema: unknown, path: string): number => {
		if (!isObject(schema)) return 1;
		const known = costs.get(schema);
		if (known !== undefined) return known;
		running.add(schema);
		let total = 1;
		for (const [inner, innerPath] of schemasIn(schema, path)) total += cost(inner, innerPath);
		for (const [keyword, advice] of Object.entries(REFUSED)) {
			if (schema[keyword] !== undefined)
				problems.add(fieldPath(path, keyword), `is not supported: ${advice}`);
		}
		checkPatterns(schema, path, problems);
		if (schema.$ref !== undefined) total += costOfReference(schema.$ref, fieldPath(path, "$ref"));
		running.delete(schema);
		costs.set(schema, total);
		return total;
	};

	const costOfReference = (reference: unknown, path: string): number => {
		const target = typeof reference === "string" ? resolve(root, reference) : undefined;
		if (target === undefined) {
			problems.add(path, `must be a place in this schema, such as #/$defs/address, not ${shown(reference)}`);
			return 1;
		}
		if (isObject(target) && running.has(target)) {
			problems.add(path, `must not lead back to itself: ${shown(reference)}`);
			return 1;
		}
		return cost(target, `${path}(${String(reference).slice(0, 60)})`);
	};

	const total = cost(root, "context");
	if (total > MAX_EXPANSION && problems.list.length === before) {
		problems.add("context", `is too large: with its references written out at most ${MAX_EXPANSION} schemas`);
	}
}

function* schemasIn(schema: Record<string, unknown>, path: string): Generator<[unknown, string]> {
	for (const keyword of SCHEMA) {
		if (schema[keyword] !== undefined) yield [schema[keyword], `${path}.${keyword}`];
	}
	for (const keyword of SCHEMA_LIST) {
		const list: unknown = schema[keyword];
		if (Array.isArray(list))
			for (const [i, inner] of list.entries()) yield [inner, `${path}.${keyword}[${i}]`];
	}
	for (const keyword of SCHEMA_MAP) {
		const map = schema[keyword];
		if (isObject(map))
			for (const [name, inner] of Object.entries(map)) yield [inner, `${path}.${keyword}.${name}`];
	}
}

function checkPatterns(schema: Record<string, unknown>, path: string, problems: Problems): void {
	if (typeof schema.pattern === "string") {
		const wrong = patternProblem(schema.pattern);
		if (wrong !== null) problems.add(`${path}.pattern`, wrong);
	}
	if (!isObject(schema.patternProperties)) return;
	for (const pattern of Object.keys(schema.patternProperties)) {
		const wrong = patternProblem(pattern);
		if (wrong !== null) problems.add(`${path}.patternProperties`, wrong);
	}
}

/** What a JSON pointer in a fragment (RFC 6901) leads to; undefined where it leads nowhere. */
function resolve(root: unknown, reference: string): unknown {
	if (reference === "#") return root;
	if (!reference.startsWith("#/")) return undefined;
	let place = root;
	for (const part of reference.slice(2).split("/")) {
		const key = unescapePointer(part);
		if (typeof place !== "object" || place === null || !Object.hasOwn(place, key)) return undefined;
		place = (place as Record<string, unknown>)[key];
	}
	return place;
}

/** `/items/0/amount` as `context.items[0].amount`. */
export function pointerPath(start: string, pointer: string): string {
	return pointer
		.split("/")
		.slice(1)
		.map(unescapePointer)
		.reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : fieldPath(path, part)), start);
}

function unescapePointer(part: string): string {
	return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
