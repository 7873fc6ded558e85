"use client";

import { useState } from "react";
import type { TimelineItem } from "../../ledger/read/timeline.ts";
import { InertText } from "../ui/inert-text.tsx";
import { type HeadingLevel, Section } from "../ui/section.tsx";
import { Instant } from "../ui/time.tsx";
import type { People } from "../words/names.ts";
import { words } from "../words/words.ts";
import { Quote } from "./request-details.tsx";
import { timelineText } from "./timeline-text.ts";

/** Longer stories open on demand. */
const MOST = 30;

const DOTS: Record<string, string> = {
	decided: "border-accent bg-accent",
	closed: "border-ink bg-ink",
	escalated: "border-warn-text bg-warn-soft",
	reminded: "border-warn-text bg-warn-soft",
	asked: "border-warn-text bg-warn-soft",
	sent_back: "border-warn-text bg-warn-soft",
	answered: "border-accent bg-accent-soft",
	resubmitted: "border-accent bg-accent-soft",
	condition_failed: "border-danger bg-danger-soft",
	unsatisfiable: "border-danger bg-danger-soft",
	undeliverable: "border-danger bg-danger-soft",
};

/** What happened to the request, in order. */
export function TimelineList({
	items,
	people,
	level,
}: {
	items: readonly TimelineItem[];
	people: People;
	level: HeadingLevel;
}) {
	const [all, setAll] = useState(false);
	const shown = all || items.length <= MOST ? items : items.slice(-MOST);
	return (
		<Section title={words.request.timeline.title} level={level}>
			{shown.length < items.length && (
				<button
					type="button"
					onClick={() => setAll(true)}
					className="mb-3 min-h-7 text-[0.8125rem] text-accent-text underline underline-offset-2"
				>
					{words.request.timeline.latest(items.length)}
				</button>
			)}
			<ol>
				{shown.map((item, i) => (
					<li key={item.id} className="relative flex gap-3 pb-3.5 last:pb-0">
						{i < shown.length - 1 && (
							<span
								aria-hidden="true"
								className="absolute top-4 bottom-[-0.25rem] left-[0.5625rem] w-px bg-line"
							/>
						)}
						<span aria-hidden="true" className="grid size-5 shrink-0 place-items-center">
							<span
								className={`size-2 rounded-full border-[1.5px] ${DOTS[item.kind] ?? "border-line-strong bg-surface"}`}
							/>
						</span>
						<div className="min-w-0 flex-1">
							<div className="flex flex-wrap items-baseline justify-between gap-x-4">
								<InertText text={timelineText(item, people)} className="min-w-0 break-words" />
								<Instant at={item.at} className="text-xs whitespace-nowrap text-ink-faint tabular-nums" />
							</div>
							{item.comment !== null && <Quote text={item.comment} />}
						</div>
					</li>
				))}
			</ol>
		</Section>
	);
}
