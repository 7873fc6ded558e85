import type { Tx } from "../../db/transaction.ts";
import type { Policy } from "../../policy/document.ts";
import { type OutcomeName, outcomeOf } from "../../policy/outcome.ts";
import type { OutcomeCause, RequestRecord, RequestState, Verdict } from "../../policy/record.ts";
import { waitingFor } from "../../policy/standing.ts";
import type { Assurance, Channel } from "../actor.ts";
import { policyOf } from "../policy-memory.ts";

/** One decision, as anybody who may see the request sees it. Instants are ISO 8601 UTC with ms. */
export interface DecisionView {
	id: string;
	by: string;
	onBehalfOf: string | null;
	stage: string;
	round: number;
	verdict: Verdict;
	comment: string | null;
	channel: Channel;
	assurance: Assurance;
	at: string;
	/** Hex SHA-256 of what was shown. */
	digest: string;
}

/** What a request waits for its requester for. Instants are ISO 8601 UTC with ms. */
export interface PauseView {
	kind: "question" | "changes_requested";
	by: string;
	comment: string | null;
	since: string;
	/** Past it the request is expired. */
	deadline: string;
}

/** A request as the API, the pages and the messages show it. People stand as ids; `people` names them. */
export interface RequestView {
	id: string;
	policy: { name: string; version: number; title: string };
	title: string;
	summary: string | null;
	context: Record<string, unknown>;
	attachments: { name: string; url: string; sha256: string }[];
	requester: string;
	submittedBy: string;
	externalId: string | null;
	risk: "low" | "normal" | "high";
	state: RequestState;
	version: number;
	/** Decisions made on an earlier version are refused as stale. */
	shownSince: number;
	stage: string | null;
	/** From 1; null after the outcome. */
	stageNumber: number | null;
	stageCount: number;
	round: number;
	/** Ids of those who are asked now and can decide; while it waits for its requester, the requester. */
	assignees: string[];
	/** While it waits for its requester: who wants what, and until when. */
	pause: PauseView | null;
	due: string | null;
	wakeAt: string | null;
	/** True when the open stage cannot be filled by those still able to decide. */
	unsatisfiable: boolean;
	createdAt: string;
	closedAt: string | null;
	outcome: OutcomeName | null;
	cause: OutcomeCause | null;
	decisions: DecisionView[];
	digest: string;
	people: Record<string, { name: string; email: string }>;
}

export interface RequestRow {
	id: string;
	policy_version_id: string;
	policy_name: string;
	policy_version: number;
	requester_id: string;
	submitted_by: string;
	title: string;
	summary: string | null;
	context: Record<string, unknown>;
	attachments: RequestView["attachments"];
	external_id: string | null;
	risk: RequestView["risk"];
	record: RequestRecord;
	digest: string;
	created_at: string;
}

interface DecisionRow {
	id: string;
	request_id: string;
	person_id: string;
	on_behalf_of: string | null;
	stage: string;
	round: number;
	verdict: Verdict;
	comment: string | null;
	channel: Channel;
	assurance: Assurance;
	at: string;
	digest: string;
}

/** Columns of a `RequestRow`, for the select list of whatever finds the rows (table alias `r`). */
export const REQUEST_COLUMNS = `r.id, r.policy_version_id, r.policy_name, r.policy_version, r.requester_id, r.submitted_by,
	r.title, r.summary, r.context, r.attachments, r.external_id, r.risk, r.record,
	encode(r.content_digest, 'hex') as digest, r.created_at`;

/** Makes views of rows: two more statements, however many rows there are. */
export async function viewsOf(tx: Tx, rows: readonly RequestRow[]): Promise<RequestView[]> {
	if (rows.length === 0) return [];
	const ids = rows.map((row) => row.id);
	const decisions = await tx.sql<DecisionRow[]>`
		select id, request_id, person_id, on_behalf_of, stage, round, verdict, comment, channel, assurance, at,
			encode(digest, 'hex') as digest
		from decisions where request_id = any(${ids}::uuid[]) order by at, id`;
	const pauses = await pausesOf(tx, rows);
	const involved = new Set<string>([...pauses.values()].map(({ by }) => by));
	for (const row of rows) {
		involved.add(row.requester_id).add(row.submitted_by);
		for (const item of row.record.stage?.assignments ?? []) involved.add(item.person);
	}
	for (const decision of decisions) {
		involved.add(decision.person_id);
		if (decision.on_behalf_of !== null) involved.add(decision.on_behalf_of);
	}
	const names = await tx.sql<{ id: string; name: string; email: string }[]>`
		select id, name, email from people where id = any(${[...involved]}::uuid[])`;
	const known = new Map(names.map(({ id, name, email }) => [id, { name, email }]));
	return Promise.all(
		rows.map(async (row) => {
			const policy = await policyOf(tx, row.policy_version_id);
			const own = decisions.filter((decision) => decision.request_id === row.id);
			return viewOf(row, policy, own, pauses.get(row.id) ?? null, known);
		}),
	);
}

