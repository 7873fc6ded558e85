import type { Metadata } from "next";
import { stringify } from "yaml";
import { getPolicy } from "../../../../../../ledger/policies.ts";
import { ReplayForm } from "../../../../../admin/replay/replay-form.tsx";
import { isStaff, orNotFound, pageCtx } from "../../../../../server/page-context.ts";
import { BackLink } from "../../../../../ui/back-link.tsx";
import { InertText } from "../../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../../ui/page-heading.tsx";
import { words } from "../../../../../words/words.ts";

const t = words.replay;

interface Props {
	params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: `${(await params).name}: ${t.title}` };
}

/** What a policy, or a draft of it, would have made of past requests. */
export default async function Page({ params }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const policy = await orNotFound(getPolicy(ctx, (await params).name));
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href={`/admin/policies/${policy.name}`}>{t.back}</BackLink>
			</div>
			<PageHeading title={t.title} lead={t.lead}>
				<p className="text-[0.8125rem] text-ink-faint">
					<InertText text={policy.title} /> · <span className="font-mono">{policy.name}</span>
				</p>
			</PageHeading>
			<ReplayForm name={policy.name} version={policy.version} document={stringify(policy.document)} />
		</div>
	);
}
