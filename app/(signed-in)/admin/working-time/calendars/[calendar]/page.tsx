import type { Metadata } from "next";
import { getCalendar } from "../../../../../../ledger/directory/calendars.ts";
import { readPoliciesNaming } from "../../../../../../ledger/read/directory-around.ts";
import { PoliciesNaming } from "../../../../../admin/policies-naming.tsx";
import { CalendarView } from "../../../../../admin/working-time/calendar-view.tsx";
import { DeleteDocument } from "../../../../../admin/working-time/delete-document.tsx";
import { DocumentForm } from "../../../../../admin/working-time/document-form.tsx";
import { calendarText } from "../../../../../admin/working-time/document-text.ts";
import { calendarOf, dayIn } from "../../../../../admin/working-time/stored.ts";
import { isStaff, orNotFound, pageCtx } from "../../../../../server/page-context.ts";
import { BackLink } from "../../../../../ui/back-link.tsx";
import { NoAccess } from "../../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../../ui/page-heading.tsx";
import { Section } from "../../../../../ui/section.tsx";
import { Instant } from "../../../../../ui/time.tsx";
import { words } from "../../../../../words/words.ts";

const t = words.workingTime;

interface Props {
	params: Promise<{ calendar: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await params).calendar };
}

/** One calendar: changed by administrators, read by auditors. */
export default async function Page({ params }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const { name, document, updatedAt } = await orNotFound(getCalendar(ctx, (await params).calendar));
	const policies = await readPoliciesNaming(ctx, { calendar: name });
	const calendar = calendarOf(document);
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/working-time">{t.back}</BackLink>
			</div>
			<PageHeading title={name} lead={t.zone(calendar.timeZone)}>
				<p className="text-[0.8125rem] text-ink-faint">
					{t.changed} <Instant at={updatedAt} />
				</p>
			</PageHeading>
			<div className="grid gap-x-12 lg:grid-cols-[1fr_15rem]">
				<div className="min-w-0">
					<div className="-mt-8">
						<CalendarView calendar={calendar} today={dayIn(calendar.timeZone, Date.now())} />
					</div>
					{ctx.actor.role === "administrator" && (
						<Section title={t.document.title}>
							<DocumentForm key={updatedAt} what="calendar" name={name} text={calendarText(document)} />
						</Section>
					)}
				</div>
				<div className="min-w-0 lg:-mt-8">
					<Section title={t.named}>
						<PoliciesNaming policies={policies} none={t.notNamed} />
					</Section>
					{ctx.actor.role === "administrator" && (
						<Section title={t.manage}>
							<DeleteDocument what="calendar" name={name} named={policies.length} />
						</Section>
					)}
				</div>
			</div>
		</div>
	);
}
