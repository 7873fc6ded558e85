import { Bot, Palmtree } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { PersonView } from "../../../ledger/directory/people.ts";
import type { PeopleAround } from "../../../ledger/read/directory-around.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { InertText } from "../../ui/inert-text.tsx";
import { Instant } from "../../ui/time.tsx";
import { humanName, nameOf } from "../../words/names.ts";
import { words } from "../../words/words.ts";

const t = words.people;
const GRID = "md:grid md:grid-cols-[minmax(0,1.5fr)_7rem_minmax(0,1fr)_minmax(0,1.2fr)] md:gap-x-5";

/** People with what concerns them, one a row; the row leads to the person. */
export function PeopleList({ people, around }: { people: readonly PersonView[]; around: PeopleAround }) {
	return (
		<>
			<div aria-hidden="true" className={`mt-6 hidden px-3 pb-2 text-xs text-ink-faint ${GRID}`}>
				<span>{t.columns.person}</span>
				<span>{t.columns.role}</span>
				<span>{t.columns.manager}</span>
				<span>{t.columns.groups}</span>
			</div>
			<ul aria-label={t.list} className="mt-6 border-t border-line md:mt-0">
				{people.map((person) => (
					<li key={person.id} className={`relative border-b border-line py-3 hover:bg-hover sm:px-3 ${GRID}`}>
						<Who person={person} />
						<div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 pl-11 text-[0.8125rem] text-ink-soft md:contents">
							<Cell label={t.columns.role}>{words.common.roles[person.role] ?? person.role}</Cell>
							<Cell label={t.columns.manager}>
								{person.manager === null ? (
									<span className="text-ink-faint">
										{person.kind === "service" ? words.common.none : t.noManager}
									</span>
								) : (
									<InertText text={nameOf(around.people, person.manager)} />
								)}
							</Cell>
							<Cell label={t.columns.groups}>
								{person.groups.length === 0 ? (
									<span className="text-ink-faint">{t.noGroups}</span>
								) : (
									person.groups.map(humanName).join(", ")
								)}
							</Cell>
						</div>
						{(around.absences[person.id] ?? []).map((absence) => (
							<p
								key={absence.to + absence.end}
								className="mt-1.5 flex items-start gap-1.5 pl-11 text-[0.8125rem] text-warn-text md:col-span-4"
							>
								<Palmtree aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
								<span className="min-w-0 [overflow-wrap:anywhere]">
									{t.awayUntil} <Instant at={absence.end} />,{" "}
									<InertText text={t.decides(nameOf(around.people, absence.to))} />
								</span>
							</p>
						))}
					</li>
				))}
			</ul>
		</>
	);
}

function Who({ person }: { person: PersonView }) {
	return (
		<div className="flex min-w-0 items-start gap-3">
			<Avatar name={person.name} className="mt-0.5 size-8 text-xs" />
			<div className="min-w-0 flex-1">
				<p className="flex flex-wrap items-baseline gap-x-2">
					<Link
						href={`/admin/people/${person.id}`}
						prefetch={false}
						className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-md"
					>
						<InertText text={person.name} />
					</Link>
					{!person.active && (
						<span className="rounded bg-sunken px-1.5 text-xs leading-5 text-ink-soft">{t.inactive}</span>
					)}
					{person.kind === "service" && (
						<span className="inline-flex items-center gap-1 text-xs text-ink-faint">
							<Bot aria-hidden="true" className="size-3.5" />
							{t.service}
						</span>
					)}
				</p>
				<p className="text-[0.8125rem] [overflow-wrap:anywhere] text-ink-faint">
					<InertText text={person.email} />
				</p>
			</div>
		</div>
	);
}

/** The label is read out always, and shown where no heading of a column does. */
function Cell({ label, children }: { label: string; children: ReactNode }) {
	return (
		<div className="min-w-0 [overflow-wrap:anywhere] md:pt-1">
			<span className="text-ink-faint md:sr-only">{label}: </span>
			{children}
		</div>
	);
}
