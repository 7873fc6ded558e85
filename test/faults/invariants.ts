import type { Mail } from "../support/product.ts";
import { readStory, type Story } from "./history-story.ts";
import type { Sources } from "./sources.ts";
import { pause } from "./until.ts";

/** One broken promise. The names are those of the design's table of invariants. */
export interface Violation {
	invariant: "I1" | "I2" | "I3" | "I4";
	requestId: string;
	/** What is wrong, as a sentence. */
	what: string;
}

/** What clients were told; the ledger, the audit trail and the histories must agree with it. */
export interface Evidence {
	/** Decisions answered 2xx. */
	answered: readonly { requestId: string; decisionId: string }[];
	/** Outcomes that any answer has shown. */
	outcomes: readonly { requestId: string; outcome: string }[];
}

export interface CheckOptions {
	evidence?: Evidence;
	/** Look at these requests only; all by default. */
	requests?: readonly string[];
	/**
	 * Violations are looked at again for so long (ms) and reported only if they stay: in a living system a decision
	 * is in the ledger a moment before it is in a history. Default 15 s.
	 */
	patienceMs?: number;
	/** So much later than the ledger's `wakeAt` a timer may be (ms). Default 10 s. */
	timerSlackMs?: number;
	/** A mail that was on its way when the outcome came may arrive so long after it (ms). Default 2 s. */
	onItsWayMs?: number;
}

/**
 * Holds I1 to I4 from the outside: reads ledger and audit trail as the database's owner, every history from
 * Temporal, and the mails that arrived; nothing of the product's own code decides anything here but the decoding.
 *
 * - I1: every decision, and every one answered 2xx, stands once in the ledger, once in the audit trail, and in a
 *   history; nothing is left to be told.
 * - I2: an outcome has one `closed` entry, is what every answer, history and result says, and closed the workflow.
 * - I3: every open request has a running workflow with a timer at its `wakeAt` or earlier, or that asks the ledger now.
 * - I4: every delivery has settled, what was delivered has arrived, nobody was asked to act after the outcome, and
 *   the requester has the outcome under one Message-ID.
 *
 * Throws what reading throws.
 */
export async function checkInvariants(sources: Sources, options: CheckOptions = {}): Promise<Violation[]> {
	const end = Date.now() + (options.patienceMs ?? 15_000);
	let only = options.requests;
	for (;;) {
		let found: Violation[] = [];
		let fault: unknown;
		try {
			found = await look(sources, { ...options, ...(only === undefined ? {} : { requests: only }) });
			if (found.length === 0) return [];
			only = [...new Set(found.map(({ requestId }) => requestId))];
		} catch (error) {
			fault = error; // a part that is only just coming back
		}
		if (Date.now() > end) {
			if (fault !== undefined) throw fault;
			return found;
		}
		await pause(500);
	}
}

interface RequestRow {
	id: string;
	workspaceId: string;
	requesterId: string;
	state: string;
	wakeAt: number | null;
	closedAt: number | null;
	untold: number;
}

interface DecisionRow {
	id: string;
	requestId: string;
}

interface EntryRow {
	requestId: string;
	kind: string;
	body: string;
}

/** Of an entry's body, what is looked at here. */
interface Entry {
	actor: string | null;
	decision?: string;
	outcome?: string;
}

interface DeliveryRow {
	id: string;
	requestId: string;
	audience: string;
	state: string;
	isDue: boolean;
	lastError: string | null;
}

/** All that is known of one request. */
interface Facts {
	request: RequestRow;
	decisions: DecisionRow[];
	decided: Entry[];
	closed: Entry[];
	deliveries: DeliveryRow[];
	/** By delivery. Null: mails cannot be looked at. */
	mails: ReadonlyMap<string, Mail[]> | null;
	story: Story | null;
	options: CheckOptions;
}

