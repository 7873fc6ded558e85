import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { WebhookView } from "../../ledger/webhooks/webhook-view.ts";
import { InertText } from "../ui/inert-text.tsx";
import { words } from "../words/words.ts";

const t = words.webhooks;

/** The webhooks, each leading to its own page; the callbacks stand last. */
export function WebhookList({ webhooks }: { webhooks: readonly WebhookView[] }) {
	return (
		<ul className="border-t border-line">
			{webhooks.map((webhook) => (
				<Row key={webhook.id} href={`/admin/webhooks/${webhook.id}`}>
					<span className="flex flex-wrap items-baseline gap-x-2.5">
						<InertText text={webhook.name} className="font-medium break-words" />
						<WebhookState active={webhook.active} />
					</span>
					<span className="mt-0.5 block text-[0.8125rem] break-words text-ink-faint">
						{t.kinds[webhook.kind]} · <InertText text={webhook.url} className="break-all" />
					</span>
					<WebhookTrouble webhook={webhook} />
				</Row>
			))}
			<Row href="/admin/webhooks/callback">
				<span className="block font-medium">{t.callbacks}</span>
				<span className="mt-0.5 block text-[0.8125rem] text-ink-faint">{t.callbacksLead}</span>
			</Row>
		</ul>
	);
}

function Row({ href, children }: { href: string; children: ReactNode }) {
	return (
		<li className="border-b border-line">
			<Link
				href={href}
				prefetch={false}
				className="flex items-center gap-4 rounded-md py-3.5 hover:bg-hover sm:px-3"
			>
				<span className="min-w-0 flex-1">{children}</span>
				<ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
			</Link>
		</li>
	);
}

/** Whether it is told anything, in words. */
export function WebhookState({ active }: { active: boolean }) {
	return (
		<span className={`text-xs ${active ? "text-ok-text" : "text-warn-text"}`}>
			{active ? t.active : t.paused}
		</span>
	);
}

/** What waits and what was given up, where there is any. */
export function WebhookTrouble({ webhook }: { webhook: WebhookView }) {
	const { pending, givenUp } = webhook;
	if (pending === 0 && givenUp === 0) return null;
	return (
		<span className="mt-0.5 block text-[0.8125rem]">
			{pending > 0 && <span className="text-warn-text">{t.waiting(pending)}</span>}
			{pending > 0 && givenUp > 0 && " · "}
			{givenUp > 0 && <span className="text-danger-text">{t.givenUp(givenUp)}</span>}
		</span>
	);
}
