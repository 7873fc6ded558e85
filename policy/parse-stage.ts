import { conditionProblem } from "./condition.ts";
import type {
	ApproverSource,
	DeadlineAction,
	EscalationStep,
	Need,
	Percentage,
	RequireComment,
	Stage,
} from "./document.ts";
import { type Duration, parseDuration, spanOfDuration } from "./duration.ts";
import { fieldPath, isObject, nearest, type Problems, refuseUnknownFields, shown } from "./problems.ts";

const MAX_STAGES = 50;
const MAX_APPROVERS = 50;
const MAX_ESCALATIONS = 20;
/** Slots, rejections or reminders in one stage. */
const MAX_COUNT = 1_000;
/** Without `atMost`, as many reminders as fit before the deadline, if they are no more than this. */
const MAX_UNSAID_REMINDERS = 100;
/** Levels above the requester. */
const MAX_LEVELS = 20;
const MAX_REPEATS = 50;
/** Steps of one stage's ladder that can fire, repeats and all. */
const MAX_FIRINGS = 100;
/** Characters of all conditions of a policy together. */
const MAX_CONDITIONS = 20_000;

const STAGE_FIELDS = [
	"name",
	"when",
	"approvers",
	"need",
	"rejectAt",
	"remind",
	"escalate",
	"repeatEscalation",
	"deadline",
	"onDeadline",
	"requireComment",
	"onUndeliverable",
];
const STEP_FIELDS = ["after", "to", "mode", "need"];
const SOURCES = ["user", "group", "manager", "oncall"];

/** Reads `stages`: in order, each name once. `context` is the policy's JSON Schema, which conditions are checked by. */
export function readStages(value: unknown, context: Record<string, unknown>, problems: Problems): Stage[] {
	if (value === undefined) {
		problems.missing("stages", "write at least one stage");
		return [];
	}
	if (!Array.isArray(value) || value.length === 0) {
		problems.add(
			"stages",
			`must be a list of at least one stage, not ${Array.isArray(value) ? "an empty list" : shown(value)}`,
		);
		return [];
	}
	if (value.length > MAX_STAGES) {
		problems.add("stages", `must be at most ${MAX_STAGES} stages, not ${value.length}`);
		return [];
	}
	const conditions = value.map((stage: unknown) => (isObject(stage) ? stage.when : undefined));
	const characters = conditions.reduce<number>(
		(sum, when) => sum + (typeof when === "string" ? when.length : 0),
		0,
	);
	if (characters > MAX_CONDITIONS) {
		problems.add(
			"stages",
			`must have conditions of at most ${MAX_CONDITIONS} characters together, not ${characters}`,
		);
		return [];
	}
	const stages = value.map((stage: unknown, i) => readStage(stage, `stages[${i}]`, context, problems));
	const names = new Set<string>();
	for (const [i, stage] of stages.entries()) {
		if (stage === null) continue;
		if (names.has(stage.name))
			problems.add(
				`stages[${i}].name`,
				`is the name of an earlier stage too: give each its own name, not ${shown(stage.name)}`,
			);
		names.add(stage.name);
	}
	return stages.filter((stage) => stage !== null);
}

function readStage(
	value: unknown,
	path: string,
	context: Record<string, unknown>,
	problems: Problems,
): Stage | null {
	if (!isObject(value)) {
		problems.add(
			path,
			`must be an object with name, approvers, need, deadline and onDeadline, not ${shown(value)}`,
		);
		return null;
	}
	refuseUnknownFields(value, path, STAGE_FIELDS, problems);
	const deadline = readDeadline(value.deadline, `${path}.deadline`, problems);
	const approvers = readSources(value.approvers, `${path}.approvers`, problems);
	return {
		name: readStageName(value.name, `${path}.name`, problems),
		when: readWhen(value.when, context, `${path}.when`, problems),
		approvers,
		need: readNeed(value.need, approvers, `${path}.need`, problems) ?? 1,
		rejectAt: value.rejectAt === undefined ? 1 : readCount(value.rejectAt, `${path}.rejectAt`, problems),
		remind: readRemind(value.remind, deadline, `${path}.remind`, problems),
		escalate: readEscalate(value.escalate, approvers, deadline, `${path}.escalate`, problems),
		repeatEscalation: readRepeats(
			value.repeatEscalation,
			value.escalate,
			`${path}.repeatEscalation`,
			problems,
		),
		deadline: deadline ?? "",
		onDeadline: readOnDeadline(value.onDeadline, `${path}.onDeadline`, problems),
		requireComment: readRequireComment(value.requireComment, `${path}.requireComment`, problems),
		onUndeliverable: readOnUndeliverable(value.onUndeliverable, `${path}.onUndeliverable`, problems),
	};
}

