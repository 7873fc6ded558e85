"use client";

import type { LinkView } from "../../ledger/links/open-link.ts";
import { AttachmentsSection, ContextSection, DecisionsSection } from "../request/request-details.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { useNow } from "../ui/clock.ts";
import { InertText } from "../ui/inert-text.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Due, Instant } from "../ui/time.tsx";
import { nameOf } from "../words/names.ts";
import { useWords } from "../words/use-words.tsx";

/** What the link's recipient is asked to decide. */
export function LinkRequest({ view }: { view: LinkView }) {
	const { request, policy, recipient } = view;
	const words = useWords();
	const now = useNow() ?? Date.now();
	const requester = nameOf(request.people, request.requester, words);
	return (
		<div className="px-4 pt-6 pb-6 sm:px-8">
			<p className="mb-4 border-b border-line pb-4 text-[0.8125rem] text-ink-faint">
				{words.link.for(recipient.name)}
			</p>
			<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem]">
				<StateBadge state={request.state} />
				{request.due !== null && <Due at={request.due} renderedAt={now} />}
			</p>
			<h1 className="mt-2.5 text-xl leading-snug font-semibold tracking-[-0.012em] break-words">
				<InertText text={request.title} />
			</h1>
			<p className="mt-2 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-ink-soft">
				<Avatar name={requester} />
				<span className="font-medium text-ink">
					<InertText text={requester} />
				</span>
				<span aria-hidden="true">·</span>
				<Instant at={request.createdAt} />
				<span aria-hidden="true">·</span>
				<span>{request.policy.title}</span>
			</p>
			{request.summary !== null && (
				<p className="mt-5 break-words whitespace-pre-wrap">
					<InertText text={request.summary} />
				</p>
			)}
			<ContextSection context={request.context} schema={policy.context} />
			<AttachmentsSection attachments={request.attachments} />
			<DecisionsSection
				decisions={request.decisions}
				people={request.people}
				stages={request.stageCount}
				round={request.round}
			/>
		</div>
	);
}
