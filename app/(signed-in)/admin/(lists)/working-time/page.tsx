import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { listCalendars } from "../../../../../ledger/directory/calendars.ts";
import { listRotas } from "../../../../../ledger/directory/rotas.ts";
import { dayText, weekText } from "../../../../admin/working-time/hours-text.ts";
import { OnCallNow } from "../../../../admin/working-time/on-call-card.tsx";
import { calendarOf, dayIn } from "../../../../admin/working-time/stored.ts";
import { isStaff, pageCtx } from "../../../../server/page-context.ts";
import { buttonClass } from "../../../../ui/button.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { Section } from "../../../../ui/section.tsx";
import { words } from "../../../../words/words.ts";

const t = words.workingTime;

export const metadata: Metadata = { title: t.title };

/** Calendars and rotas, for administrators and auditors. */
export default async function Page() {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const [calendars, rotas] = await Promise.all([
		listCalendars(ctx, { limit: 200 }),
		listRotas(ctx, { limit: 200 }),
	]);
	const changes = ctx.actor.role === "administrator";
	const now = Date.now();
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead}>
				{changes && (
					<div className="flex flex-wrap gap-2.5">
						<Link href="/admin/working-time/new-calendar" prefetch={false} className={buttonClass()}>
							{t.newCalendar}
						</Link>
						<Link href="/admin/working-time/new-rota" prefetch={false} className={buttonClass()}>
							{t.newRota}
						</Link>
					</div>
				)}
			</PageHeading>
			<Section title={t.rotas}>
				{rotas.items.length === 0 && <p className="text-ink-soft">{t.noRotas}</p>}
				<List>
					{rotas.items.map((rota) => (
						<Row key={rota.name} href={`/admin/working-time/rotas/${rota.name}`} name={rota.name}>
							<OnCallNow rota={rota} />
						</Row>
					))}
				</List>
				{rotas.nextCursor !== null && <p className="mt-3 text-ink-faint">{t.more}</p>}
			</Section>
			<Section title={t.calendars}>
				{calendars.items.length === 0 && <p className="text-ink-soft">{t.noCalendars}</p>}
				<List>
					{calendars.items.map(({ name, document }) => {
						const calendar = calendarOf(document);
						const today = dayIn(calendar.timeZone, now);
						const holiday = [...calendar.holidays].sort().find((day) => day >= today);
						return (
							<Row key={name} href={`/admin/working-time/calendars/${name}`} name={name}>
								<p className="text-[0.8125rem] text-ink-soft">
									{weekText(calendar.hours)} · {calendar.timeZone}
								</p>
								{holiday !== undefined && (
									<p className="text-[0.8125rem] text-ink-faint">
										{t.calendar.nextHoliday}: {dayText(holiday)}
									</p>
								)}
							</Row>
						);
					})}
				</List>
				{calendars.nextCursor !== null && <p className="mt-3 text-ink-faint">{t.more}</p>}
			</Section>
		</div>
	);
}

function List({ children }: { children: ReactNode[] }) {
	return children.length === 0 ? null : <ul className="border-t border-line">{children}</ul>;
}

function Row({ href, name, children }: { href: string; name: string; children: ReactNode }) {
	return (
		<li className="relative flex items-center gap-4 border-b border-line py-3.5 hover:bg-hover sm:px-3">
			<div className="min-w-0 flex-1 space-y-0.5">
				<h3>
					<Link
						href={href}
						prefetch={false}
						className="font-medium break-all after:absolute after:inset-0 after:rounded-md"
					>
						{name}
					</Link>
				</h3>
				{children}
			</div>
			<ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
		</li>
	);
}
