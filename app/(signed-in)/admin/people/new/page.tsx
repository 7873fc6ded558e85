import type { Metadata } from "next";
import { PersonForm } from "../../../../admin/people/person-form.tsx";
import { pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { words } from "../../../../words/words.ts";

const t = words.people;

export const metadata: Metadata = { title: t.new.title };

/** Adds a person, for administrators. */
export default async function Page() {
	const ctx = await pageCtx();
	if (ctx.actor.role !== "administrator") return <NoAccess why={words.admin.administratorsOnly} />;
	return (
		<div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/people">{t.back}</BackLink>
			</div>
			<PageHeading title={t.new.title} lead={t.new.lead} />
			<PersonForm person={null} manager={null} />
		</div>
	);
}
