"use client";

import { agoText, dueText, exactInstant, readableInstant, urgencyOf } from "../words/time.ts";
import { useWords } from "../words/use-words.tsx";
import { useNow } from "./clock.ts";

interface Props {
	/** ISO 8601 instant. */
	at: string;
	className?: string;
}

/** An instant in the reader's own zone; in UTC until the page is alive. The exact instant on hover. */
export function Instant({ at, className }: Props) {
	const now = useNow();
	const words = useWords();
	const text =
		now === null ? exactInstant(at).replace(/:\d\d\.\d{3}/, "") : readableInstant(at, now, undefined, words);
	return (
		<time dateTime={at} title={exactInstant(at)} className={className}>
			{text}
		</time>
	);
}

/** `3 h ago`; the instant itself until the page is alive. */
export function Ago({ at, className }: Props) {
	const now = useNow();
	const words = useWords();
	return (
		<time dateTime={at} title={exactInstant(at)} className={className}>
			{now === null ? exactInstant(at).replace(/:\d\d\.\d{3}/, "") : agoText(at, now, words)}
		</time>
	);
}

const TONES = {
	passed: "text-danger-text",
	soon: "text-danger-text",
	today: "text-warn-text",
	later: "text-ink-faint",
} as const;

/** How long is left until a deadline, in words and in colour. */
export function Due({ at, renderedAt, className = "" }: Props & { renderedAt: number }) {
	const now = useNow() ?? renderedAt;
	const words = useWords();
	return (
		<time
			dateTime={at}
			title={exactInstant(at)}
			className={`whitespace-nowrap tabular-nums ${TONES[urgencyOf(at, now)]} ${className}`}
		>
			{dueText(at, now, words)}
		</time>
	);
}
