import type { ApproverSource, DeadlineAction, EscalationStep, Need, Stage } from "./document.ts";
import { addDuration, type Duration, parseDuration } from "./duration.ts";
import { fieldPath, isObject, nearest, type Problems, refuseUnknownFields, shown } from "./problems.ts";

const MAX_STAGES = 50;
const MAX_APPROVERS = 50;
const MAX_ESCALATIONS = 20;
/** Slots, rejections or reminders in one stage. */
const MAX_COUNT = 1_000;
/** Without `atMost`, as many reminders as fit before the deadline, if they are no more than this. */
const MAX_UNSAID_REMINDERS = 100;

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

/** Reads `stages`: in order, each name once. */
export function readStages(value: unknown, problems: Problems): Stage[] {
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
	const stages = value.map((stage: unknown, i) => readStage(stage, `stages[${i}]`, problems));
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

function readStage(value: unknown, path: string, problems: Problems): Stage | null {
	if (!isObject(value)) {
		problems.add(
			path,
			`must be an object with name, approvers, need, deadline and onDeadline, not ${shown(value)}`,
		);
		return null;
	}
	refuseUnknownFields(value, path, STAGE_FIELDS, problems);
	refuseNotYet(value, path, problems);
	const deadline = readDeadline(value.deadline, `${path}.deadline`, problems);
	const approvers = readSources(value.approvers, `${path}.approvers`, problems);
	return {
		name: readStageName(value.name, `${path}.name`, problems),
		approvers,
		need: readNeed(value.need, approvers, `${path}.need`, problems) ?? 1,
		rejectAt: value.rejectAt === undefined ? 1 : readCount(value.rejectAt, `${path}.rejectAt`, problems),
		remind: readRemind(value.remind, deadline, `${path}.remind`, problems),
		escalate: readEscalate(value.escalate, approvers, deadline, `${path}.escalate`, problems),
		deadline: deadline ?? "",
		onDeadline: readOnDeadline(value.onDeadline, `${path}.onDeadline`, problems),
	};
}

/** What the policy language names and this version does not do; their default values ask for nothing. */
function refuseNotYet(value: Record<string, unknown>, path: string, problems: Problems): void {
	if (value.when !== undefined) problems.notYet(`${path}.when`, "a condition");

	const comment = value.requireComment;
	if (comment === "reject" || comment === "always") {
		problems.notYet(`${path}.requireComment`, `requireComment: ${comment}`);
	} else if (comment !== undefined && comment !== "never") {
		problems.add(`${path}.requireComment`, `must be never, reject or always, not ${shown(comment)}`);
	}

	const repeats = value.repeatEscalation;
	if (repeats !== undefined && (typeof repeats !== "number" || !Number.isInteger(repeats) || repeats < 0)) {
		problems.add(`${path}.repeatEscalation`, `must be a whole number from 0, not ${shown(repeats)}`);
	} else if (repeats !== undefined && repeats !== 0) {
		problems.notYet(`${path}.repeatEscalation`, `repeatEscalation: ${repeats}`);
	}

	const undeliverable = value.onUndeliverable;
	if (undeliverable === "ignore") problems.notYet(`${path}.onUndeliverable`, "onUndeliverable: ignore");
	else if (undeliverable !== undefined && undeliverable !== "escalate") {
		problems.add(`${path}.onUndeliverable`, `must be escalate or ignore, not ${shown(undeliverable)}`);
	}
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
	const example = "write { user: name@example.com } or { group: finance }";
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
	const { user, group } = value;
	if (field === "manager") problems.notYet(`${path}.manager`, "a manager as approver");
	if (field === "oncall") problems.notYet(`${path}.oncall`, "an on-call rota as approver");
	if (field === "user") {
		if (isEmail(user)) return { user: user.toLowerCase() };
		problems.add(`${path}.user`, `must be an e-mail address such as name@example.com, not ${shown(user)}`);
	}
	if (field === "group") {
		if (typeof group === "string" && group.trim() !== "" && group.length <= 200) return { group };
		problems.add(`${path}.group`, `must be the name of a group, not ${shown(group)}`);
	}
	return null;
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
	const example = 'write a number such as 1, or "all"';
	if (value === undefined) problems.missing(path, example);
	else if (value === "all") return "all";
	else if (typeof value === "number") return readCount(value, path, problems);
	else if (isObject(value)) readNeedOfGroups(value, approvers, path, problems);
	else {
		const percentage = typeof value === "string" ? /^(\d{1,6}(?:\.\d{1,6})?)%$/.exec(value)?.[1] : undefined;
		if (percentage === undefined)
			problems.add(path, `must be a number of people or "all", not ${shown(value)}`);
		else if (Number(percentage) <= 0 || Number(percentage) > 100) {
			problems.add(path, `must be more than 0% and at most 100%, not ${percentage}%`);
		} else problems.add(path, `a percentage is not supported yet: ${example}`);
	}
	return null;
}

function readNeedOfGroups(
	value: Record<string, unknown>,
	approvers: readonly ApproverSource[],
	path: string,
	problems: Problems,
): void {
	const groups = approvers.flatMap((source) => ("group" in source ? [source.group] : []));
	const before = problems.list.length;
	for (const [group, count] of Object.entries(value)) {
		if (problems.full) return;
		const groupPath = fieldPath(path, group);
		if (groups.includes(group)) readCount(count, groupPath, problems);
		else {
			const near = nearest(group, groups);
			problems.add(
				groupPath,
				`is not a group among the approvers${near === null ? "" : `: did you mean ${near}?`}`,
			);
		}
	}
	if (problems.list.length === before) {
		problems.add(path, 'a number for each group is not supported yet: write a number such as 1, or "all"');
	}
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
	const fitting = Math.ceil(addDuration(0, deadline) / addDuration(0, every)) - 1;
	if (fitting > MAX_UNSAID_REMINDERS) {
		problems.missing(
			`${path}.atMost`,
			`write how often at most, such as 3: every ${every} would remind ${fitting} times`,
		);
	}
	return { every, atMost: fitting };
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
	if (deadline === null || addDuration(0, duration) < addDuration(0, deadline)) return;
	problems.add(
		path,
		`must be shorter than the stage's deadline (${deadline}): it would never happen, not ${duration}`,
	);
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
