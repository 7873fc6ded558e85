import type { Metadata } from "next";
import Link from "next/link";
import { stringify } from "yaml";
import { getPolicy, listPolicyVersions } from "../../../../../ledger/policies.ts";
import { policyUse } from "../../../../../ledger/policy-lifecycle.ts";
import { PolicyActions } from "../../../../admin/policy-actions.tsx";
import { PolicyCompareForm } from "../../../../admin/policy-compare-form.tsx";
import { ladderOfDocument } from "../../../../admin/policy-ladder.ts";
import { PolicyLadder } from "../../../../admin/policy-ladder-view.tsx";
import { isStaff, orNotFound, pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { buttonClass } from "../../../../ui/button.tsx";
import { Verbatim } from "../../../../ui/disclosure.tsx";
import { inertText } from "../../../../ui/inert.ts";
import { InertText } from "../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { Section } from "../../../../ui/section.tsx";
import { Instant } from "../../../../ui/time.tsx";
import { words } from "../../../../words/words.ts";

const t = words.admin.policies;

interface Props {
	params: Promise<{ name: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await params).name };
}

/** One version of a policy: in sentences, as its document, and beside its other versions. */
export default async function Page({ params, searchParams }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const { name } = await params;
	const { version } = await searchParams;
	const wanted = typeof version === "string" && /^\d{1,9}$/.test(version) ? Number(version) : undefined;
	const [policy, versions, use] = await orNotFound(
		Promise.all([getPolicy(ctx, name, wanted), listPolicyVersions(ctx, name), policyUse(ctx, name)]),
	);
	const newest = versions[0]?.version ?? policy.version;
	const ladder = ladderOfDocument(policy.document);
	const risk = typeof policy.document.risk === "string" ? policy.document.risk : "normal";
	const separation = (policy.document.separation ?? {}) as { requesterMayDecide?: unknown };
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/policies">{t.back}</BackLink>
			</div>
			<PageHeading title={<InertText text={policy.title} />}>
				<p className="text-[0.8125rem] text-ink-faint">
					<span className="font-mono">{policy.name}</span> · {t.version(policy.version)} ·{" "}
					<Instant at={policy.createdAt} />
				</p>
			</PageHeading>
			{policy.retiredAt !== null && (
				<p className="mb-6 rounded-lg bg-warn-soft px-4 py-2.5 text-warn-text">
					{t.life.retiredSince} <Instant at={policy.retiredAt} />
				</p>
			)}
			{!policy.current && (
				<p className="mb-6 rounded-lg bg-warn-soft px-4 py-2.5 text-warn-text">{t.older}</p>
			)}
			<div className="grid gap-x-12 lg:grid-cols-[1fr_15rem]">
				<div className="min-w-0">
					<p className="text-ink-soft">
						{t.riskBody[risk]} {separation.requesterMayDecide === true ? t.ownAllowed : t.own}
						{typeof policy.document.calendar === "string" && ` ${t.calendar(policy.document.calendar)}`}
					</p>
					<Section title={t.ladder}>
						{ladder === null ? (
							<p className="text-ink-faint">{t.notReadable}</p>
						) : (
							<PolicyLadder stages={ladder} />
						)}
					</Section>
					<Section title={t.document}>
						<Verbatim text={inertText(stringify(policy.document))} label={t.document} />
					</Section>
				</div>
				<div>
					<Section title={t.versions}>
						<ul className="space-y-0.5">
							{versions.map((item) => (
								<li key={item.version}>
									<Link
										href={
											item.current
												? `/admin/policies/${name}`
												: `/admin/policies/${name}?version=${item.version}`
										}
										prefetch={false}
										aria-current={item.version === policy.version ? "page" : undefined}
										className="-mx-2.5 block rounded-md px-2.5 py-1.5 hover:bg-hover aria-[current=page]:bg-hover"
									>
										<span className="font-medium">{t.version(item.version)}</span>
										{item.current && <span className="ml-2 text-xs text-accent-text">{t.current}</span>}
										<span className="block text-xs text-ink-faint">
											<Instant at={item.createdAt} />
											{item.createdBy !== null && ` ${t.by(item.createdBy.name)}`}
										</span>
									</Link>
								</li>
							))}
						</ul>
					</Section>
					{versions.length > 1 && (
						<Section title={t.diff.compare}>
							<PolicyCompareForm
								name={name}
								versions={versions.map(({ version }) => version)}
								from={policy.current ? newest - 1 : policy.version}
								to={newest}
							/>
						</Section>
					)}
					<Section title={words.replay.title}>
						<p className="mb-3 text-ink-soft">{words.replay.aside}</p>
						<Link href={`/admin/policies/${name}/replay`} prefetch={false} className={buttonClass()}>
							{words.replay.action}
						</Link>
					</Section>
					{ctx.actor.role === "administrator" && (
						<Section title={t.life.manage}>
							<PolicyActions
								name={name}
								version={newest}
								retired={policy.retiredAt !== null}
								open={use.open}
								everUsed={use.everUsed}
							/>
						</Section>
					)}
				</div>
			</div>
		</div>
	);
}
