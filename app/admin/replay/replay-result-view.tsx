import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReplayedRequest } from "../../../ledger/replay/replayed-request.ts";
import { InertText } from "../../ui/inert-text.tsx";
import { Section } from "../../ui/section.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Instant } from "../../ui/time.tsx";
import { listText, nameOf, type People } from "../../words/names.ts";
import { words } from "../../words/words.ts";
import { askedDifference, type ReplayResult } from "./replay-result.ts";
import { replaySentences } from "./replay-sentences.ts";

const t = words.replay;

/** What a replay came to: sentences, and the requests that would have gone otherwise. */
export function ReplayResultView({ result }: { result: ReplayResult }) {
	const { summary, differing, differingCount, people } = result;
	if (summary === null) return null;
	if (summary.requests === 0) {
		return (
			<p role="status" className="text-ink-soft">
				{t.none} {summary.stillOpen > 0 && t.noneStillOpen(summary.stillOpen)}
			</p>
		);
	}
	const { main, notes } = replaySentences(summary);
	return (
		<>
			<Section title={t.result}>
				<ul className="space-y-1 text-base leading-7">
					{main.map((sentence) => (
						<li key={sentence}>{sentence}</li>
					))}
				</ul>
				<ul className="mt-4 space-y-1 text-[0.8125rem] text-ink-soft">
					{notes.map((sentence) => (
						<li key={sentence}>{sentence}</li>
					))}
				</ul>
			</Section>
			<Section title={t.differing}>
				{differing.length === 0 ? (
					<p className="text-ink-soft">{t.noneDiffers}</p>
				) : (
					<>
						<p className="mb-3 text-ink-soft">
							{t.differingLead}{" "}
							{differingCount > differing.length && t.shown(differing.length, differingCount)}
						</p>
						<DifferingTable items={differing} people={people} />
					</>
				)}
			</Section>
		</>
	);
}

function DifferingTable({ items, people }: { items: readonly ReplayedRequest[]; people: People }) {
	return (
		<table className="block w-full text-[0.8125rem] md:table">
			<thead className="sr-only md:not-sr-only md:table-header-group">
				<tr className="border-b border-line text-left text-xs text-ink-faint">
					<th scope="col" className="py-1.5 pr-4 font-normal">
						{t.columns.request}
					</th>
					<th scope="col" className="py-1.5 pr-4 font-normal">
						{t.columns.outcome}
					</th>
					<th scope="col" className="py-1.5 font-normal">
						{t.columns.asked}
					</th>
				</tr>
			</thead>
			<tbody className="block md:table-row-group">
				{items.map((item) => (
					<tr key={item.id} className="block border-b border-line py-2 align-top md:table-row">
						<td className="block py-0.5 pr-4 md:table-cell md:w-2/5 md:py-2.5">
							<Link
								href={`/requests/${item.id}`}
								prefetch={false}
								className="font-medium [overflow-wrap:anywhere] hover:underline"
							>
								<InertText text={item.title} />
							</Link>
							<span className="block text-xs text-ink-faint">
								<Instant at={item.submittedAt} />
							</span>
						</td>
						<td className="block py-0.5 pr-4 md:table-cell md:py-2.5">
							<Outcome item={item} />
						</td>
						<td className="block py-0.5 [overflow-wrap:anywhere] text-ink-soft md:table-cell md:py-2.5">
							<InertText text={askedText(item, people)} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Outcome({ item }: { item: ReplayedRequest }) {
	const { old, new: after, changed } = item;
	if (!changed) return <StateBadge state={old.outcome} />;
	return (
		<span className="flex flex-wrap items-center gap-x-2">
			<span className="sr-only">{t.was}</span>
			<StateBadge state={old.outcome} />
			<ArrowRight aria-hidden="true" className="size-3.5 text-ink-faint" />
			<span className="sr-only">{t.wouldBe}</span>
			{after === null ? (
				<span className="font-medium text-danger-text">{t.refused}</span>
			) : (
				<StateBadge state={after.outcome} />
			)}
		</span>
	);
}

function askedText(item: ReplayedRequest, people: People): string {
	if (item.new === null)
		return item.contextErrors.map(({ path, message }) => `${path}: ${message}`).join("; ");
	const { more, fewer } = askedDifference(item);
	if (more.length + fewer.length === 0) return t.sameAsked;
	const names = (ids: readonly string[]) => listText(ids.map((id) => nameOf(people, id)));
	return [
		...(more.length === 0 ? [] : [t.also(names(more))]),
		...(fewer.length === 0 ? [] : [t.not(names(fewer))]),
	].join(", ");
}
