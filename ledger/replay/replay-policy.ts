import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Delegation, Directory, Person, PersonId } from "../../policy/directory.ts";
import type { Policy } from "../../policy/document.ts";
import { type Replay, replay } from "../../policy/replay.ts";
import { canonicalJson } from "../../proof/canonical.ts";
import { requireScope, seesAll } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { directoryFor } from "../directory-memory.ts";
import { policyToReplay } from "../policies.ts";
import { invalid, Refusal } from "../refusal.ts";
import {
	countPast,
	type PastSpan,
	type Place,
	peopleIn,
	readPast,
	type StoredPast,
} from "./past-requests.ts";
import { type ReplaySummary, ReplayTally } from "./replay-summary.ts";
import type { ReplayedRequest, RequestOutcome } from "./replayed-request.ts";
import { sinceInstant } from "./since.ts";

export interface ReplayInput {
	/** Whose past requests. */
	name: string;
	/** The draft: a policy document (YAML text, or data). Default: the newest version. */
	document?: unknown;
	/** `90d` or an ISO 8601 instant: requests submitted since. Default 90d. */
	since?: string;
	/** At most so many, the newest. Default: all. */
	limit?: number;
	/** Ends it between two requests. */
	signal?: AbortSignal;
}

export type People = Record<string, { name: string; email: string }>;

/** What a replay tells, in this order: progress, and people before the requests that name them; the summary last. */
export type ReplayRow =
	| { kind: "progress"; done: number; total: number }
	/** Name and address of people whose ids come next. Each once. */
	| { kind: "people"; people: People }
	| ({ kind: "request" } & ReplayedRequest)
	| ({ kind: "summary" } & ReplaySummary);

const BATCH = 200;
/** Ms of work in one go: this process has others to answer. */
const TURN_MS = 20;

/**
 * Replays a policy over the past requests of a name: those submitted in the span that have their outcome, newest
 * first (those still open are counted and left out). `policy/replay.ts` says what a replay is. Changes nothing; reads
 * in batches, each in a short transaction of its own, and holds one batch at a time.
 *
 * For administrators and auditors, and API keys with `policies:write`. Refuses before the first row: `not_eligible`,
 * `not_found`, `invalid` (the document's own paths; `since`, `limit`).
 */
