import { CircleSlash, Equal, PencilLine, UserPlus, UsersRound } from "lucide-react";
import type { PeopleImport } from "../../../ledger/directory/import-csv.ts";
import { listText } from "../../words/names.ts";
import { words } from "../../words/words.ts";

const t = words.people.csv;

/** What an import did, or would do, in sentences. */
export function ImportResult({ result }: { result: PeopleImport }) {
	const { created, updated, deactivated, unchanged, groupsCreated, dryRun } = result;
	const done = !dryRun;
	if (dryRun && created + updated + deactivated === 0) return <p role="status">{t.nothing}</p>;
	const lines = [
		{ n: created, Icon: UserPlus, text: t.created(created, done) },
		{ n: updated, Icon: PencilLine, text: t.updated(updated, done) },
		{ n: deactivated, Icon: CircleSlash, text: t.deactivated(deactivated, done), tone: "text-danger-text" },
		{
			n: groupsCreated.length,
			Icon: UsersRound,
			text: t.groups(groupsCreated.length, listText(groupsCreated), done),
		},
		{ n: unchanged, Icon: Equal, text: t.unchanged(unchanged, done) },
	];
	return (
		<ul role="status" className="space-y-1.5">
			{lines
				.filter(({ n }) => n > 0)
				.map(({ Icon, text, tone = "" }) => (
					<li key={text} className={`flex gap-2.5 ${tone}`}>
						<Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
						<span className="min-w-0 [overflow-wrap:anywhere]">{text}.</span>
					</li>
				))}
		</ul>
	);
}