async function look(sources: Sources, options: CheckOptions): Promise<Violation[]> {
	const { sql } = sources.owner;
	const only = options.requests === undefined ? null : [...options.requests];
	const ids = only ?? [];
	const all = only === null;
	const [requests, decisions, entries, deliveries] = await Promise.all([
		sql<RequestRow[]>`
			select id, workspace_id as "workspaceId", requester_id as "requesterId", state,
				floor(extract(epoch from wake_at) * 1000)::float8 as "wakeAt",
				floor(extract(epoch from closed_at) * 1000)::float8 as "closedAt",
				(select count(*)::int from outbox o where o.request_id = r.id) as untold
			from requests r where ${all} or id = any(${ids}::uuid[])`,
		sql<DecisionRow[]>`
			select id, request_id as "requestId" from decisions where ${all} or request_id = any(${ids}::uuid[])`,
		sql<EntryRow[]>`
			select request_id as "requestId", kind, body from audit_entries
			where kind in ('decided', 'closed') and (${all} or request_id = any(${ids}::uuid[]))`,
		sql<DeliveryRow[]>`
			select id, request_id as "requestId", audience, state, next_attempt_at is not null as "isDue",
				last_error as "lastError"
			from deliveries where ${all} or request_id = any(${ids}::uuid[])`,
	]);
	const mails = sources.mails === null ? null : byDelivery(await sources.mails());
	const known = new Set(requests.map(({ id }) => id));
	const violations = (options.evidence?.answered ?? [])
		.filter(({ requestId }) => !known.has(requestId) && (all || ids.includes(requestId)))
		.map(({ requestId, decisionId }): Violation => {
			return { invariant: "I1", requestId, what: `decision ${decisionId} was answered, its request is gone` };
		});
	for (const request of requests) {
		const own = <T extends { requestId: string }>(rows: readonly T[]) =>
			rows.filter(({ requestId }) => requestId === request.id);
		const story = await readStory(sources.client, {
			workspaceId: request.workspaceId,
			requestId: request.id,
		});
		const entriesOf = (kind: string): Entry[] =>
			own(entries)
				.filter((entry) => entry.kind === kind)
				.map((entry) => JSON.parse(entry.body));
		const facts: Facts = {
			request,
			decisions: own(decisions),
			decided: entriesOf("decided"),
			closed: entriesOf("closed"),
			deliveries: own(deliveries),
			mails,
			story,
			options,
		};
		for (const [invariant, wrong] of Object.entries({
			I1: decisionsStand(facts),
			I2: outcomeStands(facts),
			I3: waitIsAlive(facts),
			I4: messagesConverge(facts),
		}) as [Violation["invariant"], string[]][]) {
			violations.push(...wrong.map((what) => ({ invariant, requestId: request.id, what })));
		}
	}
	return violations;
}

/** `X-Countersign-Delivery` is `<delivery>.<number>`. */
function byDelivery(mails: readonly Mail[]): Map<string, Mail[]> {
	const map = new Map<string, Mail[]>();
	for (const mail of mails) {
		const [delivery = ""] = (mail.headers["x-countersign-delivery"] ?? "").split(".");
		map.set(delivery, [...(map.get(delivery) ?? []), mail]);
	}
	return map;
}

function decisionsStand({ request, decisions, decided, story, options }: Facts): string[] {
	const wrong: string[] = [];
	const answered = (options.evidence?.answered ?? []).filter(({ requestId }) => requestId === request.id);
	const times = (id: string, ids: readonly (string | undefined)[]) => ids.filter((one) => one === id).length;
	const ledger = decisions.map(({ id }) => id);
	const audit = decided.map(({ decision }) => decision);
	for (const { decisionId } of answered) {
		if (!ledger.includes(decisionId))
			wrong.push(`decision ${decisionId} was answered and is not in the ledger`);
	}
	for (const id of new Set([...ledger, ...answered.map(({ decisionId }) => decisionId)])) {
		const entries = times(id, audit);
		if (times(id, ledger) > 1) wrong.push(`decision ${id} stands more than once in the ledger`);
		if (entries !== 1) wrong.push(`decision ${id} has ${entries} «decided» entries`);
		if (story?.decisions.has(id) !== true) wrong.push(`no history was told of decision ${id}`);
	}
	for (const id of audit) {
		if (id === undefined || !ledger.includes(id))
			wrong.push(`a «decided» entry names ${id}, which is no decision`);
	}
	for (const id of story?.decisions ?? []) {
		if (!ledger.includes(id)) wrong.push(`a history tells of decision ${id}, which is not in the ledger`);
	}
	if (request.untold > 0) wrong.push(`${request.untold} changes have not been told to the workflow`);
	return wrong;
}