export async function* replayPolicy(
	ctx: Ctx,
	input: ReplayInput,
): AsyncGenerator<ReplayRow, void, undefined> {
	requireMayReplay(ctx);
	const { limit = Number.POSITIVE_INFINITY } = input;
	if (!(limit >= 1)) throw invalid("limit", "write a whole number from 1");
	const { workspaceId, personId } = ctx.actor;
	const read = <T>(work: (tx: Tx) => Promise<T>) =>
		inWorkspace(ctx.db, { workspaceId, actorId: personId }, work);
	const start = await read(async (tx) => {
		const { policy, version } = await policyToReplay(tx, input.name, input.document);
		const [clock] = await tx.sql<{ now_ms: number }[]>`
			select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;
		const now = ctx.clock(clock?.now_ms ?? 0);
		const span: PastSpan = {
			workspaceId,
			policy: input.name,
			from: new Date(sinceInstant(input.since ?? "90d", now)).toISOString(),
			to: new Date(now).toISOString(),
		};
		const [counted, absences] = await Promise.all([countPast(tx, span), readAbsences(tx, span)]);
		return { policy, version, span, counted, absences };
	});
	const { policy, version, span, counted, absences } = start;
	const key = `replay/${createHash("sha256")
		.update(canonicalJson(JSON.parse(JSON.stringify(policy))))
		.digest("hex")}`;
	const total = Math.min(counted.closed, limit);
	const tally = new ReplayTally();
	const told = new Set<PersonId>();
	let done = 0;
	let place: Place | null = null;
	yield { kind: "progress", done, total };
	while (done < limit) {
		input.signal?.throwIfAborted();
		const batch: Batch = await read((tx) =>
			readBatch(tx, {
				span,
				place,
				limit: Math.min(BATCH, limit - done),
				policy,
				key,
				absences,
				workspaceId,
			}),
		);
		const items: ReplayedRequest[] = [];
		let turn = performance.now();
		for (const { stored, directory } of batch.requests) {
			items.push(replayedRequest(stored, replay(stored.past, policy, directory)));
			if (performance.now() - turn < TURN_MS) continue;
			await nextTurn();
			input.signal?.throwIfAborted();
			turn = performance.now();
		}
		const people = await read((tx) => namesOf(tx, items, told));
		if (Object.keys(people).length > 0) yield { kind: "people", people };
		for (const item of items) {
			tally.count(item);
			yield { kind: "request", ...item };
		}
		done += items.length;
		yield { kind: "progress", done, total: Math.max(total, done) };
		place = batch.next;
		if (place === null) break;
	}
	const summary = tally.summary({
		policy: { name: input.name, version },
		from: span.from,
		to: span.to,
		stillOpen: counted.open,
		beyondLimit: Math.max(0, counted.closed - done),
	});
	yield { kind: "summary", ...summary };
}

/** The whole of a replay as one answer; for a bounded number of requests. Refuses as `replayPolicy` does. */
export async function replayAtOnce(
	ctx: Ctx,
	input: ReplayInput,
): Promise<{ summary: ReplaySummary; items: ReplayedRequest[]; people: People }> {
	const items: ReplayedRequest[] = [];
	const people: People = {};
	for await (const row of replayPolicy(ctx, input)) {
		if (row.kind === "people") Object.assign(people, row.people);
		if (row.kind === "request") {
			const { kind: _, ...item } = row;
			items.push(item);
		}
		if (row.kind === "summary") {
			const { kind: _, ...summary } = row;
			return { summary, items, people };
		}
	}
	throw new Error("a replay ends with its summary");
}

function requireMayReplay({ actor }: Ctx): void {
	requireScope(actor, "requests:read");
	if (seesAll(actor) || actor.scopes?.has("policies:write")) return;
	throw new Refusal(
		"not_eligible",
		"Replaying is for administrators and auditors, and for API keys with the scope policies:write.",
	);
}

interface Batch {
	requests: { stored: StoredPast; directory: Directory }[];
	next: Place | null;
}

interface BatchInput {
	span: PastSpan;
	place: Place | null;
	limit: number;
	policy: Policy;
	/** What the policy's part of the directory is remembered by. */
	key: string;
	absences: Absences;
	workspaceId: string;
}

async function readBatch(tx: Tx, input: BatchInput): Promise<Batch> {
	const { policy, key, workspaceId, absences } = input;
	const { requests, next } = await readPast(tx, input.span, input.place, input.limit);
	const [workspace] = await tx.sql<{ directory_version: string }[]>`
		select directory_version from workspaces where id = ${workspaceId}`;
	const question = {
		workspaceId,
		directoryVersion: Number(workspace?.directory_version),
		policyVersionId: key,
	};
	const withDirectories: Batch["requests"] = [];
	for (const stored of requests) {
		const directory = await directoryFor(tx, {
			...question,
			policy,
			requester: stored.past.requester,
			people: peopleIn(stored),
		});
		withDirectories.push({ stored, directory: withAbsences(directory, absences) });
	}
	return { requests: withDirectories, next };
}

/** Delegations of the span, also those long over, and the people in them. */
interface Absences {
	delegations: readonly Delegation[];
	people: Readonly<Record<PersonId, Person>>;
}

async function readAbsences(tx: Tx, span: PastSpan): Promise<Absences> {
	const rows = await tx.sql<
		{ id: string; from_id: string; to_id: string; starts_ms: number; ends_ms: number }[]
	>`
		select id, from_id, to_id, extract(epoch from starts_at)::float8 * 1000 as starts_ms,
			extract(epoch from ends_at)::float8 * 1000 as ends_ms
		from delegations where ends_at > ${span.from} order by starts_at, id`;
	const ids = [...new Set(rows.flatMap((row) => [row.from_id, row.to_id]))];
	const people =
		ids.length === 0
			? []
			: await tx.sql<
					{ id: string; email: string; active: boolean; manager_id: string | null; role: string }[]
				>`
				select id, email, active, manager_id, role from people where id = any(${ids}::uuid[])`;
	return {
		delegations: rows.map((row) => ({
			id: row.id,
			from: row.from_id,
			to: row.to_id,
			start: Math.round(row.starts_ms),
			end: Math.round(row.ends_ms),
		})),
		people: Object.fromEntries(
			people.map(({ id, email, active, manager_id, role }) => [
				id,
				{ id, email, active, manager: manager_id, admin: role === "administrator" },
			]),
		),
	};
}

function withAbsences(directory: Directory, { delegations, people }: Absences): Directory {
	if (delegations.length === 0) return directory;
	return { ...directory, people: { ...people, ...directory.people }, delegations };
}

function replayedRequest(
	{ id, title, policyVersion, old, past }: StoredPast,
	result: Replay,
): ReplayedRequest {
	const after = result.fits ? outcomeIn(result, past.submittedAt) : null;
	return {
		id,
		title,
		requester: past.requester,
		policyVersion,
		submittedAt: new Date(past.submittedAt).toISOString(),
		old,
		new: after,
		changed: after?.outcome !== old.outcome,
		contextErrors: result.fits ? [] : result.errors,
		conditionFailed: result.fits ? result.conditionFailed : [],
		refused: result.fits
			? result.refused.map(({ at, kind, by, code }) => ({ at: new Date(at).toISOString(), kind, by, code }))
			: [],
		dropped: result.fits ? result.dropped : 0,
		ranOn: result.fits && result.ranOn,
	};
}

function outcomeIn(result: Extract<Replay, { fits: true }>, submittedAt: number): RequestOutcome {
	const { outcome, cause, closedAt, asked, escalations, unsatisfiable } = result;
	return {
		outcome,
		cause,
		closedAt: new Date(closedAt).toISOString(),
		tookMs: closedAt - submittedAt,
		asked,
		escalations,
		unsatisfiable,
	};
}

/** Of everybody in these requests who has not been told yet. */
async function namesOf(tx: Tx, items: readonly ReplayedRequest[], told: Set<PersonId>): Promise<People> {
	const ids = items.flatMap((item) => [
		item.requester,
		...item.old.asked,
		...(item.new?.asked ?? []),
		...item.refused.map(({ by }) => by),
	]);
	const untold = [...new Set(ids)].filter((id) => !told.has(id));
	if (untold.length === 0) return {};
	for (const id of untold) told.add(id);
	const rows = await tx.sql<{ id: string; name: string; email: string }[]>`
		select id, name, email from people where id = any(${untold}::uuid[])`;
	return Object.fromEntries(rows.map(({ id, name, email }) => [id, { name, email }]));
}
