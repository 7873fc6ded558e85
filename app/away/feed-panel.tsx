"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { Ago } from "../ui/time.tsx";
import { words } from "../words/words.ts";
import { AskingButton } from "./asking-button.tsx";
import { FeedForm } from "./feed-form.tsx";
import type { Chosen } from "./person-picker.tsx";

const t = words.away.feed;

/** A person's calendar as the page shows it; times stand in words of the person's zone. */
export interface ShownFeed {
	host: string;
	delegate: Chosen & { active: boolean };
	words: string[];
	/** The first few, in words. */
	found: string[];
	/** How many more there are. */
	more: number;
	fetchedAt: string | null;
	lastError: string | null;
	/** It has failed for days: the person should do something. */
	failing: boolean;
}

/** The calendar that there is, with a way to give another. */
export function FeedPanel({ me, feed }: { me: string; feed: ShownFeed }) {
	const [changing, setChanging] = useState(false);
	if (changing) {
		const close = () => setChanging(false);
		return <FeedForm me={me} delegate={feed.delegate} words={feed.words} onKeep={close} onDone={close} />;
	}
	return (
		<div className="rounded-lg border border-line p-4">
			<Trouble feed={feed} />
			<dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
				<Fact name={t.calendar}>{feed.host}</Fact>
				<Fact name={words.away.form.who}>
					<InertText text={feed.delegate.name} />
				</Fact>
				<Fact name={t.found}>
					{feed.found.length === 0 ? (
						t.nothing
					) : (
						<ul>
							{feed.found.map((period) => (
								<li key={period} className="tabular-nums">
									{period}
								</li>
							))}
							{feed.more > 0 && <li className="text-ink-faint">{t.more(feed.more)}</li>}
						</ul>
					)}
				</Fact>
				<Fact name={t.lastRead}>{feed.fetchedAt === null ? t.never : <Ago at={feed.fetchedAt} />}</Fact>
			</dl>
			<div className="mt-4 flex flex-wrap gap-2.5">
				<Button onClick={() => setChanging(true)}>{t.change}</Button>
				<AskingButton {...t.remove} label={`${t.remove.action}: ${feed.host}`} path="/api/v1/calendar-feed" />
			</div>
		</div>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div className="min-w-0">
			<dt className="text-xs text-ink-faint">{name}</dt>
			<dd className="mt-0.5 break-words">{children}</dd>
		</div>
	);
}

function Trouble({ feed }: { feed: ShownFeed }) {
	if (!feed.delegate.active) {
		return (
			<Warning>
				<InertText text={feed.delegate.name} /> {t.gone}
			</Warning>
		);
	}
	if (feed.lastError === null) return null;
	if (feed.failing) {
		return (
			<Warning>
				{t.trouble} {feed.lastError}
			</Warning>
		);
	}
	return (
		<p className="mb-4 text-[0.8125rem] text-ink-soft">
			{t.troubleNow} {feed.lastError}
		</p>
	);
}

function Warning({ children }: { children: ReactNode }) {
	return (
		<p className="mb-4 flex gap-2 rounded-md bg-warn-soft px-3 py-2 text-[0.8125rem] text-warn-text">
			<TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
			<span className="min-w-0 break-words">{children}</span>
		</p>
	);
}
