import { type ASTNode, Environment, EvaluationError } from "@marcbachmann/cel-js";
import { serialize } from "@marcbachmann/cel-js/serialize";
import { personOf } from "./directory.ts";
import { linearPattern, patternProblem } from "./linear-pattern.ts";
import { fieldPath, isObject, nearest } from "./problems.ts";
import type { ConditionFailure, RequestRecord } from "./record.ts";
import type { World } from "./world.ts";

export type ConditionResult = { ok: true; value: boolean } | { ok: false; failure: ConditionFailure };

const LONGEST = 4_000;
const LIMITS = {
	maxAstNodes: 500,
	maxDepth: 40,
	maxListElements: 200,
	maxMapEntries: 50,
	maxCallArguments: 8,
};
/** How deep `all`, `exists`, `map` … may stand inside each other. */
const MAX_LOOPS = 3;
/** Of a condition and a context: about so many steps of evaluation, a fraction of a second at most. */
const MAX_COST = 1_000_000;
/** Characters that one step compares, searches or joins. */
const CHARACTERS_A_STEP = 256;
/** How much dearer it is to match a pattern than to compare. */
const MATCHING = 100;

const LOOPS = ["all", "exists", "exists_one", "map", "filter"];
/** Everything of CEL but what could build a value much larger than its operands, or run a pattern that backtracks. */
const FUNCTIONS = new Set([
	...LOOPS,
	...["has", "size", "int", "uint", "double", "string", "bool", "type", "dyn", "timestamp", "duration"],
	...["contains", "startsWith", "endsWith", "matches", "lowerAscii", "upperAscii", "trim"],
	...["indexOf", "lastIndexOf", "substring"],
	...[
		"getDate",
		"getDayOfMonth",
		"getDayOfWeek",
		"getDayOfYear",
		"getFullYear",
		"getHours",
		"getMilliseconds",
	],
	...["getMinutes", "getMonth", "getSeconds"],
]);
/** What may walk through a whole value. */
const WALKS = new Set([
	"==",
	"!=",
	"in",
	"+",
	"contains",
	"matches",
	"lowerAscii",
	"upperAscii",
	"trim",
	"indexOf",
]);
for (const name of ["startsWith", "endsWith", "lastIndexOf", "substring", "string", "int", "double"])
	WALKS.add(name);

/**
 * CEL with three variables: `context` (whole numbers are int, but of fields whose schema says `number` double),
 * `request` { submittedAt, round, policy, title, summary } and `requester` { id, email, manager, active, admin,
 * groups }. Beyond the CEL specification int and double mix in arithmetic; short of it there are no bytes and no
 * functions that build large values, and a pattern of `matches` is a literal that needs no backtracking.
 */
const environment = numbersMix(
	new Environment({ limits: LIMITS })
		.registerVariable("context", "map<string, dyn>")
		.registerVariable("request", "map<string, dyn>")
		.registerVariable("requester", "map<string, dyn>")
		.registerFunction("string.linearMatches(string): bool", (text: string, pattern: string) =>
			patternOf(pattern)(text),
		),
);

interface Compiled {
	run: (variables: Record<string, unknown>) => unknown;
	nodes: CostNode[];
}

/** An operator, how many loops it stands in, and how many values it may walk through, counted in whole contexts. */
interface CostNode {
	loops: number;
	walks: number;
	/** Of a list written in the condition, its length. */
	length: number;
}

const compiled = new Map<string, Compiled>();
const patterns = new Map<string, (text: string) => boolean>();
const MOST_KEPT = 2_000;

/**
 * What is wrong with a condition, as it continues a sentence that begins with the name of the field; null for a
 * condition that compiles, is boolean as far as can be told before it runs, and names no field that the schema rules out.
 */
export function conditionProblem(source: string, contextSchema: Record<string, unknown>): string | null {
	if (source.trim() === "") return "must be a condition such as context.amount > 10000, not an empty text";
	if (source.length > LONGEST) return `is too long: at most ${LONGEST} characters`;
	try {
		const { ast } = environment.parse(source);
		const wrong = unsupported(ast) ?? unknownField(ast, contextSchema);
		if (wrong !== null) return wrong;
		const { valid, type, error } = environment.check(linear(ast));
		if (!valid) return `is not valid CEL: ${summaryOf(error)}`;
		if (type !== "bool" && type !== "dyn") return `must give true or false, not ${type}`;
		return null;
	} catch (error) {
		return `is not valid CEL: ${summaryOf(error)}`;
	}
}

