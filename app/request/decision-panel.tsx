"use client";

import { Check, X } from "lucide-react";
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
import { callApi } from "../client/call-api.ts";
import { draftOf, forgetDraft, keepDraft } from "../client/drafts.ts";
import { Button } from "../ui/button.tsx";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";

const t = words.request.decide;

/** What the keyboard may do to the panel. */
export interface DecisionHandle {
	approve(): void;
	/** Asks for the reason: focuses it. */
	startReject(): void;
}

interface Props {
	busy: boolean;
	onDecide: (verdict: Verdict, comment: string) => void;
	/** Where given, the text can also be left as a comment that decides nothing. */
	requestId?: string;
	onCommented?: () => void;
	ref?: Ref<DecisionHandle>;
}

const neverChanges = () => () => {};

/** Longest comment the API takes. */
const MAX_COMMENT = 10_000;

/** Approve and reject with a comment, at the foot of the request and within the thumb's reach. */
export function DecisionPanel({ busy: deciding, onDecide, requestId, onCommented, ref }: Props) {
	const [rejecting, setRejecting] = useState(false);
	const [comment, setComment] = useState(() => (requestId === undefined ? "" : draftOf(requestId)));
	const [commenting, setCommenting] = useState(false);
	const field = useRef<HTMLTextAreaElement>(null);
	const notices = useNotices();
	const id = useId();
	// A press before the scripts are there would send the form as browsers do, which decides nothing.
	const alive = useSyncExternalStore(
		neverChanges,
		() => true,
		() => false,
	);
	const busy = deciding || commenting || !alive;

	const approve = () => {
		if (!busy) onDecide("approve", comment);
	};
	const startReject = () => {
		setRejecting(true);
		field.current?.focus();
	};
	useImperativeHandle(ref, () => ({ approve, startReject }));
	const send = () => {
		if (busy) return;
		if (rejecting) onDecide("reject", comment);
		else approve();
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
		onCommented?.();
	};
	return (
		<form
			aria-label={t.title}
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
			className="sticky bottom-0 z-10 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-8"
		>
			<label
				htmlFor={id}
				className={`mb-1 block text-xs ${rejecting ? "text-danger-text" : "text-ink-faint"}`}
			>
				{rejecting ? t.reason : t.comment}
			</label>
			<textarea
				id={id}
				ref={field}
				value={comment}
				rows={1}
				maxLength={MAX_COMMENT}
				disabled={busy}
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
						setRejecting(false);
						event.currentTarget.blur();
					}
				}}
				className="field-sizing-content max-h-40 min-h-9 w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint"
			/>
			<div className="mt-2.5 flex gap-2.5">
				{requestId !== undefined && !rejecting && comment.trim() !== "" && (
					<Button
						look="quiet"
						disabled={busy}
						onClick={() => void leaveComment()}
						className="min-h-10 px-2 sm:-ml-2 sm:min-h-8"
					>
						{t.commentOnly}
					</Button>
				)}
				<div className="flex flex-1 gap-2.5 sm:justify-end">
					{rejecting ? (
						<>
							<Big disabled={busy} onClick={() => setRejecting(false)}>
								{t.back}
							</Big>
							<Big type="submit" look="danger" disabled={busy}>
								{t.confirmReject}
							</Big>
						</>
					) : (
						<>
							<Big disabled={busy} onClick={startReject} aria-keyshortcuts="r">
								<X aria-hidden="true" className="size-4 text-danger-text" />
								{t.reject}
							</Big>
							<Big type="submit" look="primary" disabled={busy} aria-keyshortcuts="a">
								<Check aria-hidden="true" className="size-4" />
								{t.approve}
							</Big>
						</>
					)}
				</div>
			</div>
		</form>
	);
}

/** A button as wide as the thumb wants it on a phone. */
function Big({ children, ...rest }: Parameters<typeof Button>[0] & { children: ReactNode }) {
	return (
		<Button className="min-h-10 flex-1 sm:min-h-8 sm:flex-none" {...rest}>
			{children}
		</Button>
	);
}
