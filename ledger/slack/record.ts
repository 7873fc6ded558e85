import type { Database } from "../../db/connect.ts";
import { inWorkspace } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import { auditRow } from "../audit-entry.ts";
import type { ClaimedCopy } from "./claim.ts";
import type { CopyPlace } from "./copy-place.ts";

/** What became of one attempt to bring a copy up to date. */
export type CopyAttempt =
	/** It shows what it should. `written`: it did not before. */
	| { copy: ClaimedCopy; result: "shown"; place: CopyPlace; digest: string; written: boolean }
	/** There is nothing in Slack and nothing to say. */
	| { copy: ClaimedCopy; result: "nothing" }
	/** Put off until an instant (ms since 1970), as `whenToSend` says; counts as no attempt. */
	| { copy: ClaimedCopy; result: "postponed"; until: Instant }
	/** Refused for good: another attempt would be refused too. */
	| { copy: ClaimedCopy; result: "undeliverable"; error: string }
	/** To be tried again `retryMs` from now; `place` where it is known better than before. */
	| {
			copy: ClaimedCopy;
			result: "later";
			error: string;
			retryMs: number;
			place?: CopyPlace;
			digest?: string;
	  };

/** A copy is about to be posted: were the answer lost, the next courier knows that there may be one, and where. */
export async function notePosting(db: Database, copy: ClaimedCopy, place: CopyPlace): Promise<void> {
	const { workspaceId, id } = copy;
	await inWorkspace(db, { workspaceId, actorId: null }, async ({ sql }) => {
		await sql`update deliveries set place = ${JSON.stringify(place)}::jsonb where id = ${id}`;
	});
}

/**
 * Writes down what became of a batch. Where the ledger moved on during the attempt (`wanted` is higher by now), or
 * another courier took the copy over, it stays due and is looked at again.
 */
export async function recordCopies(db: Database, attempts: readonly CopyAttempt[]): Promise<void> {
	for (const workspaceId of new Set(attempts.map(({ copy }) => copy.workspaceId))) {
		const own = attempts.filter(({ copy }) => copy.workspaceId === workspaceId);
		const now = Date.now();
		const audit = own.flatMap((attempt) => {
			const told = attempt.result === "undeliverable" || (attempt.result === "shown" && attempt.written);
			if (!told) return [];
			const { copy } = attempt;
			return auditRow({
				workspaceId,
				at: now,
				appliedAt: now,
				kind: attempt.result === "shown" ? "delivered" : "undeliverable",
				actorId: null,
				requestId: copy.requestId,
				requestVersion: null,
				facts: {
					delivery: copy.id,
					number: copy.wanted,
					person: copy.personId,
					channel: "slack",
					message: copy.wants,
				},
			});
		});
		await inWorkspace(db, { workspaceId, actorId: null }, async ({ sql }) => {
			await sql`
				with attempt as (
					select * from jsonb_to_recordset(${JSON.stringify(own.map(toRow))}::jsonb)
						as x(id uuid, wanted int, lease timestamptz, result text, error text, retry_ms float8, until timestamptz, place jsonb, digest text)
				),
				updated as (
					update deliveries d set
						shown = case when x.result in ('shown', 'nothing') then x.wanted else d.shown end,
						state = case x.result when 'shown' then 'delivered' when 'undeliverable' then 'undeliverable'
							when 'nothing' then 'withdrawn' else d.state end,
						delivered_at = case when x.result = 'shown' then clock_timestamp() else d.delivered_at end,
						place = coalesce(nullif(x.place, 'null'::jsonb), d.place),
						shown_digest = case when d.leased_until is distinct from x.lease then null
							else coalesce(x.digest, d.shown_digest) end,
						last_error = x.error,
						leased_until = case when d.leased_until is distinct from x.lease then d.leased_until end,
						attempts = case when x.result = 'later' then d.attempts else 0 end,
						next_attempt_at = case
							when d.leased_until is distinct from x.lease then clock_timestamp()
							when x.result = 'undeliverable' then null
							when x.result = 'postponed' and d.wanted = x.wanted then x.until
							when x.result = 'later' then clock_timestamp() + make_interval(secs => x.retry_ms / 1000)
							when d.wanted > x.wanted then clock_timestamp()
							else null end
					from attempt x where d.id = x.id
				)
				insert into audit_entries (id, workspace_id, at, kind, actor_id, request_id, request_version, body)
				select x.id, ${workspaceId}, x.at, x.kind, x.actor_id, x.request_id, x.request_version, x.body
				from jsonb_to_recordset(${JSON.stringify(audit)}::jsonb)
					as x(id uuid, at timestamptz, kind text, actor_id uuid, request_id uuid, request_version int, body text)`;
		});
	}
}

function toRow(attempt: CopyAttempt): Record<string, unknown> {
	const { copy, result } = attempt;
	return {
		id: copy.id,
		wanted: copy.wanted,
		lease: copy.lease,
		result,
		error: "error" in attempt ? attempt.error.slice(0, 500) : null,
		retry_ms: result === "later" ? attempt.retryMs : null,
		until: result === "postponed" ? new Date(attempt.until).toISOString() : null,
		place: "place" in attempt ? attempt.place : null,
		digest: "digest" in attempt ? attempt.digest : null,
	};
}