/** Evaluates a condition that `conditionProblem` found right. Costs are bounded; no failure is an exception. */
export function evaluateCondition(source: string, record: RequestRecord, world: World): ConditionResult {
	try {
		const { run, nodes } = compile(source);
		if (costOf(nodes, world.context) > MAX_COST) return { ok: false, failure: "too_costly" };
		const value = run(variablesOf(record, world));
		return typeof value === "boolean" ? { ok: true, value } : { ok: false, failure: "not_boolean" };
	} catch (error) {
		return { ok: false, failure: failureOf(error) };
	}
}

function failureOf(error: unknown): ConditionFailure {
	const code = error instanceof EvaluationError ? error.code : undefined;
	if (code === "no_such_key" || code === "index_out_of_bounds") return "no_such_field";
	return code === "no_such_overload" ? "wrong_type" : "failed";
}

function compile(source: string): Compiled {
	let known = compiled.get(source);
	if (known === undefined) {
		const { ast } = environment.parse(source);
		known = { run: environment.parse(linear(ast)), nodes: [...costNodes(ast, 0)] };
		if (compiled.size >= MOST_KEPT) compiled.clear();
		compiled.set(source, known);
	}
	return known;
}

function variablesOf(
	record: RequestRecord,
	{ policy, context, directory, request }: World,
): Record<string, unknown> {
	const requester = personOf(directory, record.requester);
	return {
		context: celValue(context, policy.context, policy.context),
		request: {
			submittedAt: new Date(record.submittedAt),
			round: BigInt(record.round),
			policy: policy.name,
			title: request?.title ?? "",
			summary: request?.summary ?? "",
		},
		requester: {
			id: record.requester,
			email: requester?.email ?? "",
			manager: requester?.manager ?? null,
			active: requester?.active ?? false,
			admin: requester?.admin ?? false,
			groups: Object.entries(directory.groups).flatMap(([name, members]) =>
				members.includes(record.requester) ? [name] : [],
			),
		},
	};
}

/** JSON as CEL's values: a whole number is an int, but where the schema says `number` a double. */
function celValue(value: unknown, schema: unknown, root: Record<string, unknown>): unknown {
	if (typeof value === "number") {
		const isDouble = resolved(schema, root)?.type === "number" || !Number.isSafeInteger(value);
		return isDouble ? value : BigInt(value);
	}
	if (Array.isArray(value)) {
		const items = resolved(schema, root)?.items;
		return value.map((item) => celValue(item, items, root));
	}
	if (!isObject(value)) return value;
	const properties = resolved(schema, root)?.properties;
	return new Map(
		Object.entries(value).map(([name, inner]) => [
			name,
			celValue(
				inner,
				isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined,
				root,
			),
		]),
	);
}

/** A schema with its `$ref` followed; undefined where it is none. */
function resolved(schema: unknown, root: Record<string, unknown>): Record<string, unknown> | undefined {
	let place = schema;
	for (let hops = 0; hops < 10 && isObject(place) && typeof place.$ref === "string"; hops++) {
		let target: unknown = root;
		for (const part of place.$ref.split("/").slice(1)) {
			const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
			target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
		}
		place = target;
	}
	return isObject(place) ? place : undefined;
}

/** The condition with `matches` as the function that never backtracks. */
function linear(ast: ASTNode): string {
	return serialize(renamed(ast) as ASTNode);
}

function renamed(part: unknown): unknown {
	if (Array.isArray(part)) return part.map(renamed);
	if (!isNode(part)) return part;
	if (part.op === "rcall" && part.args[0] === "matches") {
		return { op: part.op, args: ["linearMatches", ...part.args.slice(1).map(renamed)] };
	}
	return { op: part.op, args: renamed(part.args) };
}

function isNode(part: unknown): part is ASTNode {
	return typeof part === "object" && part !== null && "op" in part && "args" in part;
}

/** The nodes directly inside a node. */
function inside(node: ASTNode): ASTNode[] {
	const nodes = (part: unknown): ASTNode[] =>
		Array.isArray(part) ? part.flatMap(nodes) : isNode(part) ? [part] : [];
	return nodes(node.args);
}

function calledBy(node: ASTNode): { name: string; args: ASTNode[] } | null {
	if (node.op === "call") return { name: node.args[0], args: node.args[1] };
	if (node.op === "rcall") return { name: node.args[0], args: node.args[2] };
	return null;
}

function unsupported(node: ASTNode, loops = 0): string | null {
	const call = calledBy(node);
	let within = loops;
	if (call !== null) {
		if (!FUNCTIONS.has(call.name)) {
			const near = nearest(call.name, [...FUNCTIONS]);
			return `calls ${call.name}, which conditions do not have${near === null ? "" : `: did you mean ${near}?`}`;
		}
		if (LOOPS.includes(call.name)) within += 1;
		if (within > MAX_LOOPS)
			return `holds more than ${MAX_LOOPS} of all, exists, map and filter inside each other`;
		if (call.name === "matches") {
			const pattern = call.args[0];
			if (pattern?.op !== "value" || typeof pattern.args !== "string") {
				return "calls matches with a pattern that is not written out: write a text in quotes";
			}
			const wrong = patternProblem(pattern.args);
			if (wrong !== null) return `calls matches with a pattern that ${wrong}`;
		}
	}
	for (const inner of inside(node)) {
		const wrong = unsupported(inner, within);
		if (wrong !== null) return wrong;
	}
	return null;
}

