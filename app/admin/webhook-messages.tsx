import Link from "next/link";
import type { WebhookMessageView } from "../../ledger/webhooks/read-messages.ts";
import { Instant } from "../ui/time.tsx";
import { words } from "../words/words.ts";
import { SendAgain } from "./webhook-actions.tsx";

const t = words.webhooks;

const TONES = {
	pending: "text-warn-text",
	delivered: "text-ok-text",
	given_up: "text-danger-text",
} as const;

interface Props {
	messages: readonly WebhookMessageView[];
	/** Nothing is sent now. */
	paused: boolean;
	mayAct: boolean;
}

/** The last messages to a webhook, newest first, each with what became of it. */
export function WebhookMessages({ messages, paused, mayAct }: Props) {
	if (messages.length === 0) return <p className="text-ink-faint">{t.noMessages}</p>;
	return (
		<ul className="border-t border-line">
			{messages.map((message) => (
				<li
					key={message.id}
					className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line py-2.5 sm:px-2"
				>
					<div className="min-w-0 flex-1 basis-64">
						<p className="flex flex-wrap items-baseline gap-x-2.5">
							<span className="font-medium">{t.types[message.type] ?? message.type}</span>
							<span className={TONES[message.state]}>{t.states[message.state]}</span>
							<Instant at={message.at} className="text-[0.8125rem] text-ink-soft tabular-nums" />
						</p>
						<p className="text-[0.8125rem] text-ink-faint">
							{t.attempts(message.attempts)}
							<LastAnswer message={message} />
							{message.state === "pending" && message.nextAttemptAt !== null && !paused && (
								<>
									{" "}
									· {t.next} <Instant at={message.nextAttemptAt} />
								</>
							)}
							{" · "}
							<Link
								href={`/requests/${message.request}`}
								prefetch={false}
								className="text-accent-text underline underline-offset-2"
							>
								{t.request} {message.request.slice(-6)}
							</Link>
						</p>
					</div>
					{mayAct && !paused && <SendAgain message={message.id} />}
				</li>
			))}
		</ul>
	);
}

function LastAnswer({ message }: { message: WebhookMessageView }) {
	const { lastStatus, lastError } = message;
	const parts = [
		...(lastStatus === null ? [] : [t.status(lastStatus)]),
		...(lastError === null || t.errors[lastError] === undefined ? [] : [t.errors[lastError]]),
	];
	return parts.length === 0 ? null : <> · {parts.join(", ")}</>;
}
