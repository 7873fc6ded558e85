import type { Metadata } from "next";
import Link from "next/link";
import { listDelegations } from "../../../../../ledger/directory/delegations.ts";
import { getPerson } from "../../../../../ledger/directory/people.ts";
import { countAsking, readPeopleAround } from "../../../../../ledger/read/directory-around.ts";
import { addressOf } from "../../../../admin/list-address.ts";
import { AccessSection } from "../../../../admin/people/access-section.tsx";
import { PersonFacts, PersonReading } from "../../../../admin/people/person-facts.tsx";
import { PersonForm } from "../../../../admin/people/person-form.tsx";
import { isStaff, orNotFound, pageCtx } from "../../../../server/page-context.ts";
import { BackLink } from "../../../../ui/back-link.tsx";
import { buttonClass } from "../../../../ui/button.tsx";
import { InertText } from "../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { Section } from "../../../../ui/section.tsx";
import { Instant } from "../../../../ui/time.tsx";
import { nameOf } from "../../../../words/names.ts";
import { words } from "../../../../words/words.ts";

const t = words.people;

interface Props {
	params: Promise<{ person: string }>;
}

export const metadata: Metadata = { title: t.title };

/** One person: changed by administrators, read by auditors. */
export default async function Page({ params }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const person = await orNotFound(getPerson(ctx, decodeURIComponent((await params).person)));
	const [around, asking, delegations] = await Promise.all([
		readPeopleAround(ctx, [person]),
		countAsking(ctx, person.id),
		listDelegations(ctx, { from: person.id, limit: 20 }),
	]);
	const changes = ctx.actor.role === "administrator";
	const named = person.manager === null ? undefined : around.people[person.manager];
	const manager = person.manager === null || named === undefined ? null : { id: person.manager, ...named };
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/people">{t.back}</BackLink>
			</div>
			<PageHeading title={<InertText text={person.name} />}>
				{!person.active && (
					<p className="rounded-md bg-warn-soft px-2.5 py-1 text-[0.8125rem] text-warn-text">{t.inactive}</p>
				)}
			</PageHeading>
			<div className="grid gap-x-12 lg:grid-cols-[1fr_18rem]">
				<div className="min-w-0">
					{changes ? (
						<PersonForm key={person.id} person={person} manager={manager} />
					) : (
						<>
							<PersonReading person={person} manager={manager} />
							<p className="mt-5 text-xs text-ink-faint">{t.readOnly}</p>
						</>
					)}
				</div>
				<div className="min-w-0">
					<div className="lg:-mt-8">
						<Section title={t.about}>
							<PersonFacts person={person} asking={asking} />
						</Section>
						<Section title={t.absences}>
							{delegations.items.length === 0 && <p className="text-ink-faint">{t.noAbsences}</p>}
							<ul className="space-y-2">
								{delegations.items.map(({ id, to, start, end, people }) => (
									<li key={id} className="text-[0.8125rem]">
										<Instant at={start} /> {words.delegations.until} <Instant at={end} />
										<span className="block [overflow-wrap:anywhere] text-ink-faint">
											<InertText text={t.decides(nameOf(people, to))} />
										</span>
									</li>
								))}
							</ul>
							<div className="mt-3 flex flex-wrap gap-2.5">
								{delegations.items.length > 0 && (
									<Link
										href={addressOf("/admin/delegations", { person: person.email })}
										prefetch={false}
										className={buttonClass()}
									>
										{t.allDelegations}
									</Link>
								)}
								{changes && person.active && person.kind === "person" && (
									<Link
										href={addressOf("/admin/delegations/new", { from: person.id })}
										prefetch={false}
										className={buttonClass()}
									>
										{t.makeDelegation}
									</Link>
								)}
							</div>
						</Section>
						{changes && (
							<Section title={t.deactivate.title}>
								<AccessSection
									id={person.id}
									name={person.name}
									active={person.active}
									asking={asking}
									me={person.id === ctx.actor.personId}
								/>
							</Section>
						)}
					</div>
				</div>
			</div>
		</div>
	);
}
