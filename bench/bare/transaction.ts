import { randomBytes } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import { v7 as newId } from "uuid";

/** What somebody who writes by hand would have at hand. */
export interface BareDecision {
	workspaceId: string;
	requestId: string;
	requesterId: string;
	approverId: string;
	stage: string;
	/** How many audit entries to write. */
	audits: number;
}

/**
 * The floor under `decide()`: the same rows written to the same tables with the same indexes by plain statements,
 * one after the other, with no policy, no rules on rows and no check of anybody. The bodies are as long as ours.
 */
export async function bareSameWrites(sql: Sql, input: BareDecision): Promise<void> {
	await sql.begin(async (tx) => {
		const record = await lockAndClose(tx, input);
		await insertDecision(tx, input, record.digest);
		await tx`
			update assignments set state = 'decided', ended_at = ${record.at}
			where request_id = ${input.requestId} and person_id = ${input.approverId}`;
		await tx`
			update deliveries set wants = 'over', next_attempt_at = null, state = 'withdrawn'
			where request_id = ${input.requestId} and person_id = ${input.approverId}`;
		await tx`
			insert into deliveries (id, workspace_id, request_id, assignment_id, person_id, channel, audience, wants, next_attempt_at, created_at)
			values (${newId()}, ${input.workspaceId}, ${input.requestId}, null, ${input.requesterId}, 'email', 'requester', 'outcome', now(), now())`;
		await insertAudit(tx, input, record.at);
		await insertOutbox(tx, input);
	});
}

/** The six statements of a decision that is durable and audited, and nothing else: lock, state, decision, audit, outbox, commit. */
export async function bareSixStatements(sql: Sql, input: BareDecision): Promise<void> {
	await sql.begin(async (tx) => {
		const record = await lockAndClose(tx, input);
		await insertDecision(tx, input, record.digest);
		await insertAudit(tx, { ...input, audits: 1 }, record.at);
		await insertOutbox(tx, input);
	});
}

async function lockAndClose(
	tx: TransactionSql,
	{ requestId }: BareDecision,
): Promise<{ digest: string; at: string }> {
	const [row] = await tx<{ record: Record<string, unknown>; digest: string }[]>`
		select record, context, encode(content_digest, 'hex') as digest from requests where id = ${requestId} for update`;
	if (row === undefined) throw new Error(`request ${requestId} is not there`);
	const at = new Date().toISOString();
	await tx`
		update requests set state = 'approved', version = 2, stage = null, due_at = null, wake_at = null,
			record = ${JSON.stringify({ ...row.record, state: "approved" })}::text::jsonb, closed_at = ${at}
		where id = ${requestId}`;
	return { digest: row.digest, at };
}

async function insertDecision(tx: TransactionSql, input: BareDecision, digest: string): Promise<void> {
	await tx`
		insert into decisions (id, workspace_id, request_id, round, stage, person_id, verdict, comment, comment_salt, channel, assurance, at, digest, version)
		values (${newId()}, ${input.workspaceId}, ${input.requestId}, 1, ${input.stage}, ${input.approverId}, 'approve',
			'Within budget.', ${randomBytes(32)}, 'web', 'session', now(), decode(${digest}, 'hex'), 2)`;
}

async function insertAudit(tx: TransactionSql, input: BareDecision, at: string): Promise<void> {
	const rows = Array.from({ length: input.audits }, () => {
		const id = newId();
		return {
			id,
			workspace_id: input.workspaceId,
			at,
			kind: "decided",
			actor_id: input.approverId,
			request_id: input.requestId,
			request_version: 2,
			body: JSON.stringify({ v: 1, id, at, facts: BODY }),
		};
	});
	await tx`insert into audit_entries ${tx(rows)}`;
}

/** As long as the body of one of our entries. */
const BODY = "x".repeat(312);

async function insertOutbox(tx: TransactionSql, input: BareDecision): Promise<void> {
	const news = JSON.stringify({ version: 2, decisions: [newId()] });
	await tx`
		insert into outbox (id, workspace_id, request_id, news, visible_at, created_at)
		values (${newId()}, ${input.workspaceId}, ${input.requestId}, ${news}::text::jsonb, now() + interval '2 seconds', now())`;
}
