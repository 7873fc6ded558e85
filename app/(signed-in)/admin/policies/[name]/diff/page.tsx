import type { Metadata } from "next";
import { listPolicyVersions } from "../../../../../../ledger/policies.ts";
import { diffPolicyVersions } from "../../../../../../ledger/policy-diff.ts";
import { PolicyCompareForm } from "../../../../../admin/policy-compare-form.tsx";
import { PolicyDiffView } from "../../../../../admin/policy-diff-view.tsx";
import { isStaff, orNotFound, pageCtx } from "../../../../../server/page-context.ts";
import { BackLink } from "../../../../../ui/back-link.tsx";
import { InertText } from "../../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../../ui/page-heading.tsx";
import { words } from "../../../../../words/words.ts";

const t = words.admin.policies;

interface Props {
	params: Promise<{ name: string }>;
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: `${(await params).name}: ${t.diff.title}` };
}

/** How two versions of a policy differ. */
export default async function Page({ params, searchParams }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const { name } = await params;
	const query = await searchParams;
	const from = versionOf(query.from);
	const to = versionOf(query.to);
	const [diff, versions] = await orNotFound(
		Promise.all([
			diffPolicyVersions(ctx, name, {
				...(from !== undefined && { from }),
				...(to !== undefined && { to }),
			}),
			listPolicyVersions(ctx, name),
		]),
	);
	const newest = versions[0]?.title ?? name;
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href={`/admin/policies/${name}`}>{t.diff.back}</BackLink>
			</div>
			<PageHeading title={t.diff.title}>
				<p className="text-[0.8125rem] text-ink-faint">
					<InertText text={newest} /> · <span className="font-mono">{name}</span>
				</p>
			</PageHeading>
			<PolicyCompareForm
				name={name}
				versions={versions.map(({ version }) => version)}
				from={diff.from.version}
				to={diff.to.version}
			/>
			<p className="mt-5 text-ink-soft" role="status">
				{diff.changes.length === 0 ? t.diff.same : t.diff.count(diff.changes.length)}
				{diff.from.version > diff.to.version && ` ${t.diff.unordered}`}
			</p>
			<PolicyDiffView changes={diff.changes} />
		</div>
	);
}

function versionOf(value: string | string[] | undefined): number | undefined {
	return typeof value === "string" && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
}
