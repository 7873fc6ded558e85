import type { Metadata } from "next";
import { ImportForm } from "../../../../admin/people/import-form.tsx";
import { pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { Verbatim } from "../../../../ui/disclosure.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { Section } from "../../../../ui/section.tsx";
import { words } from "../../../../words/words.ts";

const t = words.people.csv;

const EXAMPLE = `email,name,manager,groups,timeZone
ana@example.com,Ana Arnold,bo@example.com,finance;leads,Europe/Madrid
bo@example.com,Bo Berg,,,Europe/Stockholm
`;

export const metadata: Metadata = { title: t.title };

/** Imports people from CSV, for administrators. */
export default async function Page() {
	const ctx = await pageCtx();
	if (ctx.actor.role !== "administrator") return <NoAccess why={words.admin.administratorsOnly} />;
	return (
		<div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/people">{words.people.back}</BackLink>
			</div>
			<PageHeading title={t.title} lead={t.lead} />
			<ImportForm />
			<Section title={t.columnsTitle}>
				<dl className="grid gap-x-4 gap-y-1 text-[0.8125rem] sm:grid-cols-[7rem_1fr]">
					{t.columns.map(([column, meaning]) => (
						<div key={column} className="contents">
							<dt className="font-mono text-xs leading-5 max-sm:mt-1.5">{column}</dt>
							<dd className="text-ink-soft">{meaning}</dd>
						</div>
					))}
				</dl>
				<p className="mt-3 text-ink-soft">{t.columnsNote}</p>
			</Section>
			<Section title={t.example}>
				<Verbatim text={EXAMPLE} label={t.example} />
			</Section>
		</div>
	);
}
