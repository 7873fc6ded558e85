import type { Tx } from "../../db/transaction.ts";
import type { PersonId } from "../../policy/directory.ts";
import { OUTCOMES } from "../../policy/outcome.ts";
import type { OutcomeCause } from "../../policy/record.ts";
import { type ActEvent, askedIn, type PastAct, type PastRequest } from "../../policy/replay.ts";
import type { TraceItem } from "../../policy/trace.ts";
import { iso } from "../read/request-view.ts";
import type { RequestOutcome } from "./replayed-request.ts";

/** Which requests are replayed: of one policy, submitted in the span, and with an outcome. */
export interface PastSpan {
	workspaceId: string;
	policy: string;
	/** ISO 8601; from inclusive, to exclusive. */
	from: string;
	to: string;
}

/** A request as it went, and what a replay needs of it. */
export interface StoredPast {
	id: string;
	title: string;
	policyVersion: number;
	old: RequestOutcome;
	past: PastRequest;
}

/** Where a reading goes on: below this request in time. */
export interface Place {
	at: string;
	id: string;
}

interface RequestRow {
	id: string;
	requester_id: string;
	submitted_by: string;
	title: string;
	summary: string | null;
	context: unknown;
	round: number;
	state: string;
	cause: OutcomeCause | null;
	policy_version: number;
	created_at: string;
	closed_at: string;
}

interface RoundRow {
	request_id: string;
	round: number;
	title: string;
	summary: string | null;
	context: unknown;
}

interface EntryRow {
	request_id: string;
	kind: string;
	actor_id: string | null;
	at: string;
	body: string;
}

/** How many requests of the span have an outcome, and how many are open. */
export async function countPast(tx: Tx, span: PastSpan): Promise<{ closed: number; open: number }> {
	const [row] = await tx.sql<{ closed: number; open: number }[]>`
		select count(*) filter (where closed_at is not null)::int as closed,
			count(*) filter (where closed_at is null)::int as open
		from requests where workspace_id = ${span.workspaceId} and policy_name = ${span.policy}
			and created_at >= ${span.from} and created_at < ${span.to}`;
	return { closed: row?.closed ?? 0, open: row?.open ?? 0 };
}

/** The next requests of the span, newest first, with everything that people did to them. Reads and locks nothing. */
export async function readPast(
	tx: Tx,
	span: PastSpan,
	below: Place | null,
	limit: number,
): Promise<{ requests: StoredPast[]; next: Place | null }> {
	const { sql } = tx;
	const rows = await sql<RequestRow[]>`
		select id, requester_id, submitted_by, title, summary, context, round, state, record->>'cause' as cause,
			policy_version, created_at, closed_at
		from requests where workspace_id = ${span.workspaceId} and policy_name = ${span.policy}
			and closed_at is not null and created_at >= ${span.from} and created_at < ${span.to}
			${below === null ? sql`` : sql`and (created_at, id) < (${below.at}, ${below.id})`}
		order by created_at desc, id desc limit ${limit}`;
	const last = rows.at(-1);
	if (last === undefined) return { requests: [], next: null };
	const ids = rows.map(({ id }) => id);
	const resubmitted = rows.flatMap(({ id, round }) => (round > 1 ? [id] : []));
	const [rounds, entries] = await Promise.all([
		sql<RoundRow[]>`
			select request_id, round, title, summary, context from request_rounds
			where request_id = any(${resubmitted}::uuid[])`,
		sql<EntryRow[]>`
			select request_id, kind, actor_id, at, body from audit_entries
			where request_id = any(${ids}::uuid[]) and kind = any(${KINDS}) order by request_id, position`,
	]);
	const roundsOf = grouped(rounds);
	const entriesOf = grouped(entries);
	return {
		requests: rows.map((row) => storedPast(row, roundsOf.get(row.id) ?? [], entriesOf.get(row.id) ?? [])),
		next: rows.length < limit ? null : { at: iso(last.created_at), id: last.id },
	};
}

