import type { Metadata } from "next";
import { DocumentForm } from "../../../../admin/working-time/document-form.tsx";
import { NEW_CALENDAR } from "../../../../admin/working-time/templates.ts";
import { pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { words } from "../../../../words/words.ts";

const t = words.workingTime;

export const metadata: Metadata = { title: t.calendar.newTitle };

/** Makes a calendar, for administrators. */
export default async function Page() {
	const ctx = await pageCtx();
	if (ctx.actor.role !== "administrator") return <NoAccess why={words.admin.administratorsOnly} />;
	return (
		<div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/working-time">{t.back}</BackLink>
			</div>
			<PageHeading title={t.calendar.newTitle} lead={t.calendar.newLead} />
			<DocumentForm what="calendar" name={null} text={NEW_CALENDAR} />
		</div>
	);
}
