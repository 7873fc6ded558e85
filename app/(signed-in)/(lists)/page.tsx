import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { listPolicies, type PolicyView } from "../../../ledger/policies.ts";
import { Refusal } from "../../../ledger/refusal.ts";
import { EmptyList } from "../../inbox/empty-list.tsx";
import { Inbox } from "../../inbox/inbox.tsx";
import type { InboxPage } from "../../inbox/inbox-model.ts";
import { inboxHref, readInboxQuery } from "../../inbox/inbox-query.ts";
import { sampleContext } from "../../inbox/sample-context.ts";
import { web } from "../../server/context.ts";
import { readInbox } from "../../server/inbox.ts";
import { pageCtx } from "../../server/page-context.ts";
import { readRequestPage } from "../../server/request-page.ts";
import { words } from "../../words/words.ts";

interface Props {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
	return { title: words.inbox.titles[readInboxQuery(await searchParams).view] ?? words.common.product };
}

export default async function Page({ searchParams }: Props) {
	const query = readInboxQuery(await searchParams);
	const ctx = await pageCtx();
	const [page, policies, opened] = await Promise.all([
		readInbox(ctx, query).catch((error: unknown): InboxPage => {
			// An address that was cut off or made up: the list from its start.
			if (error instanceof Refusal && error.code === "invalid") redirect(inboxHref({ view: query.view }));
			throw error;
		}),
		listPolicies(ctx),
		query.open === null ? null : readRequestPage(ctx, query.open).catch(() => null),
	]);
	return (
		<Inbox
			key={inboxHref({ ...query, open: null })}
			query={query}
			initial={page}
			policies={policies.map(({ name, title }) => ({ name, title }))}
			opened={opened}
			empty={<EmptyList query={query} publicUrl={web().settings.publicUrl} policy={sampleOf(policies[0])} />}
		/>
	);
}

function sampleOf(policy: PolicyView | undefined) {
	if (policy === undefined) return null;
	return {
		name: policy.name,
		context: sampleContext((policy.document.context ?? {}) as Record<string, unknown>),
	};
}
