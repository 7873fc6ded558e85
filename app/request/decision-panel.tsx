"use client";

import { Check, CircleHelp, Forward, Undo2, X } from "lucide-react";
import {
	type ReactNode,
	type Ref,
	useId,
	useImperativeHandle,
	useRef,
	useState,
	useSyncExternalStore,
} from "react";
import type { Verdict } from "../../policy/record.ts";
import type { ApproverAct } from "../client/act-on-request.ts";
import { callApi } from "../client/call-api.ts";
import { draftOf, forgetDraft, keepDraft } from "../client/drafts.ts";
import { Button } from "../ui/button.tsx";
import { inertText } from "../ui/inert.ts";
import { InertText } from "../ui/inert-text.tsx";
import { useNotices } from "../ui/notices.tsx";
import type { LinkWords } from "../words/link-words.ts";
import { listText, nameOf } from "../words/names.ts";
import { useWords } from "../words/use-words.tsx";
import { words } from "../words/words.ts";
import { PassOnDialog } from "./pass-on-dialog.tsx";
import type { RequestModel } from "./request-model.ts";

const a = words.request.act;

/** What the keyboard may do to the panel. */
export interface DecisionHandle {
	approve(): void;
	/** Asks for the reason: focuses it. */
	startReject(): void;
	/** Asks for the words: focuses them. */
	start(act: "send-back" | "ask"): void;
	startPassOn(): void;
}

interface Props {
	busy: boolean;
	onDecide: (verdict: Verdict, comment: string) => void;
	/** What may be done beside deciding; not there where only a verdict is asked for. */
	more?: { model: RequestModel; onAct: (act: ApproverAct) => void; onCommented: () => void };
	ref?: Ref<DecisionHandle>;
}

/** What the text is for. */
type Mode = "decide" | "reject" | "send-back" | "ask";

const neverChanges = () => () => {};

/** Longest comment the API takes. */
const MAX_COMMENT = 10_000;

