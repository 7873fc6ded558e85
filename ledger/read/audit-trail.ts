import { inWorkspace } from "../../db/transaction.ts";
import { requireScope, seesAll } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { UUID } from "../locked-request.ts";
import { invalid, Refusal } from "../refusal.ts";
import { iso } from "./request-view.ts";

export interface AuditFilter {
	/** Id of a request. */
	request?: string;
	/** Id or e-mail address of who acted. */
	actor?: string;
	kind?: string;
	/** ISO 8601 instants; from inclusive, to exclusive. */
	from?: string;
	to?: string;
	limit?: number;
	/** The position to go on below. */
	cursor?: string;
}

export interface AuditView {
	id: string;
	position: number;
	at: string;
	kind: string;
	actor: { id: string; name: string; email: string } | null;
	request: { id: string; title: string } | null;
	version: number | null;
	/** The entry itself, canonical JSON, byte for byte. */
	body: string;
}

/**
 * A page of the audit trail, newest first, for auditors and administrators (or a key with `audit:read`
 * of one of them). Refuses: `not_eligible`, `invalid`.
 */
export async function readAudit(
	ctx: Ctx,
	filter: AuditFilter,
): Promise<{ items: AuditView[]; nextCursor: string | null; kinds: string[] }> {
	requireScope(ctx.actor, "audit:read");
	if (!seesAll(ctx.actor))
		throw new Refusal("not_eligible", "The audit trail is for auditors and administrators.");
	const limit = filter.limit ?? 50;
	if (!Number.isInteger(limit) || limit < 1 || limit > 200)
		throw invalid("limit", "write a whole number from 1 to 200");
	if (filter.request !== undefined && !UUID.test(filter.request))
		throw invalid("request", "write the id of a request");
	const from = instantOf("from", filter.from);
	const to = instantOf("to", filter.to);
	const below = filter.cursor === undefined ? null : Number(filter.cursor);
	if (below !== null && !Number.isSafeInteger(below)) throw invalid("cursor", "is not a cursor of this list");
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, async ({ sql }) => {
		const rows = await sql<Row[]>`
			select e.id, e.position, e.at, e.kind, e.request_version, e.body, e.request_id, r.title,
				e.actor_id, p.name, p.email
			from audit_entries e left join requests r on r.id = e.request_id left join people p on p.id = e.actor_id
			where e.workspace_id = ${workspaceId}
				${filter.request === undefined ? sql`` : sql`and e.request_id = ${filter.request}`}
				${filter.kind === undefined ? sql`` : sql`and e.kind = ${filter.kind}`}
				${filter.actor === undefined ? sql`` : sql`and e.actor_id in (select id from people where id::text = ${filter.actor} or email = ${filter.actor.toLowerCase()})`}
				${from === null ? sql`` : sql`and e.at >= ${from}`} ${to === null ? sql`` : sql`and e.at < ${to}`}
				${below === null ? sql`` : sql`and e.position < ${below}`}
			order by e.position desc limit ${limit + 1}`;
		const page = rows.slice(0, limit);
		const last = rows.length > limit ? page.at(-1) : undefined;
		return {
			items: page.map(toView),
			nextCursor: last === undefined ? null : last.position,
			kinds: AUDIT_KINDS,
		};
	});
}

/** Kinds of entries there are, for filters. */
export const AUDIT_KINDS = [
	"submitted",
	"stage_skipped",
	"stage_opened",
	"assigned",
	"unassigned",
	"reminded",
	"escalated",
	"unsatisfiable",
	"decided",
	"refused",
	"commented",
	"sent_back",
	"asked",
	"answered",
	"resubmitted",
	"reassigned",
	"condition_failed",
	"stage_closed",
	"closed",
	"delivered",
	"undeliverable",
	"link_refused",
	"policy_pushed",
	"policy_retired",
	"policy_restored",
	"policy_deleted",
	"signed_in",
	"people_imported",
	"person_added",
	"person_changed",
	"preferences_changed",
	"person_deactivated",
	"person_reactivated",
	"group_added",
	"group_changed",
	"group_deleted",
	"delegation_added",
	"delegation_ended",
	"calendar_added",
	"calendar_changed",
	"calendar_deleted",
	"rota_added",
	"rota_changed",
	"rota_deleted",
	"api_key_created",
	"api_key_revoked",
	"webhook_added",
	"webhook_changed",
	"webhook_disabled",
	"webhook_removed",
	"webhook_resent",
	"webhook_secret_rotated",
	"callback_secret_shown",
	"callback_secret_rotated",
];

interface Row {
	id: string;
	position: string;
	at: string;
	kind: string;
	request_version: number | null;
	body: string;
	request_id: string | null;
	title: string | null;
	actor_id: string | null;
	name: string | null;
	email: string | null;
}

function toView(row: Row): AuditView {
	return {
		id: row.id,
		position: Number(row.position),
		at: iso(row.at),
		kind: row.kind,
		actor: row.actor_id === null ? null : { id: row.actor_id, name: row.name ?? "", email: row.email ?? "" },
		request: row.request_id === null ? null : { id: row.request_id, title: row.title ?? "" },
		version: row.request_version,
		body: row.body,
	};
}

function instantOf(path: string, text: string | undefined): string | null {
	if (text === undefined || text === "") return null;
	const at = Date.parse(text);
	if (Number.isNaN(at)) throw invalid(path, "write an ISO 8601 instant such as 2026-01-05T09:00:00Z");
	return new Date(at).toISOString();
}
