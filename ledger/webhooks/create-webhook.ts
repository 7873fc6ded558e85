import { v7 as newId } from "uuid";
import { invalid } from "../refusal.ts";
import { changeWebhooks } from "./change-webhooks.ts";
import { newSigningSecret, sealSecrets } from "./secrets.ts";
import { requireWebhookKeeper, type WebhookCtx } from "./webhook-context.ts";
import { cleanName, cleanTypes, cleanUrl, requirePolicyName } from "./webhook-fields.ts";
import {
	requireWebhook,
	WEBHOOK_TYPES,
	type WebhookKind,
	type WebhookType,
	type WebhookView,
} from "./webhook-view.ts";

const MOST = 50;

export interface NewWebhook {
	name: string;
	url: string;
	/** Default: `standard`. */
	kind?: WebhookKind;
	/** Which events it is told of. Default: all. */
	types?: readonly WebhookType[];
	/** Only of requests under this policy. */
	policy?: string | null;
}

/**
 * Registers an address that is told of events from now on. Its signing `secret` is answered once.
 *
 * Refuses: `invalid` (name, url, types, policy; over 50 webhooks), `not_eligible`.
 */
export async function createWebhook(
	ctx: WebhookCtx,
	input: NewWebhook,
): Promise<WebhookView & { secret: string }> {
	const { actor, sealer } = ctx;
	const name = cleanName(input.name);
	const url = cleanUrl(ctx, "url", input.url);
	const types = cleanTypes(input.types ?? WEBHOOK_TYPES);
	requireWebhookKeeper(actor);
	const secret = newSigningSecret();
	const sealed = await sealSecrets(sealer, actor.workspaceId, { current: secret, previous: null });
	return changeWebhooks(ctx, async ({ tx, workspaceId, record }) => {
		const policy = input.policy ?? null;
		await requirePolicyName(tx, policy);
		await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks ${workspaceId}`}, 0))`;
		const [row] = await tx.sql<{ count: number }[]>`select count(*)::int as count from webhooks`;
		if ((row?.count ?? 0) >= MOST)
			throw invalid("", `there are ${MOST} webhooks, which is the most: remove one first`);
		const id = newId();
		const kind = input.kind ?? "standard";
		await tx.sql`
			insert into webhooks (id, workspace_id, name, kind, url, types, policy, sealed_secret, created_by)
			values (${id}, ${workspaceId}, ${name}, ${kind}, ${url}, ${types}, ${policy}, ${sealed}, ${actor.personId})`;
		await record("webhook_added", { webhook: id, kind, types, policy });
		return { ...(await requireWebhook(tx, id)), secret };
	});
}