function storedPast(row: RequestRow, rounds: readonly RoundRow[], entries: readonly EntryRow[]): StoredPast {
	const shownIn = (round: number) =>
		round === row.round ? row : rounds.find((item) => item.round === round);
	const first = shownIn(1) ?? row;
	const trace = entries.map(({ body }): EntryBody => JSON.parse(body));
	const submittedAt = Date.parse(iso(row.created_at));
	const closedAt = Date.parse(iso(row.closed_at));
	return {
		id: row.id,
		title: row.title,
		policyVersion: row.policy_version,
		old: {
			outcome: OUTCOMES.find((outcome) => outcome === row.state) ?? "cancelled",
			cause: row.cause,
			closedAt: new Date(closedAt).toISOString(),
			tookMs: closedAt - submittedAt,
			asked: askedIn(trace),
			escalations: trace.filter(({ kind }) => kind === "escalated").length,
			unsatisfiable: [
				...new Set(trace.flatMap(({ kind, stage }) => (kind === "unsatisfiable" ? (stage ?? []) : []))),
			],
		},
		past: {
			requester: row.requester_id,
			...(row.submitted_by !== row.requester_id && { submitter: row.submitted_by }),
			submittedAt,
			context: first.context,
			shown: { title: first.title, summary: first.summary },
			acts: entries.flatMap((entry, i) => actOf(entry, trace[i], shownIn) ?? []),
		},
	};
}

/** Acts, and what is told of how it went. */
const KINDS = [
	"decided",
	"sent_back",
	"asked",
	"answered",
	"resubmitted",
	"reassigned",
	"closed",
	"stage_opened",
	"assigned",
	"escalated",
	"unsatisfiable",
];

/** What an entry's body says: what the policy core traced, and what the ledger knows beside it. */
type EntryBody = TraceItem & { decision?: string; comment?: string };

/** What an entry of the audit trail says that somebody did; null where nobody did anything. */
function actOf(
	entry: EntryRow,
	body: EntryBody | undefined,
	shownIn: (round: number) => Pick<RoundRow, "title" | "summary" | "context"> | undefined,
): PastAct | null {
	const { actor_id: by, kind } = entry;
	if (by === null || body === undefined) return null;
	const at = Date.parse(iso(entry.at));
	const act = (event: ActEvent): PastAct => ({ at, event });
	switch (kind) {
		case "decided":
			return act({
				kind: "decide",
				id: body.decision ?? "",
				by,
				verdict: body.verdict === "reject" ? "reject" : "approve",
				// The commitment stands also where the words have been erased.
				hasComment: body.comment !== undefined,
			});
		case "sent_back":
			return act({ kind: "sendBack", by });
		case "asked":
			return act({ kind: "ask", by });
		case "answered":
			return act({ kind: "answer", by });
		case "reassigned":
			return act({ kind: "reassign", by, from: body.from ?? "", to: body.to?.[0] ?? "" });
		case "resubmitted": {
			const shown = shownIn(body.round ?? 0);
			if (shown === undefined) return act({ kind: "resubmit", by });
			const { title, summary, context } = shown;
			return { at, event: { kind: "resubmit", by, context }, shown: { title, summary } };
		}
		case "closed":
			return body.outcome === "cancelled" ? act({ kind: "cancel", by }) : null;
		default:
			return null;
	}
}

/** Everybody whom the rules must know to replay this. */
export function peopleIn({ past, old }: StoredPast): PersonId[] {
	const people = new Set([past.requester, past.submitter ?? past.requester, ...old.asked]);
	for (const { event } of past.acts) {
		people.add(event.by);
		if (event.kind === "reassign") people.add(event.from).add(event.to);
	}
	people.delete("");
	return [...people];
}

function grouped<T extends { request_id: string }>(rows: readonly T[]): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const row of rows) {
		const group = groups.get(row.request_id);
		if (group === undefined) groups.set(row.request_id, [row]);
		else group.push(row);
	}
	return groups;
}