function readWhen(
	value: unknown,
	context: Record<string, unknown>,
	path: string,
	problems: Problems,
): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value !== "string") {
		problems.add(path, `must be a condition such as "context.amount > 10000", not ${shown(value)}`);
		return null;
	}
	const wrong = conditionProblem(value, context);
	if (wrong !== null) problems.add(path, wrong);
	return value;
}

function readRepeats(value: unknown, escalate: unknown, path: string, problems: Problems): number {
	if (value === undefined) return 0;
	if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > MAX_REPEATS) {
		problems.add(path, `must be a whole number from 0 to ${MAX_REPEATS}, not ${shown(value)}`);
		return 0;
	}
	const steps = Array.isArray(escalate) ? escalate.length : 0;
	if (value > 0 && steps * (1 + value) > MAX_FIRINGS) {
		problems.add(path, `must let at most ${MAX_FIRINGS} steps fire, not ${steps} of them ${1 + value} times`);
	}
	return value;
}

function readRequireComment(value: unknown, path: string, problems: Problems): RequireComment {
	if (value === undefined) return "never";
	if (value === "never" || value === "reject" || value === "always") return value;
	problems.add(path, `must be never, reject or always, not ${shown(value)}`);
	return "never";
}

function readOnUndeliverable(value: unknown, path: string, problems: Problems): Stage["onUndeliverable"] {
	if (value === undefined) return "escalate";
	if (value === "escalate" || value === "ignore") return value;
	problems.add(path, `must be escalate or ignore, not ${shown(value)}`);
	return "escalate";
}

function readStageName(value: unknown, path: string, problems: Problems): string {
	if (value === undefined || value === null) problems.missing(path, "write a name such as finance");
	else if (typeof value !== "string" || !/^\P{C}{1,64}$/u.test(value) || value.trim() !== value) {
		problems.add(path, `must be a text of 1 to 64 characters in one line, not ${shown(value)}`);
	}
	return String(value);
}

function readDeadline(value: unknown, path: string, problems: Problems): Duration | null {
	if (value === undefined || value === null) {
		problems.missing(path, "write a duration such as 3d; a stage without a deadline would wait for ever");
		return null;
	}
	return readDuration(value, path, problems);
}

function readOnDeadline(value: unknown, path: string, problems: Problems): DeadlineAction {
	if (value === "cancel" || value === "reject" || value === "approve") return value;
	const choice = "write cancel, reject or approve: what happens when the deadline passes";
	if (value === undefined || value === null) problems.missing(path, choice);
	else problems.add(path, `${choice}, not ${shown(value)}`);
	return "cancel";
}

function readSources(value: unknown, path: string, problems: Problems): ApproverSource[] {
	const example = "write whom to ask, such as [{ group: finance }, { user: cfo@example.com }]";
	if (value === undefined) {
		problems.missing(path, example);
		return [];
	}
	if (!Array.isArray(value) || value.length === 0) {
		problems.add(path, `must be a list of at least one: ${example}`);
		return [];
	}
	if (value.length > MAX_APPROVERS) {
		problems.add(path, `must be at most ${MAX_APPROVERS}, not ${value.length}: use a group`);
		return [];
	}
	return value
		.map((source: unknown, i) => readSource(source, `${path}[${i}]`, problems))
		.filter((source) => source !== null);
}

