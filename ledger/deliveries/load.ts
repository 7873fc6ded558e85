import type { Database } from "../../db/connect.ts";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Stage } from "../../policy/document.ts";
import { CODE_MINUTES, LINK_DAYS } from "../links/link-rows.ts";
import { type LinkKey, linkCode, linkToken, tokenHash } from "../links/link-secrets.ts";
import { policyOf } from "../policy-memory.ts";
import type { Language } from "../preferences/preferences.ts";
import { iso, REQUEST_COLUMNS, type RequestRow, type RequestView, viewsOf } from "../read/request-view.ts";
import { actsWithoutAt } from "./acts-without.ts";
import type { Claimed } from "./claim.ts";
import type { Reach } from "./when-to-send.ts";

/** Everything that a message about a request may show; a channel renders it and knows nothing else. */
export interface DeliveryContent {
	delivery: Claimed;
	recipient: { id: string; name: string; email: string; language: Language } & Reach;
	/** Since when it is to be sent, ms since 1970. */
	since: number;
	/** When the request goes on without the recipient, as `actsWithoutAt` says; null: never. ms since 1970. */
	actsAt: number | null;
	request: RequestView;
	/** The policy's `show` fields as they are in the context. */
	show: { field: string; label: string; value: unknown }[];
	/** The open stage's rules, null after the outcome. */
	stage: Stage | null;
	/** The link's path, token in the fragment; approvers only. */
	linkPath: string | null;
	/** The one-time code, for `code` only. */
	code: { digits: string; minutes: number } | null;
	/** How many reminders the stage has had. */
	reminded: number;
	/** When the stage opened, ms since 1970. */
	stageOpenedAt: number | null;
	/** The last escalation took the earlier approvers off. */
	replacesOthers: boolean;
	/** For whom the recipient would decide, as a delegate; ISO 8601 until when that person is away, where it is known. */
	onBehalfOf: { name: string; until: string | null } | null;
	/** Who passed their slot on to the recipient. */
	passedOnBy: { name: string } | null;
	/** The text that goes with it: of the question, of what is to be changed, of the answer, of passing it on. */
	note: string | null;
	/** Who wrote `note`. */
	noteBy: { name: string } | null;
	/** Why the open stage's condition could not be evaluated. */
	conditionFailed: string | null;
	/** While it waits for its requester: until when. ISO 8601. */
	pausedUntil: string | null;
	/** `link_used`: in whose session the recipient's link was used, where it was somebody of this workspace. */
	usedBy: { name: string } | null;
}

/**
 * What each claimed delivery should show now, or null where there is nothing left to say: the request is over,
 * the person no longer asked or no longer here. So a message that a dead channel held back never asks anybody
 * to act after the outcome.
 */
export async function loadDeliveries(
	db: Database,
	linkKey: LinkKey,
	claimed: readonly Claimed[],
): Promise<Map<string, DeliveryContent | null>> {
	const contents = new Map<string, DeliveryContent | null>();
	for (const workspaceId of new Set(claimed.map((item) => item.workspaceId))) {
		const own = claimed.filter((item) => item.workspaceId === workspaceId);
		await inWorkspace(db, { workspaceId, actorId: null }, async (tx) => {
			const found = await loadIn(tx, linkKey, own);
			for (const [id, content] of found) contents.set(id, content);
		});
	}
	return contents;
}

interface PersonRow {
	id: string;
	name: string;
	email: string;
	time_zone: string;
	language: Language;
	quiet_from: string | null;
	quiet_to: string | null;
	digest_at: string | null;
	active: boolean;
}

interface AssignmentRow {
	id: string;
	state: string;
	via: string;
	behalf_name: string | null;
	behalf_until: string | null;
}

interface NoteRow {
	request_id: string;
	kind: string;
	body: string;
	name: string;
}

/** As which kind of comment the text of a message is kept. */
const NOTE_OF: Partial<Record<Claimed["wants"], string>> = {
	question: "question",
	sent_back: "sent_back",
	answered: "answer",
};

interface PassingOn {
	/** Whose slot it was. */
	from_name: string | null;
	body: string | null;
	/** Who wrote `body`. */
	name: string;
}

/** How somebody came to a slot that was passed on, as the audit log says: whose it was, and with what words. */
async function passingOnTo(tx: Tx, { requestId, personId }: Claimed): Promise<PassingOn | undefined> {
	const [row] = await tx.sql<PassingOn[]>`
		select f.name as from_name, c.body, p.name from audit_entries e
			join people p on p.id = e.actor_id
			left join people f on f.id::text = e.body::jsonb->>'from'
			left join comments c on c.id::text = e.body::jsonb->>'commentId'
		where e.request_id = ${requestId} and e.kind = 'reassigned' and e.body::jsonb->'to' ? ${personId}
		order by e.position desc limit 1`;
	return row;
}

