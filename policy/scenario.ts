import type { Directory, Instant, PersonId } from "./directory.ts";
import type { Policy } from "./document.ts";
import type { PolicyEvent } from "./event.ts";
import { parsePolicy } from "./parse.ts";
import { isObject, type Problem, Problems, refuseUnknownFields, shown } from "./problems.ts";
import { type DirectoryChange, listOf, readDirectory, readDirectoryChange } from "./read-directory.ts";
import { readInstant } from "./read-instant.ts";
import { validateContext } from "./validate-context.ts";

/** A made-up timeline, ready to run (contract.md, «Simulation»). */
export interface Scenario {
	policy: Policy;
	directory: Directory;
	requester: PersonId;
	context: unknown;
	submittedAt: Instant;
	/** What conditions may look at beside the context. */
	shown: { title?: string; summary?: string };
	events: ScenarioEvent[];
}

export interface ScenarioEvent {
	at: Instant;
	event: PolicyEvent;
	/** How the directory changes at this instant. */
	change?: DirectoryChange;
}

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; errors: Problem[] };

const EVENTS = [
	"decide",
	"cancel",
	"directory",
	"sendBack",
	"resubmit",
	"ask",
	"answer",
	"reassign",
] as const;
const FIELDS_OF = {
	cancel: ["by", "comment"],
	sendBack: ["by", "comment"],
	resubmit: ["by", "context", "comment"],
	ask: ["by", "comment"],
	answer: ["by", "comment"],
	reassign: ["by", "from", "to", "comment"],
};
const MAX_EVENTS = 10_000;

/** Reads a scenario: errors of the policy have the paths of the policy document, others begin at the scenario. */
export function readScenario(document: unknown): ReadScenario {
	if (!isObject(document)) {
		return refused([
			{
				path: "",
				message: `a simulation is an object with policy, directory, request and events, not ${shown(document)}`,
			},
		]);
	}
	const problems = new Problems();
	refuseUnknownFields(document, "", ["policy", "directory", "request", "events"], problems);
	if (document.policy === undefined) problems.missing("policy", "write a policy document");
	const parsed = document.policy === undefined ? null : parsePolicy(document.policy);
	const directory = readDirectory(document.directory, problems);
	const request = readRequest(document.request, problems);
	const events = readEvents(document.events, { ...request, directory, problems });
	if (parsed === null || !parsed.ok) return refused([...(parsed?.errors ?? []), ...problems.list]);

	const { calendar } = parsed.policy;
	if (calendar !== null && !Object.hasOwn(directory.calendars ?? {}, calendar)) {
		problems.add("calendar", `is not among directory.calendars: ${shown(calendar)}`);
	}
	if (isObject(document.request)) {
		for (const { path, message } of validateContext(parsed.policy, request.context)) {
			problems.add(`request.${path}`, message);
		}
	}
	if (problems.list.length > 0) return refused(problems.list);
	return { ok: true, scenario: { policy: parsed.policy, directory, ...request, events } };
}

function refused(errors: Problem[]): ReadScenario {
	return { ok: false, errors };
}

function readRequest(
	value: unknown,
	problems: Problems,
): Pick<Scenario, "requester" | "context" | "submittedAt" | "shown"> {
	if (!isObject(value)) {
		problems.missing("request", "write { requester, context, submittedAt }");
		return { requester: "", context: {}, submittedAt: 0, shown: {} };
	}
	refuseUnknownFields(
		value,
		"request",
		["requester", "context", "submittedAt", "title", "summary"],
		problems,
	);
	const shownTexts: Scenario["shown"] = {};
	for (const field of ["title", "summary"] as const) {
		const text = value[field];
		if (typeof text === "string") shownTexts[field] = text;
		else if (text !== undefined) problems.add(`request.${field}`, `must be a text, not ${shown(text)}`);
	}
	return {
		shown: shownTexts,
		requester: readId(value.requester, "request.requester", problems),
		context: value.context ?? {},
		submittedAt: readInstant(value.submittedAt, "request.submittedAt", problems) ?? 0,
	};
}

interface EventPlace {
	path: string;
	requester: PersonId;
	directory: Directory;
	problems: Problems;
}

