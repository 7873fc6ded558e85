import { readContextSchema } from "./context-schema.ts";
import type { Policy, Risk } from "./document.ts";
import { isWorkingTime, parseDuration } from "./duration.ts";
import { isName, readStages } from "./parse-stage.ts";
import { isObject, type Problem, Problems, refuseUnknownFields, shown } from "./problems.ts";
import { readText, readValue } from "./read-document.ts";
import { isRetention, type Retention } from "./retention.ts";

export type ParsedPolicy = { ok: true; policy: Policy } | { ok: false; errors: Problem[] };

const FIELDS = [
	"apiVersion",
	"name",
	"title",
	"context",
	"risk",
	"calendar",
	"separation",
	"stages",
	"show",
	"retain",
	"actions",
	"revokeAfter",
];
const MAX_SHOWN = 20;

/**
 * Reads a policy document (contract.md, «Policy document»): YAML or JSON text, or the same as data. Every default
 * is filled in. What is wrong is told all at once, each with the full path of the field and what to write.
 */
export function parsePolicy(document: unknown): ParsedPolicy {
	const reading = typeof document === "string" ? readText(document) : readValue(document);
	if (!reading.ok) return reading;
	const { value } = reading;
	if (!isObject(value)) {
		return {
			ok: false,
			errors: [
				{
					path: "",
					message: `a policy is an object with apiVersion, name, title, context and stages, not ${shown(value)}`,
				},
			],
		};
	}

	const problems = new Problems();
	refuseUnknownFields(value, "", FIELDS, problems);
	refuseActions(value, problems);
	const apiVersion = readApiVersion(value.apiVersion, problems);
	const name = readName(value.name, problems);
	const title = readTitle(value.title, problems);
	const context = readContextSchema(value.context, problems);
	const policy: Policy = {
		apiVersion,
		name,
		title,
		context,
		risk: readRisk(value.risk, problems),
		calendar: readCalendarName(value.calendar, problems),
		separation: readSeparation(value.separation, problems),
		stages: readStages(value.stages, context, problems),
		show: readShow(value.show, context, problems),
		retain: readRetain(value.retain, problems),
	};
	if (value.calendar === undefined || value.calendar === null) requireCalendar(policy, problems);
	return problems.list.length === 0 ? { ok: true, policy } : { ok: false, errors: problems.list };
}

/** Named so that nothing else takes the names. An empty list of actions asks for nothing. */
function refuseActions(value: Record<string, unknown>, problems: Problems): void {
	const noActions = Array.isArray(value.actions) && value.actions.length === 0;
	if (value.actions !== undefined && !noActions) problems.notYet("actions", "running actions after approval");
	if (value.revokeAfter !== undefined && value.revokeAfter !== null)
		problems.notYet("revokeAfter", "revoking");
}

function readCalendarName(value: unknown, problems: Problems): string | null {
	if (value === undefined || value === null) return null;
	if (isName(value)) return value;
	problems.add("calendar", `must be the name of a calendar such as london, not ${shown(value)}`);
	return null;
}

/** Working time needs a calendar to be counted in. */
function requireCalendar({ calendar, stages }: Policy, problems: Problems): void {
	if (calendar !== null) return;
	const durations = stages.flatMap((stage) => [
		stage.deadline,
		...(stage.remind === null ? [] : [stage.remind.every]),
		...stage.escalate.map(({ after }) => after),
	]);
	const working = durations.find((duration) => parseDuration(duration).ok && isWorkingTime(duration));
	if (working === undefined) return;
	problems.missing(
		"calendar",
		`write the name of the calendar that ${working} is counted in, such as london`,
	);
}

function readRetain(value: unknown, problems: Problems): Retention | null {
	if (value === undefined || value === null) return null;
	if (isRetention(value)) return value;
	problems.add("retain", `must be a time such as 90d, 26w or 2y, at most 100 years, not ${shown(value)}`);
	return null;
}

function readApiVersion(value: unknown, problems: Problems): Policy["apiVersion"] {
	if (value === undefined) problems.missing("apiVersion", "write countersign/v1");
	else if (value !== "countersign/v1")
		problems.add("apiVersion", `must be countersign/v1, not ${shown(value)}`);
	return "countersign/v1";
}

function readName(value: unknown, problems: Problems): string {
	if (value === undefined) problems.missing("name", "write a name such as customer-refund");
	else if (typeof value !== "string" || !/^[a-z0-9-]{1,64}$/.test(value)) {
		problems.add("name", `must be 1 to 64 lower-case letters, digits and hyphens, not ${shown(value)}`);
	}
	return String(value);
}

function readTitle(value: unknown, problems: Problems): string {
	if (value === undefined) problems.missing("title", "write what people read, such as Customer refund");
	else if (typeof value !== "string" || value.trim() === "" || value.length > 300) {
		problems.add("title", `must be a text of 1 to 300 characters, not ${shown(value)}`);
	}
	return String(value);
}

function readRisk(value: unknown, problems: Problems): Risk {
	if (value === undefined) return "normal";
	if (value === "low" || value === "normal" || value === "high") return value;
	problems.add("risk", `must be low, normal or high, not ${shown(value)}`);
	return "normal";
}

function readSeparation(value: unknown, problems: Problems): Policy["separation"] {
	const separation = { requesterMayDecide: false, oncePerRequest: false };
	if (value === undefined) return separation;
	if (!isObject(value)) {
		problems.add(
			"separation",
			`must be an object such as { requesterMayDecide: false }, not ${shown(value)}`,
		);
		return separation;
	}
	refuseUnknownFields(value, "separation", Object.keys(separation), problems);
	for (const field of ["requesterMayDecide", "oncePerRequest"] as const) {
		const given = value[field];
		if (given === undefined) continue;
		if (typeof given !== "boolean")
			problems.add(`separation.${field}`, `must be true or false, not ${shown(given)}`);
		else separation[field] = given;
	}
	return separation;
}

/** Fields of the context that lists and messages display. A schema that lists its properties has to list these. */
function readShow(value: unknown, context: Record<string, unknown>, problems: Problems): string[] {
	if (value === undefined) return [];
	if (!Array.isArray(value) || value.length > MAX_SHOWN) {
		problems.add("show", `must be a list of at most ${MAX_SHOWN} fields of the context, such as [amount]`);
		return [];
	}
	const { properties } = context;
	const shownFields: string[] = [];
	for (const [i, field] of value.entries()) {
		if (typeof field !== "string" || field === "") {
			problems.add(`show[${i}]`, `must be the name of a field of the context, not ${shown(field)}`);
		} else if (shownFields.includes(field)) {
			problems.add(`show[${i}]`, `stands twice: ${shown(field)}`);
		} else {
			if (isObject(properties) && !Object.hasOwn(properties, field)) {
				problems.add(`show[${i}]`, `is not among context.properties: ${shown(field)}`);
			}
			shownFields.push(field);
		}
	}
	return shownFields;
}
