import type { Metadata } from "next";
import { listPolicies } from "../../../../ledger/policies.ts";
import { listWebhooks } from "../../../../ledger/webhooks/read-webhooks.ts";
import { WebhookAdd } from "../../../admin/webhook-add.tsx";
import { WebhookList } from "../../../admin/webhook-list.tsx";
import { isStaff, pageCtx } from "../../../server/page-context.ts";
import { NoAccess } from "../../../ui/no-access.tsx";
import { PageHeading } from "../../../ui/page-heading.tsx";
import { words } from "../../../words/words.ts";

const t = words.webhooks;

export const metadata: Metadata = { title: t.title };

/** The webhooks: administrators keep them, auditors look. */
export default async function Page() {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={t.noAccess} />;
	const [{ items }, policies] = await Promise.all([listWebhooks(ctx), listPolicies(ctx)]);
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead}>
				{ctx.actor.role === "administrator" && <WebhookAdd policies={policies.map(({ name }) => name)} />}
			</PageHeading>
			{items.length === 0 && <p className="py-8 text-center text-ink-faint">{t.empty}</p>}
			<WebhookList webhooks={items} />
		</div>
	);
}