/** Since when a message is to be sent: an outcome, since the end; anything else, since it was first to be sent. */
function sinceOf({ wants }: Claimed, { closedAt }: RequestView, createdMs: number): number {
	return wants === "outcome" && closedAt !== null ? Date.parse(closedAt) : createdMs;
}

/** In whose session the link of this person was last used, as the audit log says. */
async function lastForeignUser(tx: Tx, { requestId, personId }: Claimed): Promise<DeliveryContent["usedBy"]> {
	const [row] = await tx.sql<{ name: string | null }[]>`
		select p.name from audit_entries e left join people p on p.id = e.actor_id
		where e.request_id = ${requestId} and e.kind = 'link_refused' and e.body::jsonb->>'recipient' = ${personId}
		order by e.at desc, e.id desc limit 1`;
	return row === undefined || row.name === null ? null : { name: row.name };
}

interface LinkRow {
	request_id: string;
	person_id: string;
	id: string;
	code_serial: number;
}

async function loadIn(
	tx: Tx,
	linkKey: LinkKey,
	claimed: readonly Claimed[],
): Promise<Map<string, DeliveryContent | null>> {
	const requestIds = [...new Set(claimed.map((item) => item.requestId))];
	const personIds = [...new Set(claimed.map((item) => item.personId))];
	const assignmentIds = claimed.flatMap((item) => item.assignmentId ?? []);
	const codes = claimed.filter((item) => item.wants === "code");
	const noted = claimed.filter((item) => NOTE_OF[item.wants] !== undefined);
	const [rows, people, assignments, links, notes, made] = await Promise.all([
		tx.sql<
			RequestRow[]
		>`select ${tx.sql.unsafe(REQUEST_COLUMNS)} from requests r where r.id = any(${requestIds}::uuid[])`,
		tx.sql<PersonRow[]>`select id, name, email, time_zone, language, quiet_from, quiet_to, digest_at, active
			from people where id = any(${personIds}::uuid[])`,
		tx.sql<AssignmentRow[]>`
			select a.id, a.state, a.via, p.name as behalf_name, (
				select d.ends_at from delegations d
				where d.from_id = a.on_behalf_of and d.starts_at <= clock_timestamp() and d.ends_at > clock_timestamp()
				order by d.to_id = a.person_id desc, d.ends_at limit 1) as behalf_until
			from assignments a left join people p on p.id = a.on_behalf_of
			where a.id = any(${assignmentIds}::uuid[])`,
		codes.length === 0
			? []
			: tx.sql<LinkRow[]>`
				select distinct on (request_id, person_id) request_id, person_id, id, code_serial from link_tokens
				where request_id = any(${codes.map((item) => item.requestId)}::uuid[])
					and code_issued_at > clock_timestamp() - make_interval(mins => ${CODE_MINUTES}) and spent_at is null
				order by request_id, person_id, code_issued_at desc`,
		noted.length === 0
			? []
			: tx.sql<NoteRow[]>`
				select distinct on (c.request_id, c.kind) c.request_id, c.kind, c.body, p.name from comments c
					join people p on p.id = c.person_id
				where c.request_id = any(${noted.map((item) => item.requestId)}::uuid[]) and c.kind <> 'comment'
				order by c.request_id, c.kind, c.at desc, c.id desc`,
		tx.sql<{ id: string; created_ms: number }[]>`
			select id, floor(extract(epoch from created_at) * 1000)::float8 as created_ms from deliveries
			where id = any(${claimed.map(({ id }) => id)}::uuid[])`,
	]);
	const views = new Map((await viewsOf(tx, rows)).map((view) => [view.id, view]));
	const waiting = new Set(assignments.filter((row) => row.state === "waiting").map((row) => row.id));
	const result = new Map<string, DeliveryContent | null>();
	for (const delivery of claimed) {
		const request = views.get(delivery.requestId);
		const row = rows.find((item) => item.id === delivery.requestId);
		const person = people.find((item) => item.id === delivery.personId);
		if (request === undefined || row === undefined || person === undefined) {
			result.set(delivery.id, null);
			continue;
		}
		const link = links.find(
			(item) => item.request_id === delivery.requestId && item.person_id === delivery.personId,
		);
		if (!isWanted(delivery, request, person.active, waiting, link)) {
			result.set(delivery.id, null);
			continue;
		}
		const policy = await policyOf(tx, row.policy_version_id);
		const assignment = assignments.find((item) => item.id === delivery.assignmentId);
		const passedOn = assignment?.via === "reassign" ? await passingOnTo(tx, delivery) : undefined;
		const kind = NOTE_OF[delivery.wants];
		const note = notes.find((item) => item.request_id === row.id && item.kind === kind) ?? passedOn;
		result.set(delivery.id, {
			delivery,
			recipient: {
				id: person.id,
				name: person.name,
				email: person.email,
				language: person.language,
				timeZone: person.time_zone,
				quietHours:
					person.quiet_from === null || person.quiet_to === null
						? null
						: { from: person.quiet_from, to: person.quiet_to },
				digestAt: person.digest_at,
			},
			since: sinceOf(
				delivery,
				request,
				made.find(({ id }) => id === delivery.id)?.created_ms ?? delivery.claimedAt,
			),
			actsAt: actsWithoutAt(row.record, policy),
			request,
			show: policy.show.map((field) => ({
				field,
				label: labelOf(policy.context, field),
				value: Object.hasOwn(request.context, field) ? request.context[field] : undefined,
			})),
			stage: policy.stages.find((stage) => stage.name === request.stage) ?? null,
			linkPath:
				delivery.audience === "approver" ? `/l/${delivery.id}#${linkToken(linkKey, delivery.id)}` : null,
			code:
				link === undefined
					? null
					: { digits: linkCode(linkKey, link.id, link.code_serial), minutes: CODE_MINUTES },
			reminded: row.record.stage?.reminded ?? 0,
			stageOpenedAt: row.record.stage?.openedAt ?? null,
			replacesOthers:
				row.record.stage?.assignments.some((item) => item.endedAt !== null && item.via !== "escalation") ??
				false,
			onBehalfOf: assignment?.behalf_name
				? {
						name: assignment.behalf_name,
						until: assignment.behalf_until === null ? null : iso(assignment.behalf_until),
					}
				: null,
			passedOnBy: passedOn?.from_name ? { name: passedOn.from_name } : null,
			note: note?.body ?? null,
			noteBy: note?.body ? { name: note.name } : null,
			conditionFailed: row.record.stage?.conditionFailed ?? null,
			pausedUntil: request.pause?.deadline ?? null,
			usedBy: delivery.wants === "link_used" ? await lastForeignUser(tx, delivery) : null,
		});
	}
	await issueLinks(
		tx,
		linkKey,
		claimed.filter((item) => item.audience === "approver" && result.get(item.id) !== null),
	);
	return result;
}

