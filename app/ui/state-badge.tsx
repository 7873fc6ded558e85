"use client";

import { Ban, CheckCircle2, CircleDashed, CircleHelp, Clock3, Undo2, XCircle } from "lucide-react";
import { useWords } from "../words/use-words.tsx";

const LOOKS: Record<string, { tone: string; Icon: typeof Ban }> = {
	question: { tone: "text-warn-text", Icon: CircleHelp },
	changes_requested: { tone: "text-warn-text", Icon: Undo2 },
	approved: { tone: "text-ok-text", Icon: CheckCircle2 },
	rejected: { tone: "text-danger-text", Icon: XCircle },
	expired: { tone: "text-warn-text", Icon: Clock3 },
	cancelled: { tone: "text-ink-faint", Icon: Ban },
};

/** A request's state in an icon and a word: never by colour alone. */
export function StateBadge({ state, className = "" }: { state: string; className?: string }) {
	const words = useWords();
	const { tone, Icon } = LOOKS[state] ?? { tone: "text-ink-soft", Icon: CircleDashed };
	return (
		<span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${tone} ${className}`}>
			<Icon aria-hidden="true" className="size-4 shrink-0" />
			{words.common.states[state] ?? state}
		</span>
	);
}
