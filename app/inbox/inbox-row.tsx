"use client";

import Link from "next/link";
import type { MouseEvent, Ref } from "react";
import { PlainValue } from "../request/shown-value.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Due, Instant } from "../ui/time.tsx";
import { listText } from "../words/names.ts";
import { words } from "../words/words.ts";
import type { InboxRow } from "./inbox-model.ts";

const t = words.inbox;

interface Props {
	row: InboxRow;
	selected: boolean;
	/** It is on its way out: decided here, not yet recorded. */
	leaving: boolean;
	/** It moved on while the list stood still. */
	gone: boolean;
	renderedAt: number;
	onClick: (event: MouseEvent) => void;
	onFocus: () => void;
	ref: Ref<HTMLAnchorElement>;
}

/** One line of a list: what, who asks, how much, due when, stage m of n, who else is asked. */
export function RowItem({ row, selected, leaving, gone, renderedAt, onClick, onFocus, ref }: Props) {
	const open = row.due !== null;
	return (
		<li className={leaving ? "row-leaving" : ""} data-request={row.id}>
			<Link
				ref={ref}
				href={`/requests/${row.id}`}
				prefetch={false}
				onClick={onClick}
				onFocus={onFocus}
				aria-current={selected ? "true" : undefined}
				className={`relative block border-b border-line px-4 py-3 outline-offset-[-2px] hover:bg-hover aria-[current=true]:bg-accent-soft sm:px-5 ${gone ? "opacity-60" : ""}`}
			>
				<span className="flex items-baseline justify-between gap-4">
					<InertText text={row.title} className="line-clamp-2 min-w-0 font-medium break-words text-ink" />
					<span className="shrink-0 text-xs font-medium">
						{row.due !== null ? (
							<Due at={row.due} renderedAt={renderedAt} />
						) : (
							<Instant at={row.createdAt} className="text-ink-faint" />
						)}
					</span>
				</span>
				<Facts row={row} />
				<span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-ink-faint">
					{(!open || !row.mine || row.state !== "open") && (
						<StateBadge state={row.state} className="text-xs" />
					)}
					{gone && <span>{t.noLongerYours}</span>}
					<InertText text={row.requester} />
					{row.stageNumber !== null && (
						<>
							<Dot />
							<span>{t.stageOf(row.stageNumber, row.stageCount)}</span>
						</>
					)}
					{row.others.length > 0 && (
						<>
							<Dot />
							<InertText text={askedText(row)} className="min-w-0 break-words" />
						</>
					)}
				</span>
			</Link>
		</li>
	);
}

function Facts({ row }: { row: InboxRow }) {
	if (row.facts.length === 0) return null;
	return (
		<span className="mt-0.5 flex flex-wrap gap-x-3 text-[0.8125rem] text-ink-soft">
			{row.facts.map(({ label, shown }) => (
				<span key={label} className="max-w-full min-w-0 truncate">
					<span className="text-ink-faint">
						<InertText text={label} />
					</span>{" "}
					<PlainValue shown={shown} />
				</span>
			))}
		</span>
	);
}

function Dot() {
	return <span aria-hidden="true">·</span>;
}

function askedText({ others, mine }: InboxRow): string {
	const first = others.slice(0, 2);
	const names = listText(others.length > 2 ? [...first, t.others(others.length - 2)] : first);
	return mine ? t.alsoAsked(names) : t.asked(names);
}
