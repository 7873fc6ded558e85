import type { Metadata } from "next";
import { getPerson } from "../../../../../ledger/directory/people.ts";
import { DelegationForm } from "../../../../admin/delegations/delegation-form.tsx";
import { oneOf, type SearchParams } from "../../../../admin/list-address.ts";
import { orNotFound, pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { words } from "../../../../words/words.ts";

const t = words.delegations;

export const metadata: Metadata = { title: t.new.title };

/** Makes a delegation for somebody, for administrators. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
	const ctx = await pageCtx();
	if (ctx.actor.role !== "administrator") return <NoAccess why={words.admin.administratorsOnly} />;
	const from = oneOf(await searchParams, "from");
	const away = from === null ? null : await orNotFound(getPerson(ctx, from));
	return (
		<div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/delegations">{t.back}</BackLink>
			</div>
			<PageHeading title={t.new.title} lead={t.new.lead} />
			<DelegationForm away={away === null ? null : { id: away.id, name: away.name, email: away.email }} />
		</div>
	);
}
