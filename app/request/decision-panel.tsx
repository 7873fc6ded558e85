"use client";

import { Check, X } from "lucide-react";
import { type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import type { Verdict } from "../../policy/record.ts";
import { Button } from "../ui/button.tsx";
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
	ref?: Ref<DecisionHandle>;
}

/** Longest comment the API takes. */
const MAX_COMMENT = 10_000;

/** Approve and reject with a comment, at the foot of the request and within the thumb's reach. */
export function DecisionPanel({ busy, onDecide, ref }: Props) {
	const [rejecting, setRejecting] = useState(false);
	const [comment, setComment] = useState("");
	const field = useRef<HTMLTextAreaElement>(null);
	const id = useId();
	const approve = () => {
		if (!busy) onDecide("approve", comment);
	};
	const startReject = () => {
		setRejecting(true);
		field.current?.focus();
	};
	useImperativeHandle(ref, () => ({ approve, startReject }));
	const send = () => (rejecting ? onDecide("reject", comment) : approve());
	return (
		<form
			aria-label={t.title}
			onSubmit={(event) => {
				event.preventDefault();
				if (!busy) send();
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
				onChange={(event) => setComment(event.target.value)}
				onKeyDown={(event) => {
					if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
						event.preventDefault();
						if (!busy) send();
					}
					if (event.key === "Escape") {
						event.stopPropagation();
						setRejecting(false);
						event.currentTarget.blur();
					}
				}}
				className="field-sizing-content max-h-40 min-h-9 w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-faint"
			/>
			<div className="mt-2.5 flex gap-2.5 sm:justify-end">
				{rejecting ? (
					<>
						<Button
							onClick={() => setRejecting(false)}
							disabled={busy}
							className="min-h-10 flex-1 sm:min-h-8 sm:flex-none"
						>
							{t.back}
						</Button>
						<Button
							type="submit"
							look="danger"
							disabled={busy}
							className="min-h-10 flex-1 sm:min-h-8 sm:flex-none"
						>
							{t.confirmReject}
						</Button>
					</>
				) : (
					<>
						<Button
							onClick={startReject}
							disabled={busy}
							aria-keyshortcuts="r"
							className="min-h-10 flex-1 sm:min-h-8 sm:flex-none"
						>
							<X aria-hidden="true" className="size-4 text-danger-text" />
							{t.reject}
						</Button>
						<Button
							type="submit"
							look="primary"
							disabled={busy}
							aria-keyshortcuts="a"
							className="min-h-10 flex-1 sm:min-h-8 sm:flex-none"
						>
							<Check aria-hidden="true" className="size-4" />
							{t.approve}
						</Button>
					</>
				)}
			</div>
		</form>
	);
}