function readSource(value: unknown, path: string, problems: Problems): ApproverSource | null {
	const example = "write { user: name@example.com }, { group: finance }, { manager: 1 } or { oncall: rota }";
	if (!isObject(value)) {
		problems.add(path, `must be an object: ${example}, not ${shown(value)}`);
		return null;
	}
	refuseUnknownFields(value, path, SOURCES, problems);
	const given = SOURCES.filter((field) => value[field] !== undefined);
	const [field] = given;
	if (field === undefined || given.length > 1) {
		if (given.length > 1 || Object.keys(value).length === 0)
			problems.add(path, `must name one source: ${example}`);
		return null;
	}
	const { user, group, manager, oncall } = value;
	if (field === "manager") {
		const levels = typeof manager === "number" && Number.isInteger(manager) ? manager : 0;
		if (levels >= 1 && levels <= MAX_LEVELS) return { manager: levels };
		problems.add(
			`${path}.manager`,
			`must be a number of levels above the requester, from 1 to ${MAX_LEVELS}, not ${shown(manager)}`,
		);
	}
	if (field === "oncall") {
		if (isName(oncall)) return { oncall };
		problems.add(`${path}.oncall`, `must be the name of a rota, not ${shown(oncall)}`);
	}
	if (field === "user") {
		if (isEmail(user)) return { user: user.toLowerCase() };
		problems.add(`${path}.user`, `must be an e-mail address such as name@example.com, not ${shown(user)}`);
	}
	if (field === "group") {
		if (isName(group)) return { group };
		problems.add(`${path}.group`, `must be the name of a group, not ${shown(group)}`);
	}
	return null;
}

/** The name of something in the directory. */
export function isName(value: unknown): value is string {
	return typeof value === "string" && value.trim() !== "" && value.length <= 200;
}

/** Enough to catch a slip; whether the address exists is the directory's matter. */
function isEmail(value: unknown): value is string {
	return typeof value === "string" && value.length <= 254 && /^[^\s@]{1,64}@[^\s@]{1,253}$/.test(value);
}

function readNeed(
	value: unknown,
	approvers: readonly ApproverSource[],
	path: string,
	problems: Problems,
): Need | null {
	const example = 'write a number such as 1, "all", a share such as "50%", or a number for each group';
	if (value === undefined) problems.missing(path, example);
	else if (value === "all") return "all";
	else if (typeof value === "number") return readCount(value, path, problems);
	else if (isObject(value)) return readNeedOfGroups(value, approvers, path, problems);
	else {
		const percentage = typeof value === "string" ? /^(\d{1,6}(?:\.\d{1,6})?)%$/.exec(value)?.[1] : undefined;
		if (percentage === undefined) problems.add(path, `${example}, not ${shown(value)}`);
		else if (Number(percentage) > 0 && Number(percentage) <= 100) return `${percentage}%` as Percentage;
		else problems.add(path, `must be more than 0% and at most 100%, not ${percentage}%`);
	}
	return null;
}

function readNeedOfGroups(
	value: Record<string, unknown>,
	approvers: readonly ApproverSource[],
	path: string,
	problems: Problems,
): Need | null {
	const groups = approvers.flatMap((source) => ("group" in source ? [source.group] : []));
	const need: [string, number][] = [];
	for (const [group, count] of Object.entries(value)) {
		if (problems.full) return null;
		const groupPath = fieldPath(path, group);
		if (groups.includes(group)) need.push([group, readCount(count, groupPath, problems)]);
		else {
			const near = nearest(group, groups);
			problems.add(
				groupPath,
				`is not a group among the approvers${near === null ? "" : `: did you mean ${near}?`}`,
			);
		}
	}
	if (Object.keys(value).length > 0) return Object.fromEntries(need);
	problems.add(path, "must name at least one group, such as { finance: 2 }");
	return null;
}

function readRemind(
	value: unknown,
	deadline: Duration | null,
	path: string,
	problems: Problems,
): Stage["remind"] {
	if (value === undefined || value === null) return null;
	if (!isObject(value)) {
		problems.add(path, `must be an object such as { every: 4h, atMost: 3 }, not ${shown(value)}`);
		return null;
	}
	refuseUnknownFields(value, path, ["every", "atMost"], problems);
	if (value.every === undefined) problems.missing(`${path}.every`, "write a duration such as 4h");
	const every = value.every === undefined ? null : readDuration(value.every, `${path}.every`, problems);
	if (every !== null) requireBeforeDeadline(every, deadline, `${path}.every`, problems);
	if (value.atMost !== undefined) {
		const atMost = readCount(value.atMost, `${path}.atMost`, problems);
		return every === null ? null : { every, atMost };
	}
	if (every === null || deadline === null) return null;
	const fitting = fittingReminders(every, deadline);
	if (fitting === null) {
		problems.missing(
			`${path}.atMost`,
			`write how often at most, such as 3: ${every} and the deadline of ${deadline} are not of one unit`,
		);
		return { every, atMost: 1 };
	}
	if (fitting > MAX_UNSAID_REMINDERS) {
		problems.missing(
			`${path}.atMost`,
			`write how often at most, such as 3: every ${every} would remind ${fitting} times`,
		);
	}
	return { every, atMost: fitting };
}

