import type { Metadata } from "next";
import type { ReactNode } from "react";
import type { Ctx } from "../../../../../ledger/context.ts";
import { CALLBACKS, listWebhookMessages } from "../../../../../ledger/webhooks/read-messages.ts";
import { getWebhook } from "../../../../../ledger/webhooks/read-webhooks.ts";
import type { WebhookView } from "../../../../../ledger/webhooks/webhook-view.ts";
import { CallbackActions, WebhookActions } from "../../../../admin/webhook-actions.tsx";
import { WebhookState, WebhookTrouble } from "../../../../admin/webhook-list.tsx";
import { WebhookMessages } from "../../../../admin/webhook-messages.tsx";
import { isStaff, orNotFound, pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { InertText } from "../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { Section } from "../../../../ui/section.tsx";
import { Instant } from "../../../../ui/time.tsx";
import { listText } from "../../../../words/names.ts";
import { words } from "../../../../words/words.ts";

const t = words.webhooks;
const SHOWN = 50;

export const metadata: Metadata = { title: t.title };

/** One webhook, or the callbacks, with the last messages. */
export default async function Page({ params }: { params: Promise<{ webhook: string }> }) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={t.noAccess} />;
	const { webhook } = await params;
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-8">
			<BackLink href="/admin/webhooks">{t.back}</BackLink>
			{webhook === CALLBACKS ? <Callbacks ctx={ctx} /> : <One ctx={ctx} id={webhook} />}
		</div>
	);
}

async function Callbacks({ ctx }: { ctx: Ctx }) {
	return (
		<>
			<PageHeading title={t.callbacks} lead={t.callbacksLead} />
			{ctx.actor.role === "administrator" && <CallbackActions />}
			<Messages ctx={ctx} webhook={CALLBACKS} paused={false} />
		</>
	);
}

async function One({ ctx, id }: { ctx: Ctx; id: string }) {
	const webhook = await orNotFound(getWebhook(ctx, id));
	return (
		<>
			<PageHeading title={<InertText text={webhook.name} />}>
				<WebhookState active={webhook.active} />
			</PageHeading>
			{!webhook.active && <p className="-mt-3 mb-4 text-ink-soft">{t.pausedLead}</p>}
			<Facts webhook={webhook} />
			{ctx.actor.role === "administrator" && (
				<div className="mt-5">
					<WebhookActions id={webhook.id} active={webhook.active} />
				</div>
			)}
			<Messages ctx={ctx} webhook={webhook.id} paused={!webhook.active} />
		</>
	);
}

function Facts({ webhook }: { webhook: WebhookView }) {
	const { kind, url, types, policy, createdAt, createdBy } = webhook;
	const rows: [string, ReactNode][] = [
		[t.address, <InertText key="url" text={url} className="font-mono text-xs break-all" />],
		[
			t.tells,
			`${listText(types.map((type) => t.types[type] ?? type))} · ${
				policy === null ? t.allPolicies : t.onlyPolicy(policy)
			} · ${t.kinds[kind]}`,
		],
		[
			t.added,
			<span key="added">
				<Instant at={createdAt} />
				{createdBy !== null && ` ${t.by(createdBy.name)}`}
			</span>,
		],
	];
	return (
		<>
			<dl className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-[6rem_1fr] sm:gap-y-1.5">
				{rows.map(([name, value]) => (
					<div key={name} className="sm:contents">
						<dt className="text-[0.8125rem] text-ink-faint">{name}</dt>
						<dd className="min-w-0">{value}</dd>
					</div>
				))}
			</dl>
			<WebhookTrouble webhook={webhook} />
		</>
	);
}

async function Messages({ ctx, webhook, paused }: { ctx: Ctx; webhook: string; paused: boolean }) {
	const { items } = await listWebhookMessages(ctx, webhook, { limit: SHOWN });
	return (
		<Section title={t.messages}>
			<WebhookMessages messages={items} paused={paused} mayAct={ctx.actor.role === "administrator"} />
		</Section>
	);
}
