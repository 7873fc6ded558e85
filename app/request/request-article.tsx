"use client";

import { ExternalLink, Forward } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import type { ApproverAct } from "../client/act-on-request.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { type HeadingLevel, Section } from "../ui/section.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Due, Instant } from "../ui/time.tsx";
import { humanName, nameOf } from "../words/names.ts";
import { words } from "../words/words.ts";
import { CancelButton } from "./cancel-button.tsx";
import { ChangeNotice } from "./change-notice.tsx";
import { ChangesSection } from "./changes-section.tsx";
import { CommentBox } from "./comment-box.tsx";
import { nextStepText } from "./next-steps-text.ts";
import { PassOnDialog } from "./pass-on-dialog.tsx";
import { PauseNotice } from "./pause-notice.tsx";
import { AssigneeList, AttachmentsSection, ContextSection, DecisionsSection } from "./request-details.tsx";
import type { RequestModel } from "./request-model.ts";
import { ResubmitForm } from "./resubmit-form.tsx";
import { TimelineList } from "./timeline-list.tsx";

const t = words.request;

interface Props {
	model: RequestModel;
	changedFrom: RequestModel | null;
	onSeen: () => void;
	/** Something was done here: read it anew. */
	onMoved: () => void;
	/** An administrator passes somebody's place on. */
	onAct: (act: ApproverAct) => void;
	/** It was submitted again, with this version; null where that was refused. */
	onResubmitted: (version: number | null) => void;
	/** Inside the inbox: links to the page of its own. */
	inPane?: boolean;
}

/** Everything about one request: what is asked, by whom, who decides until when, what happened. */
export function RequestArticle({
	model,
	changedFrom,
	onSeen,
	onMoved,
	onAct,
	onResubmitted,
	inPane = false,
}: Props) {
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
						{request.round > 1 && <span className="text-ink-faint">{t.round(request.round)}</span>}
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
			<PauseNotice model={model} />
			{me.mayResubmit ? (
				<ResubmitForm
					key={`${request.id}/${request.round}`}
					model={model}
					level={level}
					onResubmitted={onResubmitted}
				/>
			) : (
				<>
					{request.summary !== null && (
						<p className="mt-5 max-w-prose break-words whitespace-pre-wrap">
							<InertText text={request.summary} />
						</p>
					)}
					<ChangesSection model={model} level={level} />
					<ContextSection context={request.context} schema={model.schema} level={level} />
				</>
			)}
			<AttachmentsSection attachments={request.attachments} level={level} />
			<Standing model={model} level={level} onAct={onAct} />
			<DecisionsSection
				decisions={request.decisions}
				people={people}
				stages={request.stageCount}
				round={request.round}
				level={level}
			/>
			<TimelineList items={model.timeline} people={people} level={level} />
			{!me.mayDecide && !me.mayResubmit && <CommentBox requestId={request.id} onAdded={onMoved} />}
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
function Standing({
	model,
	level,
	onAct,
}: {
	model: RequestModel;
	level: HeadingLevel;
	onAct: (act: ApproverAct) => void;
}) {
	const { request, people, stage, stages, me } = model;
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
	const need = request.pause === null ? t.need(stage.need, request.assignees.length) : "";
	return (
		<>
			<Section
				title={`${t.waitingFor} · ${t.stageOf(number, request.stageCount, humanName(request.stage))}`}
				level={level}
			>
				{request.unsatisfiable ? (
					<p className="text-danger-text">{t.nobodyLeft}</p>
				) : (
					<AssigneeList
						assignees={request.assignees}
						people={people}
						asked={request.pause === null ? model.asked : []}
					/>
				)}
				{need !== "" && !request.unsatisfiable && <p className="mt-2 text-ink-faint">{sentence(need)}</p>}
				{!me.mayDecide && me.mayPassOn.length > 0 && <PassOnButton model={model} onAct={onAct} />}
			</Section>
			<Section title={t.next.title} level={level}>
				<ul className="space-y-1.5">
					{model.next.map((step) => {
						const [before, after] = nextStepText(step);
						return (
							<Point key={`${step.at}${before}${after}`}>
								{before}
								<Instant at={step.at} className="font-medium tabular-nums" />
								{after}
							</Point>
						);
					})}
					{request.pause === null && (
						<Point>
							{nextStage === null ? t.next.approvedLast : t.next.approvedNext(humanName(nextStage))}
						</Point>
					)}
				</ul>
			</Section>
		</>
	);
}

function Point({ children }: { children: ReactNode }) {
	return (
		<li className="flex gap-2.5">
			<span aria-hidden="true" className="mt-[0.5rem] size-1.5 shrink-0 rounded-full bg-line-strong" />
			<span className="min-w-0 break-words">{children}</span>
		</li>
	);
}

/** For an administrator who is not asked: passes anybody's place on. */
function PassOnButton({ model, onAct }: { model: RequestModel; onAct: (act: ApproverAct) => void }) {
	const dialog = useRef<HTMLDialogElement>(null);
	return (
		<>
			<Button className="mt-3" onClick={() => dialog.current?.showModal()}>
				<Forward aria-hidden="true" className="size-4" />
				{t.act.passOn}
			</Button>
			<PassOnDialog
				ref={dialog}
				model={model}
				onPassOn={(from, to, comment) => onAct({ kind: "reassign", from, to, comment })}
			/>
		</>
	);
}

function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
