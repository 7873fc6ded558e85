import type { Database } from "../../db/connect.ts";
import { inWorkspace } from "../../db/transaction.ts";
import { changeWebhooks } from "./change-webhooks.ts";
import { type RotatedSecret, readClock, shownSecret } from "./rotate-secret.ts";
import { newSigningSecret, openSecrets, rotated, type SecretSealer, sealSecrets } from "./secrets.ts";
import { requireWebhookKeeper, type WebhookCtx } from "./webhook-context.ts";

/**
 * The secret that signs what goes to the `callbackUrl` of requests, made on first use, for who keeps webhooks.
 * Showing it is recorded. Refuses: `not_eligible`.
 */
export async function showCallbackSecret(ctx: WebhookCtx): Promise<RotatedSecret> {
	const { actor, db, sealer } = ctx;
	requireWebhookKeeper(actor);
	const sealed = await sealedCallbackSecrets(db, sealer, actor.workspaceId);
	const secrets = await openSecrets(sealer, actor.workspaceId, sealed);
	await changeWebhooks(ctx, ({ record }) => record("callback_secret_shown", {}));
	return shownSecret(secrets);
}

/** Gives callbacks a new secret; for 24 hours they carry the signatures of both. Refuses: `not_eligible`. */
export async function rotateCallbackSecret(ctx: WebhookCtx): Promise<RotatedSecret> {
	const { actor, db, sealer } = ctx;
	requireWebhookKeeper(actor);
	for (;;) {
		const sealed = await sealedCallbackSecrets(db, sealer, actor.workspaceId);
		const after = rotated(await openSecrets(sealer, actor.workspaceId, sealed), await readClock(ctx));
		const next = await sealSecrets(sealer, actor.workspaceId, after);
		const done = await changeWebhooks(ctx, async ({ tx, record }) => {
			const changed = await tx.sql`
				update callback_secrets set sealed_secret = ${next} where sealed_secret = ${sealed} returning 1`;
			if (changed.length > 0) await record("callback_secret_rotated", {});
			return changed.length > 0;
		});
		if (done) return shownSecret(after);
	}
}

/** The workspace's sealed secrets of callbacks, made if there are none. Of several at once, one makes them. */
export async function sealedCallbackSecrets(
	db: Database,
	sealer: SecretSealer,
	workspaceId: string,
): Promise<string> {
	const scope = { workspaceId, actorId: null };
	const read = () =>
		inWorkspace(
			db,
			scope,
			({ sql }) => sql<{ sealed_secret: string }[]>`select sealed_secret from callback_secrets`,
		);
	const [standing] = await read();
	if (standing !== undefined) return standing.sealed_secret;
	const made = await sealSecrets(sealer, workspaceId, { current: newSigningSecret(), previous: null });
	await inWorkspace(
		db,
		scope,
		({ sql }) => sql`
			insert into callback_secrets (workspace_id, sealed_secret) values (${workspaceId}, ${made}) on conflict do nothing`,
	);
	const [kept] = await read();
	if (kept === undefined) throw new Error(`the callback secret of ${workspaceId} was not written`);
	return kept.sealed_secret;
}