/** Approve and reject with a comment, and the other acts, at the foot of the request and within the thumb's reach. */
export function DecisionPanel({ busy: deciding, onDecide, more, ref }: Props) {
	const t = useWords().request.decide;
	const requestId = more?.model.request.id;
	const [mode, setMode] = useState<Mode>("decide");
	const [comment, setComment] = useState(() => (requestId === undefined ? "" : draftOf(requestId)));
	const [commenting, setCommenting] = useState(false);
	const field = useRef<HTMLTextAreaElement>(null);
	const passOn = useRef<HTMLDialogElement>(null);
	const notices = useNotices();
	const id = useId();
	// A press before the scripts are there would send the form as browsers do, which decides nothing.
	const alive = useSyncExternalStore(
		neverChanges,
		() => true,
		() => false,
	);
	const busy = deciding || commenting || !alive;
	const needsWords = mode === "send-back" || mode === "ask";

	const approve = () => {
		if (!busy) onDecide("approve", comment);
	};
	const startMode = (next: Mode) => {
		if (next !== "reject" && more === undefined) return;
		setMode(next);
		field.current?.focus();
	};
	const startPassOn = () => {
		if (!busy && mayPassOn(more?.model)) passOn.current?.showModal();
	};
	useImperativeHandle(ref, () => ({
		approve,
		startReject: () => startMode("reject"),
		start: startMode,
		startPassOn,
	}));
	const send = () => {
		if (busy) return;
		if (mode === "decide") approve();
		else if (mode === "reject") onDecide("reject", comment);
		else if (comment.trim() === "") field.current?.focus();
		else more?.onAct({ kind: mode, comment });
	};
	const leaveComment = async () => {
		if (busy || requestId === undefined) return;
		setCommenting(true);
		const answer = await callApi(`/api/v1/requests/${requestId}/comments`, {
			method: "POST",
			body: { comment },
		});
		setCommenting(false);
		if (!answer.ok) {
			notices.show({ tone: "trouble", text: answer.problem.detail });
			return;
		}
		setComment("");
		forgetDraft(requestId);
		notices.show({ tone: "done", text: words.request.comment.done });
		more?.onCommented();
	};
	return (
		<>
			<form
				aria-label={t.title}
				onSubmit={(event) => {
					event.preventDefault();
					send();
				}}
				className="sticky bottom-0 z-10 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-8"
			>
				{more !== undefined && <StandIn model={more.model} />}
				<label
					htmlFor={id}
					className={`mb-1 block text-xs ${mode === "reject" ? "text-danger-text" : mode === "decide" ? "text-ink-faint" : "text-warn-text"}`}
				>
					<InertText text={labelOf(mode, more?.model, t)} />
				</label>
				<textarea
					id={id}
					ref={field}
					value={comment}
					rows={1}
					maxLength={MAX_COMMENT}
					disabled={busy}
					required={needsWords}
					aria-describedby={needsWords ? `${id}-hint` : undefined}
					onChange={(event) => {
						setComment(event.target.value);
						if (requestId !== undefined) keepDraft(requestId, event.target.value);
					}}
					onKeyDown={(event) => {
						if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
							event.preventDefault();
							send();
						}
						if (event.key === "Escape") {
							event.stopPropagation();
							setMode("decide");
							event.currentTarget.blur();
						}
					}}
					className="field-sizing-content max-h-40 min-h-9 w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint"
				/>
				{needsWords && (
					<p id={`${id}-hint`} className="mt-1 text-xs text-ink-faint">
						{mode === "ask" ? a.askHint : a.sendBackHint}
					</p>
				)}
				{mode === "decide" ? (
					<div className="mt-2.5 flex flex-col gap-2.5 sm:flex-row sm:flex-wrap sm:items-center sm:justify-between">
						{more !== undefined && (
							<div className="-mx-1 flex flex-wrap gap-x-1 gap-y-1 sm:-ml-2.5">
								{comment.trim() !== "" && (
									<Small disabled={busy} onClick={() => void leaveComment()}>
										{t.commentOnly}
									</Small>
								)}
								<Small disabled={busy} onClick={() => startMode("send-back")} aria-keyshortcuts="b">
									<Undo2 aria-hidden="true" className="size-4" />
									{a.sendBack}
								</Small>
								<Small disabled={busy} onClick={() => startMode("ask")} aria-keyshortcuts="q">
									<CircleHelp aria-hidden="true" className="size-4" />
									{a.ask}
								</Small>
								{mayPassOn(more.model) && (
									<Small disabled={busy} onClick={startPassOn} aria-keyshortcuts="d">
										<Forward aria-hidden="true" className="size-4" />
										{a.passOn}
									</Small>
								)}
							</div>
						)}
						<div className="flex gap-2.5 sm:ml-auto sm:justify-end">
							<Big disabled={busy} onClick={() => startMode("reject")} aria-keyshortcuts="r">
								<X aria-hidden="true" className="size-4 text-danger-text" />
								{t.reject}
							</Big>
							<Big type="submit" look="primary" disabled={busy} aria-keyshortcuts="a">
								<Check aria-hidden="true" className="size-4" />
								{t.approve}
							</Big>
						</div>
					</div>
				) : (
					<div className="mt-2.5 flex gap-2.5 sm:justify-end">
						<Big disabled={busy} onClick={() => setMode("decide")}>
							{t.back}
						</Big>
						<Big
							type="submit"
							look={mode === "reject" ? "danger" : "primary"}
							disabled={busy || (needsWords && comment.trim() === "")}
						>
							{mode === "reject" ? t.confirmReject : mode === "ask" ? a.askConfirm : a.sendBackConfirm}
						</Big>
					</div>
				)}
			</form>
			{more !== undefined && mayPassOn(more.model) && (
				<PassOnDialog
					ref={passOn}
					model={more.model}
					onPassOn={(from, to, text) => more.onAct({ kind: "reassign", from, to, comment: text })}
				/>
			)}
		</>
	);
}

function mayPassOn(model: RequestModel | undefined): boolean {
	return model !== undefined && model.me.mayPassOn.length > 0;
}

function labelOf(mode: Mode, model: RequestModel | undefined, t: LinkWords["request"]["decide"]): string {
	const requester = model === undefined ? "" : nameOf(model.people, model.request.requester);
	switch (mode) {
		case "decide":
			return t.comment;
		case "reject":
			return t.reason;
		case "send-back":
			return a.sendBackText(requester);
		case "ask":
			return a.askText(requester);
	}
}

/** Whom a delegate decides for. */
function StandIn({ model }: { model: RequestModel }) {
	const { behalfOf } = model.me;
	if (behalfOf.length === 0) return null;
	const names = listText(behalfOf.map((person) => inertText(nameOf(model.people, person))));
	return <p className="mb-1.5 text-[0.8125rem] break-words">{a.standInFor(names)}</p>;
}

/** A button as wide as the thumb wants it on a phone. */
function Big({ children, ...rest }: Parameters<typeof Button>[0] & { children: ReactNode }) {
	return (
		<Button className="min-h-10 flex-1 sm:min-h-8 sm:flex-none" {...rest}>
			{children}
		</Button>
	);
}

function Small({ children, ...rest }: Parameters<typeof Button>[0] & { children: ReactNode }) {
	return (
		<Button look="quiet" className="min-h-10 flex-1 gap-1.5 px-2.5 sm:min-h-8 sm:flex-none" {...rest}>
			{children}
		</Button>
	);
}
