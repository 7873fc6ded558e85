import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { listPolicies, type PolicyView } from "../../../../ledger/policies.ts";
import { ladderOfDocument } from "../../../admin/policy-ladder.ts";
import { isStaff, pageCtx } from "../../../server/page-context.ts";
import { InertText } from "../../../ui/inert-text.tsx";
import { NoAccess } from "../../../ui/no-access.tsx";
import { PageHeading } from "../../../ui/page-heading.tsx";
import { Section } from "../../../ui/section.tsx";
import { Instant } from "../../../ui/time.tsx";
import { words } from "../../../words/words.ts";

const t = words.admin.policies;

export const metadata: Metadata = { title: t.title };

/** The policies, for administrators and auditors. */
export default async function Page() {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const policies = await listPolicies(ctx);
	const retired = policies.filter(({ retiredAt }) => retiredAt !== null);
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead} />
			{policies.length === 0 && <p className="py-16 text-center text-ink-faint">{t.empty}</p>}
			<PolicyList policies={policies.filter(({ retiredAt }) => retiredAt === null)} />
			{retired.length > 0 && (
				<Section title={t.life.retired}>
					<p className="mb-3 text-ink-soft">{t.life.retiredLead}</p>
					<PolicyList policies={retired} />
				</Section>
			)}
		</div>
	);
}

function PolicyList({ policies }: { policies: readonly PolicyView[] }) {
	return (
		<ul className="border-t border-line">
			{policies.map((policy) => (
				<li key={policy.name} className="border-b border-line">
					<Link
						href={`/admin/policies/${policy.name}`}
						prefetch={false}
						className="flex items-center gap-4 rounded-md py-3.5 hover:bg-hover sm:px-3"
					>
						<span className="min-w-0 flex-1">
							<span className="flex flex-wrap items-baseline gap-x-2.5">
								<InertText text={policy.title} className="font-medium break-words" />
								<span className="font-mono text-xs text-ink-faint">{policy.name}</span>
							</span>
							<span className="mt-0.5 block text-[0.8125rem] text-ink-faint">
								{t.version(policy.version)} · {t.stages(ladderOfDocument(policy.document)?.length ?? 0)} ·{" "}
								<Instant at={policy.createdAt} />
								{policy.createdBy !== null && ` ${t.by(policy.createdBy.name)}`}
							</span>
						</span>
						<ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
					</Link>
				</li>
			))}
		</ul>
	);
}
