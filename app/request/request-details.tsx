"use client";

import { Check, X } from "lucide-react";
import type { AskedNow } from "../../ledger/read/request-for-page.ts";
import type { DecisionView, RequestView } from "../../ledger/read/request-view.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Disclosure, Verbatim } from "../ui/disclosure.tsx";
import { inertText } from "../ui/inert.ts";
import { InertText } from "../ui/inert-text.tsx";
import { type HeadingLevel, Section } from "../ui/section.tsx";
import { Instant } from "../ui/time.tsx";
import { humanName, listText, nameOf, type People } from "../words/names.ts";
import { useWords } from "../words/use-words.tsx";
import { contextFields } from "./context-fields.ts";
import { Fields } from "./shown-value.tsx";

/** The context as a form, with its raw JSON behind a disclosure. */
export function ContextSection({
	context,
	schema,
	level,
}: {
	context: Record<string, unknown>;
	schema: Record<string, unknown>;
	level?: HeadingLevel;
}) {
	const t = useWords().request;
	const fields = contextFields(context, schema);
	return (
		<Section title={t.context} level={level ?? 2}>
			{fields.length === 0 ? (
				<p className="text-ink-faint">{t.noContext}</p>
			) : (
				<>
					<div className="@container">
						<Fields fields={fields} />
					</div>
					<div className="mt-2">
						<Disclosure title={t.rawJson}>
							<Verbatim text={inertText(JSON.stringify(context, null, 2))} label={t.rawJson} />
						</Disclosure>
					</div>
				</>
			)}
		</Section>
	);
}

/** Attachments by name, address and digest. The addresses are text: nothing here leads out by one click. */
export function AttachmentsSection({
	attachments,
	level,
}: {
	attachments: RequestView["attachments"];
	level?: HeadingLevel;
}) {
	const t = useWords().request;
	if (attachments.length === 0) return null;
	return (
		<Section title={t.attachments} level={level ?? 2}>
			<ul className="divide-y divide-line border-y border-line">
				{attachments.map((file) => (
					<li key={`${file.sha256}${file.url}`} className="py-2.5">
						<InertText text={file.name} className="font-medium break-words" />
						<p className="mt-0.5 text-[0.8125rem] break-all text-ink-soft">
							<InertText text={file.url} />
						</p>
						<p className="mt-0.5 font-mono text-xs break-all text-ink-faint">SHA-256 {file.sha256}</p>
					</li>
				))}
			</ul>
			<p className="mt-2 text-xs text-ink-faint">{t.attachmentNote}</p>
		</Section>
	);
}

/** What was decided, by whom, how and when. */
export function DecisionsSection({
	decisions,
	people,
	stages,
	round,
	level,
}: {
	decisions: readonly DecisionView[];
	people: People;
	/** How many stages the policy has: with one, its name says nothing. */
	stages: number;
	/** The round that counts. */
	round: number;
	level?: HeadingLevel;
}) {
	const words = useWords();
	const t = words.request;
	if (decisions.length === 0) return null;
	return (
		<Section title={t.decisions} level={level ?? 2}>
			<ul className="space-y-3.5">
				{decisions.map((decision) => (
					<li key={decision.id} className="flex gap-3">
						<VerdictMark verdict={decision.verdict} counts={decision.round === round} />
						<div className="min-w-0 flex-1">
							<p className="break-words">
								<span className="font-medium">
									<InertText text={nameOf(people, decision.by, words)} />
								</span>{" "}
								{words.common.verdicts[decision.verdict]}
								{decision.onBehalfOf !== null &&
									` ${t.onBehalfOf(nameOf(people, decision.onBehalfOf, words))}`}
								{stages > 1 && <span className="text-ink-soft"> · {humanName(decision.stage)}</span>}
								{decision.round < round && (
									<span className="ml-1.5 inline-block rounded bg-sunken px-1.5 text-xs leading-5 text-ink-soft">
										{t.earlierRound(decision.round)}
									</span>
								)}
							</p>
							<p className="text-[0.8125rem] text-ink-faint">
								<Instant at={decision.at} /> · {words.common.channels[decision.channel]},{" "}
								{words.common.assurances[decision.assurance]}
							</p>
							{decision.comment !== null && <Quote text={decision.comment} />}
						</div>
					</li>
				))}
			</ul>
		</Section>
	);
}

function VerdictMark({ verdict, counts }: { verdict: string; counts: boolean }) {
	const approved = verdict === "approve";
	const Icon = approved ? Check : X;
	return (
		<span
			className={`mt-0.5 grid size-5 shrink-0 place-items-center rounded-full ${!counts ? "bg-sunken text-ink-faint" : approved ? "bg-accent-soft text-ok-text" : "bg-danger-soft text-danger-text"}`}
		>
			<Icon aria-hidden="true" className="size-3" strokeWidth={3} />
		</span>
	);
}

/** What somebody wrote. */
export function Quote({ text }: { text: string }) {
	return (
		<blockquote className="mt-1.5 border-l-2 border-line pl-3 break-words whitespace-pre-wrap text-ink-soft">
			<InertText text={text} />
		</blockquote>
	);
}

/** Who is asked now and has not decided, and whom they stand in for. */
export function AssigneeList({
	assignees,
	people,
	asked,
}: {
	assignees: readonly string[];
	people: People;
	asked: readonly AskedNow[];
}) {
	const t = useWords().request;
	const standingInFor = (id: string) => {
		const absent = asked.find(({ person }) => person === id)?.behalfOf ?? [];
		return absent.length === 0 ? null : t.onBehalfOf(listText(absent.map((of) => nameOf(people, of))));
	};
	return (
		<ul className="flex flex-wrap gap-x-3.5 gap-y-1.5">
			{assignees.map((id) => (
				<li key={id} className="inline-flex min-w-0 items-center gap-1.5">
					<Avatar name={nameOf(people, id)} />
					<span className="min-w-0 break-words">
						<InertText text={nameOf(people, id)} />
						{standingInFor(id) !== null && (
							<span className="text-ink-faint">
								{" "}
								<InertText text={standingInFor(id) ?? ""} />
							</span>
						)}
					</span>
				</li>
			))}
		</ul>
	);
}
