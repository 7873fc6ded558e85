import type { ApprovalRequest } from "../sdk/index.ts";
import { relativeTime } from "./instants.ts";
import { plain } from "./terminal.ts";

const STATES: Record<ApprovalRequest["state"], string> = {
	open: "open",
	changes_requested: "changes requested",
	question: "question asked",
	approved: "approved",
	rejected: "rejected",
	expired: "expired",
	cancelled: "cancelled",
};

/** A request for people to read, some lines. @param now ms since 1970 */
export function requestText(request: ApprovalRequest, now: number): string {
	const rows: [string, string][] = [
		["state", stateText(request)],
		...(request.summary === null ? [] : [["summary", plain(request.summary)] as [string, string]]),
		...Object.entries(request.context).map(([field, value]): [string, string] => [
			plain(field),
			plain(valueText(value)),
		]),
		["asked by", nameOf(request, request.requester)],
		["policy", `${plain(request.policy.title)} (${request.policy.name}, version ${request.policy.version})`],
		...(request.stage === null
			? []
			: ([
					["stage", stageText(request)],
					["due", dueText(request, now)],
				] as [string, string][])),
		...pauseRows(request, now),
		...request.decisions.map((decision): [string, string] => [
			"decision",
			decisionText(request, decision, now),
		]),
		["id", `${request.id}, version ${request.version}`],
	];
	const width = Math.max(...rows.map(([label]) => label.length));
	return [plain(request.title), ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)].join(
		"\n",
	);
}

/** Where a request stands, on one line. */
export function progressText(request: ApprovalRequest, now: number): string {
	if (request.stage === null) return stateText(request);
	return `${stateText(request)}: ${stageText(request)}, due ${dueText(request, now)}`;
}

/** A page of requests, a line each. */
export function listText(requests: readonly ApprovalRequest[], now: number): string {
	if (requests.length === 0) return "No requests.";
	const rows = requests.map((request) => [
		request.id,
		STATES[request.state],
		request.due === null ? "" : `due ${relativeTime(request.due, now).replace(/ \(.*/, "")}`,
		plain(request.title),
	]);
	const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

function stateText(request: ApprovalRequest): string {
	const cause = request.cause === "deadline" && request.outcome === "rejected" ? " at its deadline" : "";
	const stuck = request.unsatisfiable ? ", but nobody left can fill its stage" : "";
	return `${STATES[request.state]}${cause}${stuck}`;
}

/** What a request waits for its requester for. */
function pauseRows(request: ApprovalRequest, now: number): [string, string][] {
	const { pause } = request;
	if (pause === null) return [];
	const words = pause.comment === null ? "" : `: ${plain(pause.comment)}`;
	return [
		[
			pause.kind === "question" ? "question" : "to change",
			`${nameOf(request, pause.by)}, ${relativeTime(pause.since, now)}${words}`,
		],
	];
}

function stageText(request: ApprovalRequest): string {
	const people = request.assignees.map((id) => nameOf(request, id));
	const waits = people.length === 0 ? "" : `, waits for ${people.join(", ")}`;
	return `${plain(request.stage ?? "")} (${request.stageNumber} of ${request.stageCount})${waits}`;
}

function dueText(request: ApprovalRequest, now: number): string {
	return request.due === null ? "paused" : relativeTime(request.due, now);
}

function decisionText(
	request: ApprovalRequest,
	decision: ApprovalRequest["decisions"][number],
	now: number,
): string {
	const behalf = decision.onBehalfOf === null ? "" : ` for ${nameOf(request, decision.onBehalfOf)}`;
	const comment = decision.comment === null ? "" : `: ${plain(decision.comment)}`;
	const verdict = decision.verdict === "approve" ? "approved" : "rejected";
	const earlier = decision.round < request.round ? ` (round ${decision.round}, no longer counts)` : "";
	return `${nameOf(request, decision.by)}${behalf} ${verdict} ${plain(decision.stage)} by ${decision.channel}, ${relativeTime(decision.at, now)}${earlier}${comment}`;
}

function nameOf(request: ApprovalRequest, id: string): string {
	return plain(request.people[id]?.name ?? id);
}

function valueText(value: unknown): string {
	const text = typeof value === "string" ? value : JSON.stringify(value);
	return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