function isWanted(
	delivery: Claimed,
	request: RequestView,
	active: boolean,
	waiting: ReadonlySet<string>,
	link: LinkRow | undefined,
): boolean {
	if (!active && delivery.audience !== "requester") return false;
	switch (delivery.wants) {
		case "asked":
		case "reminded":
		case "escalated":
		case "answered":
			return request.outcome === null && delivery.assignmentId !== null && waiting.has(delivery.assignmentId);
		case "question":
			return request.state === "question";
		case "sent_back":
			return request.state === "changes_requested";
		case "outcome":
			return request.outcome !== null;
		case "stuck":
			return request.outcome === null;
		case "code":
			return request.outcome === null && link !== undefined;
		case "link_used":
			return true;
		case "over":
			return false;
	}
}

/** The links of messages about to be sent. A repeat finds the row there; its token is the same. */
async function issueLinks(tx: Tx, linkKey: LinkKey, deliveries: readonly Claimed[]): Promise<void> {
	if (deliveries.length === 0) return;
	const rows = JSON.stringify(
		deliveries.map((item) => ({ id: item.id, hash: tokenHash(linkToken(linkKey, item.id)) })),
	);
	await tx.sql`
		insert into link_tokens (id, workspace_id, request_id, assignment_id, person_id, stage, round, token_hash, expires_at, created_at)
		select d.id, d.workspace_id, d.request_id, a.id, a.person_id, a.stage, a.round, decode(x.hash, 'hex'),
			least(a.due_at, clock_timestamp() + make_interval(days => ${LINK_DAYS})), clock_timestamp()
		from jsonb_to_recordset(${rows}::jsonb) as x(id uuid, hash text)
			join deliveries d on d.id = x.id join assignments a on a.id = d.assignment_id
		on conflict (id) do update set expires_at = excluded.expires_at`;
}

function labelOf(schema: Record<string, unknown>, field: string): string {
	const properties = schema.properties;
	if (typeof properties === "object" && properties !== null && field in properties) {
		const property: unknown = (properties as Record<string, unknown>)[field];
		if (
			typeof property === "object" &&
			property !== null &&
			"title" in property &&
			typeof property.title === "string"
		) {
			return property.title;
		}
	}
	return field;
}
