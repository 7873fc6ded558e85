"use client";

import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "../ui/avatar.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { type HeadingLevel, Section } from "../ui/section.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Due, Instant } from "../ui/time.tsx";
import { humanName, nameOf } from "../words/names.ts";
import { words } from "../words/words.ts";
import { CancelButton } from "./cancel-button.tsx";
import { ChangeNotice } from "./change-notice.tsx";
import { CommentBox } from "./comment-box.tsx";
import { nextStepText } from "./next-steps-text.ts";
import { AssigneeList, AttachmentsSection, ContextSection, DecisionsSection } from "./request-details.tsx";
import type { RequestModel } from "./request-model.ts";
import { TimelineList } from "./timeline-list.tsx";

const t = words.request;

interface Props {
	model: RequestModel;
	changedFrom: RequestModel | null;
	onSeen: () => void;
	/** Something was done here: read it anew. */
	onMoved: () => void;
	/** Inside the inbox: links to the page of its own. */
	inPane?: boolean;
}

/** Everything about one request: what is asked, by whom, who decides until when, what happened. */
export function RequestArticle({ model, changedFrom, onSeen, onMoved, inPane = false }: Props) {
	const { request, people, me } = model;
	const requester = nameOf(people, request.requester);
	const level: HeadingLevel = inPane ? 3 : 2;
	const Title = inPane ? "h2" : "h1";
	return (
		<div className="px-4 pt-6 pb-10 sm:px-8">
			<header>
				<div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
					<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem]">
						<StateBadge state={request.state} />
						{request.due !== null && <Due at={request.due} renderedAt={model.readAt} />}
						{request.risk !== "normal" && <span className="text-ink-faint">{t.risk[request.risk]}</span>}
					</p>
					<div className="flex items-center gap-1">
						{me.mayCancel && <CancelButton requestId={request.id} onCancelled={onMoved} />}
						{inPane && (
							<Link
								href={`/requests/${request.id}`}
								prefetch={false}
								title={t.open}
								aria-label={t.open}
								className="grid size-8 place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
							>
								<ExternalLink aria-hidden="true" className="size-4" />
							</Link>
						)}
					</div>
				</div>
				<Title
					id="request-title"
					tabIndex={-1}
					className="mt-2.5 text-xl leading-snug font-semibold tracking-[-0.012em] break-words outline-none sm:text-[1.375rem]"
				>
					<InertText text={request.title} />
				</Title>
				<p className="mt-2 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-ink-soft">
					<Avatar name={requester} />
					<span className="font-medium text-ink">
						<InertText text={requester} />
					</span>
					{request.submittedBy !== request.requester && (
						<span>({t.onBehalf(nameOf(people, request.submittedBy))})</span>
					)}
					<span aria-hidden="true">·</span>
					<Instant at={request.createdAt} />
					<span aria-hidden="true">·</span>
					<span>{request.policy.title}</span>
				</p>
			</header>
			{changedFrom !== null && <ChangeNotice before={changedFrom} now={model} onSeen={onSeen} />}
			{request.summary !== null && (
				<p className="mt-5 max-w-prose break-words whitespace-pre-wrap">
					<InertText text={request.summary} />
				</p>
			)}
			<ContextSection context={request.context} schema={model.schema} level={level} />
			<AttachmentsSection attachments={request.attachments} level={level} />
			<Standing model={model} level={level} />
			<DecisionsSection
				decisions={request.decisions}
				people={people}
				stages={request.stageCount}
				level={level}
			/>
			<TimelineList items={model.timeline} people={people} level={level} />
			{!me.mayDecide && <CommentBox requestId={request.id} onAdded={onMoved} />}
			<div className="mt-8">
				<Disclosure title={t.technical}>
					<dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 text-xs">
						<Fact label={t.id}>{request.id}</Fact>
						{request.externalId !== null && (
							<Fact label={t.reference}>
								<InertText text={request.externalId} />
							</Fact>
						)}
						<Fact label={t.policy}>
							{request.policy.name} v{request.policy.version}
						</Fact>
						<Fact label={t.version}>{request.version}</Fact>
						<Fact label={t.digest}>{request.digest}</Fact>
					</dl>
				</Disclosure>
			</div>
		</div>
	);
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-ink-faint">{label}</dt>
			<dd className="min-w-0 font-mono break-all">{children}</dd>
		</>
	);
}

/** Who is asked now and what happens if they do not answer; or how it ended. */
function Standing({ model, level }: { model: RequestModel; level: HeadingLevel }) {
	const { request, people, stage, stages } = model;
	if (request.outcome !== null) {
		const sentence = t.outcome[request.outcome]?.[request.cause ?? ""];
		return (
			<div className="mt-8 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-sunken px-4 py-3">
				<StateBadge state={request.outcome} />
				{sentence !== undefined && <span>{sentence}</span>}
				{request.closedAt !== null && <Instant at={request.closedAt} className="text-ink-faint" />}
			</div>
		);
	}
	if (request.stage === null || stage === null) return null;
	const number = request.stageNumber ?? 1;
	const nextStage = stages[number] ?? null;
	const need = t.need(stage.need, request.assignees.length);
	return (
		<>
			<Section
				title={`${t.waitingFor} · ${t.stageOf(number, request.stageCount, humanName(request.stage))}`}
				level={level}
			>
				{request.unsatisfiable ? (
					<p className="text-danger-text">{t.nobodyLeft}</p>
				) : (
					<AssigneeList assignees={request.assignees} people={people} />
				)}
				{need !== "" && !request.unsatisfiable && <p className="mt-2 text-ink-faint">{sentence(need)}</p>}
			</Section>
			<Section title={t.next.title} level={level}>
				<ul className="space-y-1.5">
					{model.next.map((step) => {
						const [before, after] = nextStepText(step);
						return (
							<li key={`${step.kind}${step.at}`} className="flex gap-2.5">
								<span
									aria-hidden="true"
									className="mt-[0.5rem] size-1.5 shrink-0 rounded-full bg-line-strong"
								/>
								<span className="min-w-0 break-words">
									{before}
									<Instant at={step.at} className="font-medium tabular-nums" />
									{after}
								</span>
							</li>
						);
					})}
					<li className="flex gap-2.5">
						<span aria-hidden="true" className="mt-[0.5rem] size-1.5 shrink-0 rounded-full bg-line-strong" />
						<span>
							{nextStage === null ? t.next.approvedLast : t.next.approvedNext(humanName(nextStage))}
						</span>
					</li>
				</ul>
			</Section>
		</>
	);
}

function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
