"use client";

import { type ReactNode, useRef, useState } from "react";
import { type Answer, callApi, type Problem } from "../client/call-api.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { FormTrouble } from "./form-trouble.tsx";

interface Props {
	action: string;
	/** What the button is called where the action alone does not say. */
	label?: string;
	question: string;
	/** What follows. */
	children: ReactNode;
	confirm: string;
	keep: string;
	look: "primary" | "danger";
	/** The look of the button that asks. */
	asks?: "plain" | "quiet";
	className?: string;
	call: Parameters<typeof callApi>[1] & { path: string };
	then: () => void;
}

/** Does something after one question that says what follows. What is refused is told in the question's place. */
export function ConfirmButton(props: Props) {
	const {
		action,
		label,
		question,
		children,
		confirm,
		keep,
		look,
		asks = "plain",
		className,
		call,
		then,
	} = props;
	const dialog = useRef<HTMLDialogElement>(null);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<Problem | null>(null);
	const act = async () => {
		setBusy(true);
		const { path, ...init } = call;
		const answer: Answer<unknown> = await callApi(path, init);
		setBusy(false);
		setProblem(answer.ok ? null : answer.problem);
		if (!answer.ok) return;
		dialog.current?.close();
		then();
	};
	return (
		<>
			<Button
				look={asks}
				className={className ?? ""}
				{...(label === undefined ? {} : { "aria-label": label })}
				onClick={() => {
					setProblem(null);
					dialog.current?.showModal();
				}}
			>
				{action}
			</Button>
			<Dialog ref={dialog} title={question}>
				<div className="mt-1.5 space-y-1.5 text-left text-sm font-normal [overflow-wrap:anywhere] whitespace-normal text-ink-soft">
					{children}
				</div>
				{problem !== null && (
					<div className="mt-4">
						<FormTrouble problem={problem} />
					</div>
				)}
				<div className="mt-5 flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => dialog.current?.close()}>{keep}</Button>
					<Button look={look} disabled={busy} onClick={() => void act()}>
						{confirm}
					</Button>
				</div>
			</Dialog>
		</>
	);
}