/** A field of the context that no context that fits the schema can have. */
function unknownField(node: ASTNode, schema: Record<string, unknown>): string | null {
	const place = placeOf(node, schema, schema);
	if (place?.problem !== undefined) return place.problem;
	for (const inner of inside(node)) {
		const wrong = unknownField(inner, schema);
		if (wrong !== null) return wrong;
	}
	return null;
}

/** Where `context.a.b` leads in the schema; undefined for anything else. */
function placeOf(
	node: ASTNode,
	schema: Record<string, unknown>,
	root: Record<string, unknown>,
): { path: string; schema: unknown; problem?: string } | undefined {
	if (node.op === "id") return node.args === "context" ? { path: "context", schema } : undefined;
	if (node.op !== ".") return undefined;
	const [object, field] = node.args;
	const outer = placeOf(object, schema, root);
	if (outer === undefined) return undefined;
	const path = fieldPath(outer.path, field);
	const place = resolved(outer.schema, root);
	const properties = isObject(place?.properties) ? place.properties : {};
	if (Object.hasOwn(properties, field)) return { path, schema: properties[field] };
	if (place === undefined || !isClosed(place)) return { path, schema: undefined };
	const near = nearest(field, Object.keys(properties));
	return {
		path,
		schema: undefined,
		problem: `reads ${path}, which the context's schema does not allow${near === null ? "" : `: did you mean ${near}?`}`,
	};
}

/** Whether an object of this schema has none but its listed properties. */
function isClosed(schema: Record<string, unknown>): boolean {
	const open = ["patternProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "$ref"];
	const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
	return closed && !open.some((keyword) => schema[keyword] !== undefined);
}

function* costNodes(node: ASTNode, loops: number): Generator<CostNode> {
	const call = calledBy(node);
	const name = call?.name ?? node.op;
	const parts = inside(node);
	const besideLiteral = (name === "==" || name === "!=") && parts.some((part) => part.op === "value");
	const walks = name === "matches" ? MATCHING : WALKS.has(name) && !besideLiteral ? 1 : 0;
	yield { loops, walks, length: node.op === "list" ? parts.length : 0 };
	const loop = call !== null && LOOPS.includes(call.name);
	for (const [i, part] of parts.entries()) yield* costNodes(part, loop && i > 0 ? loops + 1 : loops);
}

/** About how many steps an evaluation takes at most: each loop goes through the largest list there is. */
function costOf(nodes: readonly CostNode[], context: unknown): number {
	if (nodes.every(({ loops }) => loops === 0)) return nodes.length;
	const extent = extentOf(context);
	const largest = Math.max(extent.largest, ...nodes.map(({ length }) => length));
	const walk = extent.characters / CHARACTERS_A_STEP;
	return nodes.reduce((sum, { loops, walks }) => sum + largest ** loops * (1 + walks * walk), 0);
}

/** The length of the largest collection in a context, and of all its texts and keys. */
function extentOf(value: unknown): { largest: number; characters: number } {
	let largest = 1;
	let characters = 0;
	const visit = (part: unknown): void => {
		if (typeof part === "string") characters += part.length;
		else if (typeof part === "object" && part !== null) {
			const entries = Object.entries(part);
			largest = Math.max(largest, entries.length);
			for (const [key, inner] of entries) {
				characters += key.length + 1;
				visit(inner);
			}
		}
	};
	visit(value);
	return { largest, characters };
}

function patternOf(pattern: string): (text: string) => boolean {
	let test = patterns.get(pattern);
	if (test === undefined) {
		test = linearPattern(pattern);
		if (patterns.size >= MOST_KEPT) patterns.clear();
		patterns.set(pattern, test);
	}
	return test;
}

function numbersMix(cel: Environment): Environment {
	const operators: Record<string, (a: number, b: number) => number> = {
		"+": (a, b) => a + b,
		"-": (a, b) => a - b,
		"*": (a, b) => a * b,
		"/": (a, b) => a / b,
	};
	for (const [sign, run] of Object.entries(operators)) {
		const mixed = (a: number | bigint, b: number | bigint) => run(Number(a), Number(b));
		cel.registerOperator(`double ${sign} int`, mixed);
		cel.registerOperator(`int ${sign} double`, mixed);
	}
	return cel;
}

function summaryOf(error: unknown): string {
	return error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 200) : "it cannot be read";
}
