import { UUID } from "../locked-request.ts";
import { changeWebhooks, readingWebhooks } from "./change-webhooks.ts";
import { openSecrets, rotated, type SigningSecrets, sealSecrets } from "./secrets.ts";
import { requireWebhookKeeper, type WebhookCtx } from "./webhook-context.ts";
import { noWebhook } from "./webhook-view.ts";

/** A secret as it is shown when it is made. */
export interface RotatedSecret {
	secret: string;
	/** Until when messages are signed with the one before as well; ISO 8601. */
	previousUntil: string | null;
}

/**
 * Gives a webhook a new signing secret. For 24 hours its messages carry the signatures of both.
 *
 * Refuses: `not_found`, `not_eligible`.
 */
export async function rotateWebhookSecret(ctx: WebhookCtx, id: string): Promise<RotatedSecret> {
	const { actor, sealer } = ctx;
	requireWebhookKeeper(actor);
	for (;;) {
		const sealed = UUID.test(id) ? await sealedOf(ctx, id) : undefined;
		if (sealed === undefined) throw noWebhook();
		// Keys are looked up outside of transactions; hence twice, should somebody else have been quicker.
		const before = await openSecrets(sealer, actor.workspaceId, sealed);
		const after = rotated(before, await readClock(ctx));
		const next = await sealSecrets(sealer, actor.workspaceId, after);
		const done = await changeWebhooks(ctx, async ({ tx, record }) => {
			const changed = await tx.sql`
				update webhooks set sealed_secret = ${next} where id = ${id} and sealed_secret = ${sealed} returning 1`;
			if (changed.length > 0) await record("webhook_secret_rotated", { webhook: id });
			return changed.length > 0;
		});
		if (done) return shownSecret(after);
	}
}

/** What is shown of secrets. */
export function shownSecret({ current, previous }: SigningSecrets): RotatedSecret {
	return { secret: current, previousUntil: previous?.until ?? null };
}

/** The instant that counts. */
export function readClock(ctx: WebhookCtx): Promise<number> {
	return changeWebhooks(ctx, async ({ now }) => now);
}

async function sealedOf(ctx: WebhookCtx, id: string): Promise<string | undefined> {
	const [row] = await readingWebhooks(
		ctx,
		(tx) => tx.sql<{ sealed_secret: string }[]>`select sealed_secret from webhooks where id = ${id}`,
	);
	return row?.sealed_secret;
}