/** How many reminders come before the deadline; null where that depends on the calendar. */
function fittingReminders(every: Duration, deadline: Duration): number | null {
	const [step, end] = [spanOfDuration(every), spanOfDuration(deadline)];
	if (step.unit === "wd" && end.unit === "wd") return Math.ceil(end.days / step.days) - 1;
	return step.unit === end.unit ? Math.ceil(end.ms / step.ms) - 1 : null;
}

function readEscalate(
	value: unknown,
	approvers: readonly ApproverSource[],
	deadline: Duration | null,
	path: string,
	problems: Problems,
): EscalationStep[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) {
		problems.add(
			path,
			`must be a list of steps such as { after: 1d, to: [{ group: leads }], mode: add }, not ${shown(value)}`,
		);
		return [];
	}
	if (value.length > MAX_ESCALATIONS) {
		problems.add(path, `must be at most ${MAX_ESCALATIONS} steps, not ${value.length}`);
		return [];
	}
	return value
		.map((step: unknown, i) => readStep(step, approvers, deadline, `${path}[${i}]`, problems))
		.filter((step) => step !== null);
}

function readStep(
	value: unknown,
	approvers: readonly ApproverSource[],
	deadline: Duration | null,
	path: string,
	problems: Problems,
): EscalationStep | null {
	if (!isObject(value)) {
		problems.add(
			path,
			`must be an object such as { after: 1d, to: [{ group: leads }], mode: add }, not ${shown(value)}`,
		);
		return null;
	}
	refuseUnknownFields(value, path, STEP_FIELDS, problems);
	if (value.after === undefined)
		problems.missing(`${path}.after`, "write a duration from the stage's opening, such as 1d");
	const after = value.after === undefined ? null : readDuration(value.after, `${path}.after`, problems);
	if (after !== null) requireBeforeDeadline(after, deadline, `${path}.after`, problems);
	const to = readSources(value.to, `${path}.to`, problems);
	const mode = value.mode ?? "add";
	if (mode !== "add" && mode !== "replace")
		problems.add(`${path}.mode`, `must be add or replace, not ${shown(mode)}`);
	const need =
		value.need === undefined ? null : readNeed(value.need, [...approvers, ...to], `${path}.need`, problems);
	if (after === null) return null;
	return { after, to, mode: mode === "replace" ? "replace" : "add", ...(need !== null && { need }) };
}

function requireBeforeDeadline(
	duration: Duration,
	deadline: Duration | null,
	path: string,
	problems: Problems,
): void {
	if (deadline === null || mayComeBefore(duration, deadline)) return;
	problems.add(
		path,
		`must be shorter than the stage's deadline (${deadline}): it would never happen, not ${duration}`,
	);
}

/** False where one duration is never shorter than the other. Working time is never shorter than the same by the clock. */
function mayComeBefore(duration: Duration, deadline: Duration): boolean {
	const [a, b] = [spanOfDuration(duration), spanOfDuration(deadline)];
	if (a.unit === "wd") return b.unit !== "wd" || a.days < b.days;
	if (b.unit === "wd" || (a.unit === "ms" && b.unit === "wh")) return true;
	return a.ms < b.ms;
}

function readDuration(value: unknown, path: string, problems: Problems): Duration | null {
	const reading = parseDuration(value);
	if (reading.ok) return String(value);
	problems.add(path, reading.message);
	return null;
}

function readCount(value: unknown, path: string, problems: Problems): number {
	if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_COUNT) return value;
	problems.add(path, `must be a whole number from 1 to ${MAX_COUNT}, not ${shown(value)}`);
	return 1;
}
