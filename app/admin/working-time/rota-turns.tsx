import type { Rota } from "../../../policy/directory.ts";
import { InertText } from "../../ui/inert-text.tsx";
import { Instant } from "../../ui/time.tsx";
import { nameOf, type People } from "../../words/names.ts";
import { words } from "../../words/words.ts";
import { turnsOf } from "./turns.ts";

const t = words.workingTime.rota;
const TWO_WEEKS_MS = 14 * 86_400_000;
const MOST = 60;

/** Who is on call in the next two weeks, turn by turn. */
export function RotaTurns({ rota, people, now }: { rota: Rota; people: People; now: number }) {
	const turns = turnsOf(rota, now, now + TWO_WEEKS_MS, MOST);
	return (
		<>
			<table className="w-full text-[0.8125rem]">
				<thead>
					<tr className="border-b border-line text-left text-xs text-ink-faint">
						<th scope="col" className="py-1.5 pr-4 font-normal">
							{t.who}
						</th>
						<th scope="col" className="py-1.5 pr-4 font-normal">
							{t.from}
						</th>
						<th scope="col" className="py-1.5 font-normal">
							{t.to}
						</th>
					</tr>
				</thead>
				<tbody>
					{turns.map(({ person, from, to, standsIn }) => (
						<tr key={from} className="border-b border-line align-top">
							<td className="py-1.5 pr-4 font-medium [overflow-wrap:anywhere]">
								{person === null ? (
									<span className="font-normal text-ink-faint">{t.nobody}</span>
								) : (
									<InertText text={nameOf(people, person)} />
								)}
								{standsIn && <span className="ml-2 font-normal text-accent-text">{t.standsIn}</span>}
							</td>
							<td className="py-1.5 pr-4 tabular-nums">
								{from === now ? words.delegations.now : <Instant at={new Date(from).toISOString()} />}
							</td>
							<td className="py-1.5 tabular-nums">
								<Instant at={new Date(to).toISOString()} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{turns.length === MOST && <p className="mt-2 text-xs text-ink-faint">{t.tooMany(MOST)}</p>}
		</>
	);
}
