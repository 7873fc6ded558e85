import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import type { Tx } from "../db/transaction.ts";
import type { Instant } from "../policy/directory.ts";
import { canonicalJson } from "../proof/canonical.ts";

/** A row for `audit_entries`. */
export interface AuditRow {
	id: string;
	at: string;
	kind: string;
	actor_id: string | null;
	request_id: string | null;
	request_version: number | null;
	body: string;
}

export interface AuditInput {
	workspaceId: string;
	/** The event's own instant, ms. */
	at: Instant;
	/** When it was recorded, ms; a timer's event may be recorded later than it is dated. */
	appliedAt: Instant;
	kind: string;
	actorId: string | null;
	requestId: string | null;
	requestVersion: number | null;
	/** Ids, names of stages and groups, numbers, digests, commitments. No text a person wrote. */
	facts: Record<string, unknown>;
}

/** Makes the row and its canonical body, which repeats every column so that the body alone tells the story. */
export function auditRow(input: AuditInput): AuditRow {
	const id = newId();
	const at = new Date(input.at).toISOString();
	const body = canonicalJson({
		v: 1,
		id,
		workspace: input.workspaceId,
		at,
		appliedAt: new Date(input.appliedAt).toISOString(),
		kind: input.kind,
		actor: input.actorId,
		request: input.requestId,
		version: input.requestVersion,
		...input.facts,
	});
	return {
		id,
		at,
		kind: input.kind,
		actor_id: input.actorId,
		request_id: input.requestId,
		request_version: input.requestVersion,
		body,
	};
}

/** A salted commitment to a text a person wrote: hex SHA-256(salt ‖ UTF-8). Erasing the salt makes it say nothing. */
export function commitment(salt: Uint8Array, text: string): string {
	return createHash("sha256").update(salt).update(text, "utf8").digest("hex");
}

/** For entries that go with no change of a request; those of a step are written by `recordStep`. */
export async function insertAudit(tx: Tx, workspaceId: string, row: AuditRow): Promise<void> {
	await tx.sql`
		insert into audit_entries (id, workspace_id, at, kind, actor_id, request_id, request_version, body)
		values (${row.id}, ${workspaceId}, ${row.at}, ${row.kind}, ${row.actor_id}, ${row.request_id}, ${row.request_version}, ${row.body})`;
}
