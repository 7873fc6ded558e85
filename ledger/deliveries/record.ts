import type { Database } from "../../db/connect.ts";
import { inWorkspace } from "../../db/transaction.ts";
import { auditRow } from "../audit-entry.ts";
import type { Claimed } from "./claim.ts";

/** What became of one attempt. */
export type Attempt =
	| { delivery: Claimed; result: "delivered"; providerId: string }
	/** Nothing left to say. */
	| { delivery: Claimed; result: "withdrawn" }
	/** Refused for good: another attempt would be refused too. */
	| { delivery: Claimed; result: "undeliverable"; error: string }
	/** To be tried again `retryMs` from now. */
	| { delivery: Claimed; result: "failed"; error: string; retryMs: number }
	/** Put off until an instant (ms since 1970), as `whenToSend` says; counts as no attempt. */
	| { delivery: Claimed; result: "postponed"; until: number };

/**
 * Writes down what became of a batch, with audit entries for what was delivered or refused for good. Where the
 * ledger moved on during the attempt (`wanted` is higher by now), the delivery stays due.
 */
export async function recordAttempts(db: Database, attempts: readonly Attempt[]): Promise<void> {
	for (const workspaceId of new Set(attempts.map((attempt) => attempt.delivery.workspaceId))) {
		const own = attempts.filter((attempt) => attempt.delivery.workspaceId === workspaceId);
		const rows = JSON.stringify(own.map(toRow));
		const now = Date.now();
		const audit = own.flatMap((attempt) => {
			if (attempt.result !== "delivered" && attempt.result !== "undeliverable") return [];
			const { delivery } = attempt;
			const facts = {
				delivery: delivery.id,
				number: delivery.wanted,
				person: delivery.personId,
				channel: "email",
				message: delivery.wants,
			};
			return [
				auditRow({
					workspaceId,
					at: now,
					appliedAt: now,
					kind: attempt.result,
					actorId: null,
					requestId: delivery.requestId,
					requestVersion: null,
					facts,
				}),
			];
		});
		await inWorkspace(db, { workspaceId, actorId: null }, async ({ sql }) => {
			await sql`
				with attempt as (
					select * from jsonb_to_recordset(${rows}::jsonb) as x(id uuid, wanted int, result text, error text, retry_ms float8, until timestamptz)
				),
				updated as (
					update deliveries d set
						shown = case when x.result in ('delivered', 'withdrawn') then x.wanted else d.shown end,
						state = case
							when d.wanted > x.wanted and x.result <> 'undeliverable' then d.state
							when x.result in ('failed', 'postponed') then 'pending'
							when x.result = 'withdrawn' and d.delivered_at is not null then 'delivered'
							else x.result end,
						delivered_at = case when x.result = 'delivered' then clock_timestamp() else d.delivered_at end,
						last_error = x.error, leased_until = null,
						attempts = case when x.result = 'failed' then d.attempts else 0 end,
						next_attempt_at = case
							when x.result = 'undeliverable' then null
							when x.result = 'failed' then clock_timestamp() + make_interval(secs => x.retry_ms / 1000)
							when d.wanted > x.wanted and d.wants <> 'over' then clock_timestamp()
							when x.result = 'postponed' and d.wants <> 'over' then x.until
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

function toRow(attempt: Attempt): Record<string, unknown> {
	return {
		id: attempt.delivery.id,
		wanted: attempt.delivery.wanted,
		result: attempt.result,
		error: "error" in attempt ? attempt.error.slice(0, 500) : null,
		retry_ms: attempt.result === "failed" ? attempt.retryMs : null,
		until: attempt.result === "postponed" ? new Date(attempt.until).toISOString() : null,
	};
}
