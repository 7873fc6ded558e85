import type { Metadata } from "next";
import { type CalendarFeedView, findFeed } from "../../../ledger/away/feeds.ts";
import { DEFAULT_WORDS } from "../../../ledger/away/out-of-office-words.ts";
import { listDelegations } from "../../../ledger/directory/delegations.ts";
import { getPerson } from "../../../ledger/directory/people.ts";
import { localTime } from "../../../policy/zone.ts";
import { AwayForm } from "../../away/away-form.tsx";
import { DelegationList } from "../../away/delegation-list.tsx";
import { FeedForm } from "../../away/feed-form.tsx";
import { FeedPanel, type ShownFeed } from "../../away/feed-panel.tsx";
import { periodText } from "../../away/period-text.ts";
import { feedPorts } from "../../server/feed-ports.ts";
import { pageCtx } from "../../server/page-context.ts";
import { PageHeading } from "../../ui/page-heading.tsx";
import { Section } from "../../ui/section.tsx";
import { words } from "../../words/words.ts";

const t = words.away;

export const metadata: Metadata = { title: t.title };

/** Of what a calendar says so much is listed here; all of it stands among the times away. */
const FOUND_SHOWN = 3;
const FAILING_MS = 3 * 86_400_000;

/** When the person is away, who decides meanwhile, and for whom the person decides. */
export default async function Page() {
	const ctx = await pageCtx();
	const me = ctx.actor.personId;
	const [person, mine, theirs, feed] = await Promise.all([
		getPerson(ctx, me),
		listDelegations(ctx, { from: me, limit: 200 }),
		listDelegations(ctx, { to: me, limit: 200 }),
		feedPorts(ctx).then((ports) => findFeed(ctx, ports)),
	]);
	const timeZone = "timeZone" in person ? person.timeZone : "UTC";
	const now = Date.now();
	const list = { timeZone, now };
	const acts = ctx.actor.role !== "auditor";
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={acts ? t.lead : t.leadAuditor} />
			{acts && (
				<Section title={t.form.title}>
					<AwayForm
						me={me}
						timeZone={timeZone}
						today={new Date(localTime(timeZone, now)).toISOString().slice(0, 10)}
					/>
					<p className="mt-2 text-xs text-ink-faint">{t.zone(timeZone)}</p>
				</Section>
			)}
			<Section title={t.mine.title}>
				<DelegationList delegations={mine.items} side="from" empty={t.mine.empty} {...list} />
			</Section>
			<Section title={t.theirs.title}>
				<DelegationList delegations={theirs.items} side="to" empty={t.theirs.empty} {...list} />
			</Section>
			{acts && (
				<Section title={t.feed.title}>
					<p className="mb-3 max-w-prose text-ink-soft">{t.feed.lead}</p>
					{feed === null ? (
						<FeedForm me={me} delegate={null} words={DEFAULT_WORDS} />
					) : (
						<FeedPanel me={me} feed={shown(feed, timeZone, now)} />
					)}
				</Section>
			)}
		</div>
	);
}

function shown(feed: CalendarFeedView, timeZone: string, now: number): ShownFeed {
	const texts = feed.periods.map(({ start, end }) => periodText(start, end, timeZone, now));
	return {
		host: feed.host,
		delegate: feed.delegate,
		words: feed.words,
		found: texts.slice(0, FOUND_SHOWN),
		more: Math.max(0, texts.length - FOUND_SHOWN),
		fetchedAt: feed.fetchedAt,
		lastError: feed.lastError,
		failing: now - Date.parse(feed.fetchedAt ?? feed.createdAt) > FAILING_MS,
	};
}
