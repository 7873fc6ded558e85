import type { DelegationView } from "../../ledger/directory/delegations.ts";
import { InertText } from "../ui/inert-text.tsx";
import { nameOf } from "../words/names.ts";
import { exactInstant } from "../words/time.ts";
import { words } from "../words/words.ts";
import { AskingButton } from "./asking-button.tsx";
import { periodText } from "./period-text.ts";

const t = words.away;

interface Props {
	delegations: readonly DelegationView[];
	/** Whose page it is: `from` lists who stands in, `to` for whom. */
	side: "from" | "to";
	timeZone: string;
	now: number;
	empty: string;
}

/** Times away with the other person of each; one's own can be ended, unless a calendar keeps them. */
export function DelegationList({ delegations, side, timeZone, now, empty }: Props) {
	if (delegations.length === 0) return <p className="text-ink-faint">{empty}</p>;
	return (
		<ul className="border-t border-line">
			{delegations.map((delegation) => {
				const when = periodText(delegation.start, delegation.end, timeZone, now);
				const other = nameOf(delegation.people, side === "from" ? delegation.to : delegation.from);
				const begun = Date.parse(delegation.start) <= now;
				return (
					<li
						key={delegation.id}
						className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2.5"
					>
						<div className="min-w-0 flex-1 basis-56">
							<p className="flex flex-wrap items-baseline gap-x-2.5">
								<time
									dateTime={delegation.start}
									title={`${exactInstant(delegation.start)} – ${exactInstant(delegation.end)}`}
									className="font-medium tabular-nums"
								>
									{when}
								</time>
								{begun && (
									<span className="rounded bg-accent-soft px-1.5 text-xs font-medium text-accent-text">
										{t.mine.now}
									</span>
								)}
							</p>
							<p className="mt-0.5 text-[0.8125rem] break-words text-ink-soft">
								<InertText text={other} />
								{side === "from" && ` ${t.mine.decides}`}
								{side === "from" && <Origin origin={delegation.origin} />}
							</p>
						</div>
						{side === "from" && delegation.origin !== "feed" && (
							<AskingButton
								{...(begun ? t.end.now : t.end.later)}
								label={`${(begun ? t.end.now : t.end.later).action}: ${when}, ${other}`}
								body={t.end.body(other)}
								done={begun ? t.end.done.now : t.end.done.later}
								path={`/api/v1/delegations/${delegation.id}`}
							/>
						)}
					</li>
				);
			})}
		</ul>
	);
}

function Origin({ origin }: { origin: DelegationView["origin"] }) {
	if (origin === "self") return null;
	return (
		<span className="text-ink-faint">
			{" "}
			· {origin === "feed" ? t.mine.fromCalendar : t.mine.byAdministrator}
		</span>
	);
}
