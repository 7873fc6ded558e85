"use client";

import { CheckCircle2, Info, TriangleAlert, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { words } from "../words/words.ts";

export type NoticeTone = "done" | "working" | "trouble" | "info";

export interface Notice {
	tone: NoticeTone;
	text: string;
	/** Second line. */
	detail?: string;
}

interface Shown extends Notice {
	id: number;
}

interface Notices {
	/** Shows a notice, in place of the one with this id where given, and answers its id. */
	show(notice: Notice, replace?: number): number;
	hide(id: number): void;
}

const NoticesContext = createContext<Notices | null>(null);

/** How to tell people what became of what they did. */
export function useNotices(): Notices {
	const notices = useContext(NoticesContext);
	if (notices === null) throw new Error("useNotices is used outside NoticesProvider");
	return notices;
}

/** Good news goes by itself; trouble stays until it is closed. */
const STAYS_MS = 6_000;

/** Keeps the notices and reads them out: one live region for all outcomes. */
export function NoticesProvider({ children }: { children: ReactNode }) {
	const [shown, setShown] = useState<Shown[]>([]);
	const last = useRef(0);
	const hide = useCallback((id: number) => setShown((all) => all.filter((item) => item.id !== id)), []);
	const show = useCallback(
		(notice: Notice, replace?: number) => {
			last.current += 1;
			const id = last.current;
			setShown((all) => [...all.filter((item) => item.id !== replace).slice(-2), { ...notice, id }]);
			if (notice.tone === "done" || notice.tone === "info") setTimeout(() => hide(id), STAYS_MS);
			return id;
		},
		[hide],
	);
	const value = useMemo(() => ({ show, hide }), [show, hide]);
	return (
		<NoticesContext value={value}>
			{children}
			<div className="pointer-events-none fixed inset-x-0 top-3 z-50 flex flex-col items-center gap-2 px-4 lg:items-end lg:px-5">
				<div role="status" aria-live="polite" className="contents">
					{shown.map((notice) => (
						<NoticeCard key={notice.id} notice={notice} onClose={() => hide(notice.id)} />
					))}
				</div>
			</div>
		</NoticesContext>
	);
}

const ICONS = { done: CheckCircle2, working: Info, trouble: TriangleAlert, info: Info } as const;
const TONES = {
	done: "text-ok-text",
	working: "text-ink-faint pulse",
	trouble: "text-danger-text",
	info: "text-ink-faint",
} as const;

function NoticeCard({ notice, onClose }: { notice: Shown; onClose: () => void }) {
	const Icon = ICONS[notice.tone];
	return (
		<div className="notice-in pointer-events-auto flex max-w-md min-w-0 items-start gap-2.5 rounded-lg border border-line bg-surface py-2.5 pr-2 pl-3.5 shadow-raised">
			<Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${TONES[notice.tone]}`} />
			<div className="min-w-0">
				<p className="font-medium break-words">{notice.text}</p>
				{notice.detail !== undefined && (
					<p className="mt-0.5 text-[0.8125rem] break-words text-ink-soft">{notice.detail}</p>
				)}
			</div>
			<button
				type="button"
				onClick={onClose}
				aria-label={words.common.close}
				className="grid size-6 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
			>
				<X aria-hidden="true" className="size-4" />
			</button>
		</div>
	);
}