function outcomeStands({ request, closed, story, options }: Facts): string[] {
	const wrong: string[] = [];
	const outcome = request.closedAt === null ? null : request.state;
	const seen = (options.evidence?.outcomes ?? []).filter(({ requestId }) => requestId === request.id);
	for (const told of new Set([...seen.map((item) => item.outcome), ...(story?.outcomes ?? [])])) {
		if (told !== outcome)
			wrong.push(`«${told}» was told as the outcome and the ledger has ${outcome ?? "none"}`);
	}
	if (outcome === null) {
		if (closed.length > 0) wrong.push("an open request has a «closed» entry");
		return wrong;
	}
	if (closed.length !== 1) wrong.push(`an outcome has ${closed.length} «closed» entries`);
	for (const entry of closed) {
		if (entry.outcome !== outcome)
			wrong.push(`the audit trail closed it ${entry.outcome}, the ledger ${outcome}`);
	}
	if (story?.status !== "COMPLETED")
		wrong.push(`the workflow of an outcome is ${story?.status ?? "not there"}`);
	return wrong;
}

function waitIsAlive({ request, story, options }: Facts): string[] {
	if (request.closedAt !== null) return [];
	if (request.wakeAt === null) return ["an open request has no wakeAt"];
	if (story === null) return ["an open request has no workflow"];
	if (story.status !== "RUNNING") return [`the workflow of an open request is ${story.status}`];
	if (story.hasOpenActivity) return [];
	const first = Math.min(...story.timers);
	if (first <= request.wakeAt + (options.timerSlackMs ?? 10_000)) return [];
	const due = new Date(request.wakeAt).toISOString();
	return [
		first === Number.POSITIVE_INFINITY
			? `an open wait has no timer; it is due at ${due}`
			: `an open wait is due at ${due} and its timer is ${Math.round((first - request.wakeAt) / 1000)} s later`,
	];
}

function messagesConverge({ request, closed, deliveries, mails, options }: Facts): string[] {
	const wrong: string[] = [];
	for (const delivery of deliveries) {
		if (delivery.isDue || delivery.state === "pending") {
			wrong.push(`delivery ${delivery.id} has not settled (${delivery.lastError ?? "no error"})`);
		}
	}
	if (mails === null) return wrong;
	const mailsOf = (delivery: DeliveryRow) => mails.get(delivery.id) ?? [];
	for (const delivery of deliveries) {
		if (delivery.state === "delivered" && mailsOf(delivery).length === 0) {
			wrong.push(`delivery ${delivery.id} says delivered and no mail has arrived`);
		}
	}
	if (request.closedAt === null) return wrong;
	const latest = request.closedAt + (options.onItsWayMs ?? 2_000);
	for (const delivery of deliveries.filter(({ audience }) => audience !== "requester")) {
		for (const mail of mailsOf(delivery)) {
			const after = Math.round(Date.parse(mail.at) - (request.closedAt ?? 0));
			if (Date.parse(mail.at) > latest)
				wrong.push(`«${mail.subject}» asked to act ${after} ms after the outcome`);
		}
	}
	const told = deliveries.filter(({ audience }) => audience === "requester").flatMap(mailsOf);
	const ids = new Set(told.map(({ messageId }) => messageId));
	// Who withdrew it knows.
	const expected = closed.some(
		({ outcome, actor }) => outcome === "cancelled" && actor === request.requesterId,
	)
		? 0
		: 1;
	if (ids.size !== expected) wrong.push(`the requester has ${ids.size} different mails with the outcome`);
	return wrong;
}
