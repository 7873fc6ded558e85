import { inWorkspace } from "../../db/transaction.ts";
import { requireScope } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { readRow } from "./get-request.ts";
import { iso } from "./request-view.ts";

/** One thing that happened to a request. */
export interface TimelineItem {
	id: string;
	at: string;
	/** Kinds of the policy core's trace, and `commented`, `delivered`, `undeliverable`. */
	kind: string;
	/** Id of who did it, null for the system. */
	by: string | null;
	version: number | null;
	/** What the kind adds: stage, to, verdict, channel, code, outcome … */
	facts: Record<string, unknown>;
	/** The text of a decision's or a comment's words. */
	comment: string | null;
}

export interface Timeline {
	items: TimelineItem[];
	/** A timeline comes whole. */
	nextCursor: null;
	people: Record<string, { name: string; email: string }>;
}

interface Row {
	id: string;
	at: string;
	kind: string;
	actor_id: string | null;
	request_version: number | null;
	body: string;
}

const OWN_FIELDS = new Set([
	"v",
	"id",
	"workspace",
	"at",
	"appliedAt",
	"kind",
	"actor",
	"request",
	"version",
	"comment",
	"commentId",
]);

/** What happened, in order. Refused attempts are for the audit trail, not for this. Refuses with `not_found`. */
export async function readTimeline(ctx: Ctx, requestId: string): Promise<Timeline> {
	requireScope(ctx.actor, "requests:read");
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async (tx) => {
		await readRow(tx, ctx.actor, requestId);
		const [entries, decisions, comments] = await Promise.all([
			tx.sql<Row[]>`
				select id, at, kind, actor_id, request_version, body from audit_entries
				where request_id = ${requestId} and kind <> 'refused' order by at, position`,
			tx.sql<
				{ id: string; comment: string | null }[]
			>`select id, comment from decisions where request_id = ${requestId}`,
			tx.sql<
				{ id: string; comment: string | null }[]
			>`select id, body as comment from comments where request_id = ${requestId}`,
		]);
		const texts = new Map([...decisions, ...comments].map((row) => [row.id, row.comment]));
		const items = entries.map((row) => toItem(row, texts));
		const mentioned = new Set(items.flatMap((item) => peopleIn(item)));
		const names = await tx.sql<{ id: string; name: string; email: string }[]>`
			select id, name, email from people where id = any(${[...mentioned]}::uuid[])`;
		return {
			items,
			nextCursor: null,
			people: Object.fromEntries(names.map(({ id, name, email }) => [id, { name, email }])),
		};
	});
}

function toItem(row: Row, texts: ReadonlyMap<string, string | null>): TimelineItem {
	const body: Record<string, unknown> = JSON.parse(row.body);
	const textId = body.decision ?? body.commentId;
	return {
		id: row.id,
		at: iso(row.at),
		kind: row.kind,
		by: row.actor_id,
		version: row.request_version,
		facts: Object.fromEntries(Object.entries(body).filter(([name]) => !OWN_FIELDS.has(name))),
		comment: typeof textId === "string" ? (texts.get(textId) ?? null) : null,
	};
}

function peopleIn(item: TimelineItem): string[] {
	const { to, from, assigned, onBehalfOf, person } = item.facts;
	const lists = [to, assigned].flatMap((list) => (Array.isArray(list) ? list : []));
	return [item.by, onBehalfOf, person, from, ...lists].filter((id): id is string => typeof id === "string");
}