function viewOf(
	row: RequestRow,
	policy: Policy,
	decisions: readonly DecisionRow[],
	pause: PauseView | null,
	known: ReadonlyMap<string, { name: string; email: string }>,
): RequestView {
	const { record } = row;
	const outcome = outcomeOf(record.state);
	const assignees = record.pause ? [record.requester] : waitingFor(record, policy);
	const shown = [row.requester_id, row.submitted_by, ...assignees, ...(pause === null ? [] : [pause.by])];
	for (const decision of decisions)
		shown.push(decision.person_id, ...(decision.on_behalf_of ? [decision.on_behalf_of] : []));
	return {
		id: row.id,
		policy: { name: row.policy_name, version: row.policy_version, title: policy.title },
		title: row.title,
		summary: row.summary,
		context: row.context,
		attachments: row.attachments,
		requester: row.requester_id,
		submittedBy: row.submitted_by,
		externalId: row.external_id,
		risk: row.risk,
		state: record.state,
		version: record.version,
		shownSince: record.shownSince,
		stage: record.stage?.name ?? null,
		stageNumber: record.stage === null ? null : record.stage.index + 1,
		stageCount: policy.stages.length,
		round: record.round,
		assignees,
		pause,
		due: outcome === null ? isoOrNull(record.stage?.deadlineAt) : null,
		wakeAt: isoOrNull(record.wakeAt),
		unsatisfiable: record.stage?.unsatisfiable ?? false,
		createdAt: iso(row.created_at),
		closedAt: isoOrNull(record.closedAt),
		outcome,
		cause: record.cause,
		decisions: decisions.map(decisionView),
		digest: row.digest,
		people: Object.fromEntries(
			shown.flatMap((id) => (known.has(id) ? [[id, known.get(id) as { name: string; email: string }]] : [])),
		),
	};
}

interface PauseRow {
	request_id: string;
	person_id: string;
	body: string;
}

/** Read only where a request is paused: what was written when the pause began. */
async function pausesOf(tx: Tx, rows: readonly RequestRow[]): Promise<Map<string, PauseView>> {
	const paused = rows.filter(({ record }) => record.pause);
	if (paused.length === 0) return new Map();
	const texts = await tx.sql<PauseRow[]>`
		select distinct on (request_id) request_id, person_id, body from comments
		where request_id = any(${paused.map(({ id }) => id)}::uuid[]) and kind in ('question', 'sent_back')
		order by request_id, at desc, id desc`;
	return new Map(
		paused.flatMap(({ id, record }): [string, PauseView][] => {
			const text = texts.find((row) => row.request_id === id);
			if (!record.pause || text === undefined) return [];
			const { since, deadlineAt } = record.pause;
			const kind = record.state === "question" ? "question" : "changes_requested";
			return [
				[id, { kind, by: text.person_id, comment: text.body, since: iso(since), deadline: iso(deadlineAt) }],
			];
		}),
	);
}

function decisionView(row: DecisionRow): DecisionView {
	return {
		id: row.id,
		by: row.person_id,
		onBehalfOf: row.on_behalf_of,
		stage: row.stage,
		round: row.round,
		verdict: row.verdict,
		comment: row.comment,
		channel: row.channel,
		assurance: row.assurance,
		at: iso(row.at),
		digest: row.digest,
	};
}

/** A database instant (text) or ms as ISO 8601 UTC with ms. */
export function iso(at: string | number): string {
	return new Date(at).toISOString();
}

function isoOrNull(at: number | null | undefined): string | null {
	return at === null || at === undefined ? null : iso(at);
}