function readEvents(
	value: unknown,
	{ submittedAt, ...place }: Omit<EventPlace, "path"> & { submittedAt: Instant },
): ScenarioEvent[] {
	const { problems } = place;
	const list = value === undefined ? [] : listOf(value, "events", problems);
	if (list.length > MAX_EVENTS) {
		problems.add("events", `must be at most ${MAX_EVENTS}, not ${list.length}`);
		return [];
	}
	let earliest = submittedAt;
	const events: ScenarioEvent[] = [];
	for (const [i, item] of list.entries()) {
		const path = `events[${i}]`;
		if (!isObject(item)) {
			problems.add(path, `must be an object with at, not ${shown(item)}`);
			continue;
		}
		const at = readInstant(item.at, `${path}.at`, problems) ?? earliest;
		if (at < earliest)
			problems.add(
				`${path}.at`,
				"must not be earlier than what stands before it: write events in their order",
			);
		earliest = Math.max(earliest, at);
		events.push({ at, ...readEvent(item, i, { ...place, path }) });
	}
	return events;
}

/** Reads one event: what happens, and what it changes beside the request. */
function readEvent(
	item: Record<string, unknown>,
	index: number,
	{ path, requester, directory, problems }: EventPlace,
): Omit<ScenarioEvent, "at"> {
	refuseUnknownFields(item, path, ["at", ...EVENTS], problems);
	const given = EVENTS.filter((kind) => item[kind] !== undefined);
	const [kind] = given;
	if (kind === undefined) return { event: { kind: "time" } };
	if (given.length > 1) problems.add(path, `must be one event, not ${given.join(" and ")}`);

	const body = item[kind];
	const at = `${path}.${kind}`;
	if (!isObject(body)) {
		problems.add(at, `must be an object, not ${shown(body)}`);
		return { event: { kind: "time" } };
	}
	const by = () => readId(body.by, `${at}.by`, problems);
	const byRequester = () => (body.by === undefined ? requester : by());
	if (kind !== "decide" && kind !== "directory") {
		refuseUnknownFields(body, at, FIELDS_OF[kind], problems);
		readComment(body.comment, `${at}.comment`, problems);
	}
	switch (kind) {
		case "decide":
			return { event: readDecide(body, index, at, problems) };
		case "cancel":
		case "sendBack":
		case "ask":
			return { event: { kind, by: by() } };
		case "answer":
			return { event: { kind, by: byRequester() } };
		case "resubmit":
			return {
				event: { kind, by: byRequester(), ...(body.context !== undefined && { context: body.context }) },
			};
		case "reassign": {
			const from = readId(body.from, `${at}.from`, problems);
			return { event: { kind, by: by(), from, to: readId(body.to, `${at}.to`, problems) } };
		}
		case "directory":
			return { event: { kind }, change: readDirectoryChange(body, at, directory, problems) };
	}
}

function readComment(value: unknown, path: string, problems: Problems): void {
	if (value !== undefined && typeof value !== "string")
		problems.add(path, `must be a text, not ${shown(value)}`);
}

function readDecide(
	body: Record<string, unknown>,
	index: number,
	path: string,
	problems: Problems,
): PolicyEvent {
	refuseUnknownFields(body, path, ["by", "verdict", "comment", "stage", "round", "version"], problems);
	const { verdict, comment, stage, round, version } = body;
	if (verdict !== "approve" && verdict !== "reject")
		problems.add(`${path}.verdict`, `must be approve or reject, not ${shown(verdict)}`);
	readComment(comment, `${path}.comment`, problems);
	return {
		kind: "decide",
		id: `decision-${index + 1}`,
		by: readId(body.by, `${path}.by`, problems),
		verdict: verdict === "reject" ? "reject" : "approve",
		hasComment: typeof comment === "string" && comment.trim() !== "",
		...(typeof stage === "string" && { stage }),
		...(typeof round === "number" && { round }),
		...(typeof version === "number" && { version }),
	};
}

function readId(value: unknown, path: string, problems: Problems): PersonId {
	if (typeof value === "string" && value !== "") return value;
	problems.missing(path, "write the id of a user");
	return "";
}
