import type { Tx } from "../db/transaction.ts";
import type { ShownContent } from "../proof/content.ts";
import type { LockedRequest } from "./locked-request.ts";

/** What a request shows from now on. */
export interface NewContent {
	content: ShownContent;
	salt: Uint8Array;
	/** Hex. */
	digest: string;
}

/**
 * Puts what a request shows into the place of what it showed. That is kept: decisions of earlier rounds were made on
 * it, and their digests must stay provable.
 */
export async function replaceContent(
	tx: Tx,
	request: LockedRequest,
	{ content, salt, digest }: NewContent,
): Promise<void> {
	const keeping = tx.sql`
		insert into request_rounds (workspace_id, request_id, round, title, summary, context, attachments, content_salt, content_digest, ended_at)
		select workspace_id, id, ${request.record.round}, title, summary, context, attachments, content_salt, content_digest,
			${new Date(request.now).toISOString()}
		from requests where id = ${request.id}`.execute();
	const replacing = tx.sql`
		update requests set title = ${content.title}, summary = ${content.summary},
			context = ${JSON.stringify(content.context)}::json, attachments = ${JSON.stringify(content.attachments)}::jsonb,
			content_salt = decode(${Buffer.from(salt).toString("hex")}, 'hex'), content_digest = decode(${digest}, 'hex')
		where id = ${request.id}`.execute();
	await Promise.all([keeping, replacing]);
}
