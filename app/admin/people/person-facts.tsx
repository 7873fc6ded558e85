import Link from "next/link";
import type { PersonView } from "../../../ledger/directory/people.ts";
import { InertText } from "../../ui/inert-text.tsx";
import { Instant } from "../../ui/time.tsx";
import { humanName } from "../../words/names.ts";
import { words } from "../../words/words.ts";
import { Facts } from "../facts.tsx";

const t = words.people;

/** What is known of a person and not changed in the form. */
export function PersonFacts({ person, asking }: { person: PersonView; asking: number }) {
	const { facts } = t;
	return (
		<>
			<Facts
				items={[
					[facts.state, person.active ? facts.active : t.inactive],
					[facts.kind, t.fields.kinds[person.kind]],
					[facts.since, <Instant key="since" at={person.createdAt} />],
					[facts.waits, facts.waiting(asking)],
					[
						facts.groups,
						person.groups.length === 0 ? t.noGroups : <Groups key="groups" names={person.groups} />,
					],
					...(person.userName === null
						? []
						: [[facts.userName, <InertText key="userName" text={person.userName} />] as const]),
					...(person.externalId === null
						? []
						: [[facts.externalId, <InertText key="externalId" text={person.externalId} />] as const]),
				]}
			/>
			{person.externalId !== null && <p className="mt-3 text-xs text-ink-faint">{t.provisioned}</p>}
		</>
	);
}

/** What the form would hold, for who may only read. */
export function PersonReading({
	person,
	manager,
}: {
	person: PersonView;
	manager: { id: string; name: string } | null;
}) {
	const { fields } = t;
	return (
		<Facts
			items={[
				[fields.name, <InertText key="name" text={person.name} />],
				[fields.email, <InertText key="email" text={person.email} />],
				[fields.role, words.common.roles[person.role]],
				[
					fields.manager,
					manager === null ? (
						t.noManager
					) : (
						<Link
							key="manager"
							href={`/admin/people/${manager.id}`}
							prefetch={false}
							className="text-accent-text underline underline-offset-2"
						>
							<InertText text={manager.name} />
						</Link>
					),
				],
				[fields.timeZone, person.timeZone],
			]}
		/>
	);
}

function Groups({ names }: { names: readonly string[] }) {
	return (
		<ul className="flex flex-wrap gap-x-3">
			{names.map((name) => (
				<li key={name}>
					<Link
						href={`/admin/groups/${name}`}
						prefetch={false}
						className="inline-flex min-h-6 items-center text-accent-text underline underline-offset-2"
					>
						{humanName(name)}
					</Link>
				</li>
			))}
		</ul>
	);
}
