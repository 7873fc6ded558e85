import type { Database } from "../../db/connect.ts";

/** A message that a courier works on until its lease ends. */
export interface ClaimedMessage {
	id: string;
	workspaceId: string;
	/** Null: it goes to the request's callbackUrl. */
	webhookId: string | null;
	requestId: string;
	/** With this one. */
	attempts: number;
	/** Host and port that it goes to. */
	host: string;
	/** When it was made, ms since 1970. */
	createdAt: number;
	/** When it was claimed, by the database's clock, ms since 1970. */
	claimedAt: number;
}

interface Row {
	id: string;
	workspace_id: string;
	webhook_id: string | null;
	request_id: string;
	attempts: number;
	host: string;
	created_ms: number;
	now_ms: number;
}

/** Seconds after which a message that its courier left lying is taken by the next. Longer than any attempt takes. */
const LEASE_SECONDS = 60;
const HOST = "lower(substring(%s from '^[a-zA-Z]+://([^/?#]*)'))";

/**
 * Takes messages that are due, across workspaces: of each host at most as many as it has room for, those due longest
 * first, so that a thousand that wait for a dead receiver stand in nobody's way. Couriers pass over each other's
 * rows, and what a dead courier held comes back when its lease ends. Messages of a paused webhook wait.
 *
 * @param room how many more of a host may be taken, where that is not `roomElse`
 */
export async function claimWebhookMessages(
	system: Database,
	most: number,
	room: ReadonlyMap<string, number>,
	roomElse: number,
): Promise<ClaimedMessage[]> {
	const rooms = JSON.stringify([...room].map(([host, places]) => ({ host, places })));
	const { sql } = system;
	const rows = await sql<Row[]>`
		with room as (select * from jsonb_to_recordset(${rooms}::jsonb) as x(host text, places int)),
		address as (
			select w.id, h.host, coalesce(r.places, ${roomElse}::int) as places
			from webhooks w cross join lateral (select ${sql.unsafe(HOST.replace("%s", "w.url"))} as host) h
				left join room r on r.host = h.host
			where w.active and coalesce(r.places, ${roomElse}::int) > 0
		),
		due as (
			select m.id, a.host, a.places, m.next_attempt_at from address a cross join lateral (
				select id, next_attempt_at from webhook_messages
				where webhook_id = a.id and next_attempt_at <= clock_timestamp()
				order by next_attempt_at limit ${roomElse}) m
			union all
			(select m.id, h.host, coalesce(r.places, ${roomElse}::int), m.next_attempt_at
			from webhook_messages m join requests q on q.id = m.request_id
				cross join lateral (select ${sql.unsafe(HOST.replace("%s", "q.callback_url"))} as host) h
				left join room r on r.host = h.host
			where m.webhook_id is null and m.next_attempt_at <= clock_timestamp()
				and coalesce(r.places, ${roomElse}::int) > 0
			order by m.next_attempt_at limit ${most * 4})
		),
		ranked as (
			select id, host, places, next_attempt_at, row_number() over (partition by host order by next_attempt_at) as rank from due
		),
		chosen as (select id, host from ranked where rank <= places order by next_attempt_at limit ${most}),
		locked as (
			select m.id, c.host from chosen c join webhook_messages m on m.id = c.id
			where m.next_attempt_at <= clock_timestamp() for update of m skip locked
		)
		update webhook_messages m set next_attempt_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
			attempts = attempts + 1
		from locked l where l.id = m.id
		returning m.id, m.workspace_id, m.webhook_id, m.request_id, m.attempts, l.host,
			floor(extract(epoch from m.created_at) * 1000)::float8 as created_ms,
			floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;
	return rows.map((row) => ({
		id: row.id,
		workspaceId: row.workspace_id,
		webhookId: row.webhook_id,
		requestId: row.request_id,
		attempts: row.attempts,
		host: row.host,
		createdAt: row.created_ms,
		claimedAt: row.now_ms,
	}));
}
