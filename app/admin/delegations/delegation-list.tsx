import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { DelegationView } from "../../../ledger/directory/delegations.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { InertText } from "../../ui/inert-text.tsx";
import { Instant } from "../../ui/time.tsx";
import { nameOf } from "../../words/names.ts";
import { words } from "../../words/words.ts";
import { EndDelegation } from "./end-delegation.tsx";

const t = words.delegations;

interface Props {
	delegations: readonly DelegationView[];
	/** Of the server, ms. */
	now: number;
	/** Whether the reader may end them. */
	changes: boolean;
}

/** Who is away, who decides meanwhile, and when. */
export function DelegationList({ delegations, now, changes }: Props) {
	return (
		<ul aria-label={t.list} className="mt-6 border-t border-line">
			{delegations.map((delegation) => {
				const { id, from, to, start, end, origin, people } = delegation;
				// One that is ended by hand ends a second later (ledger/directory/delegations.ts).
				const over = Date.parse(end) <= now + 1_000;
				const begun = Date.parse(start) <= now;
				return (
					<li
						key={id}
						className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5 border-b border-line py-3 sm:px-3 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_5rem]"
					>
						<div className="col-span-2 flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1 md:col-span-1">
							<PersonLink id={from} name={nameOf(people, from)} label={t.away} />
							<ArrowRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
							<PersonLink id={to} name={nameOf(people, to)} label={t.decides} />
						</div>
						<div className="min-w-0 text-[0.8125rem]">
							<p>
								<span
									className={`mr-2 rounded px-1.5 text-xs leading-5 font-medium ${over ? "bg-sunken text-ink-soft" : begun ? "bg-warn-soft text-warn-text" : "bg-accent-soft text-accent-text"}`}
								>
									{over ? t.over : begun ? t.now : t.toCome}
								</span>
								<Instant at={start} /> {t.until} <Instant at={end} />
							</p>
							<p className="text-ink-faint">
								{t.origin[origin]}
								{origin === "feed" && changes && !over && `. ${t.end.feed}`}
							</p>
						</div>
						<div className="flex justify-end">
							{changes && !over && origin !== "feed" && (
								<EndDelegation id={id} from={nameOf(people, from)} to={nameOf(people, to)} begun={begun} />
							)}
						</div>
					</li>
				);
			})}
		</ul>
	);
}

function PersonLink({ id, name, label }: { id: string; name: string; label: string }) {
	return (
		<span className="inline-flex max-w-full min-w-0 items-center gap-2">
			<Avatar name={name} className="size-6 text-[0.6875rem]" />
			<span className="sr-only">{label}: </span>
			<Link
				href={`/admin/people/${id}`}
				prefetch={false}
				className="min-w-0 truncate py-0.5 font-medium hover:underline"
			>
				<InertText text={name} />
			</Link>
		</span>
	);
}
