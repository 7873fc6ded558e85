"use client";

import { ArrowUp, Keyboard } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { type ApproverAct, actOnRequest, workingText } from "../client/act-on-request.ts";
import { forgetDraft } from "../client/drafts.ts";
import { useRequestModel } from "../client/request-models.ts";
import type { DecisionHandle } from "../request/decision-panel.tsx";
import type { RequestModel } from "../request/request-model.ts";
import { buttonClass } from "../ui/button.tsx";
import { useNotices } from "../ui/notices.tsx";
import { useWide } from "../ui/use-wide.ts";
import { words } from "../words/words.ts";
import { FilterBar } from "./filter-bar.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import type { InboxPage, InboxQuery } from "./inbox-model.ts";
import { inboxHref, isFiltered } from "./inbox-query.ts";
import { RowItem } from "./inbox-row.tsx";
import { RequestPane } from "./request-pane.tsx";
import { useInboxRows } from "./use-inbox-rows.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const t = words.inbox;

interface Props {
	query: InboxQuery;
	initial: InboxPage;
	policies: readonly { name: string; title: string }[];
	/** The request that the address names. */
	opened: RequestModel | null;
	/** What stands where there are no rows. */
	empty: ReactNode;
}

/** A list of requests and, where there is room, the one that is open. */
export function Inbox({ query, initial, policies, opened, empty }: Props) {
	const list = useInboxRows(initial, query);
	const [selected, setSelected] = useState<string | null>(opened?.request.id ?? initial.rows[0]?.id ?? null);
	const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
	const wide = useWide();
	const loaded = useRequestModel(wide ? selected : null, opened);
	const panel = useRef<DecisionHandle>(null);
	const help = useRef<HTMLDialogElement>(null);
	const search = useRef<HTMLInputElement>(null);
	const links = useRef(new Map<string, HTMLAnchorElement>());
	const notices = useNotices();
	const router = useRouter();

	const select = (id: string | null) => {
		setSelected(id);
		window.history.replaceState(null, "", inboxHref({ ...query, open: id }));
	};
	const focusRow = (id: string | null) => {
		const link = id === null ? undefined : links.current.get(id);
		link?.focus({ preventScroll: true });
		link?.scrollIntoView({ block: "nearest" });
	};
	const staying = list.rows.filter((row) => !leaving.has(row.id));
	const step = (by: 1 | -1) => {
		const at = staying.findIndex((row) => row.id === selected);
		const next = staying[at === -1 ? 0 : Math.min(staying.length - 1, Math.max(0, at + by))];
		if (next === undefined) return;
		select(next.id);
		focusRow(next.id);
	};
	const openSelected = () => {
		if (selected === null) return;
		if (wide) document.getElementById("request-title")?.focus();
		else router.push(`/requests/${selected}`);
	};
	const act = (what: (handle: DecisionHandle) => void) => {
		if (panel.current !== null) what(panel.current);
		else if (!wide) openSelected();
	};
	useShortcuts({
		next: () => step(1),
		previous: () => step(-1),
		open: openSelected,
		back: () => focusRow(selected),
		approve: () => act((handle) => handle.approve()),
		reject: () => act((handle) => handle.startReject()),
		sendBack: () => act((handle) => handle.start("send-back")),
		ask: () => act((handle) => handle.start("ask")),
		passOn: () => act((handle) => handle.startPassOn()),
		search: () => search.current?.focus(),
		help: () => help.current?.showModal(),
	});

	const neighbourOf = (id: string) => {
		const at = staying.findIndex((row) => row.id === id);
		return staying[at + 1] ?? staying[at - 1] ?? null;
	};

	/** The row leaves at once; «Approved» is said only when the ledger has it. */
	const perform = async (model: RequestModel, what: ApproverAct) => {
		const { id } = model.request;
		// A place that an administrator passes on leaves the list as it is: the request waits for them no less.
		const leaves = query.view === "inbox" && !(what.kind === "reassign" && what.from !== null);
		const neighbour = neighbourOf(id);
		if (leaves) {
			setLeaving((before) => new Set(before).add(id));
			select(neighbour?.id ?? null);
			focusRow(neighbour?.id ?? null);
		}
		const working = notices.show({ tone: "working", text: workingText(what) });
		const result = await actOnRequest(model.request, what);
		notices.show(result.notice, working);
		if (result.kind !== "recorded") loaded.rememberShown(model);
		else if (what.kind !== "reassign") forgetDraft(id);
		setLeaving((before) => new Set([...before].filter((other) => other !== id)));
		if (!leaves) await loaded.reload();
		else if (result.kind === "recorded") list.remove(id, result.version ?? model.request.version);
		else select(id);
		return result.kind;
	};

	/** The requester has answered, or submitted again: it waits for others now. */
	const goesOn = (model: RequestModel, version: number | null) => {
		const { id } = model.request;
		if (version === null || query.view !== "inbox") return void loaded.reload();
		const neighbour = neighbourOf(id);
		list.remove(id, version);
		select(neighbour?.id ?? null);
		focusRow(neighbour?.id ?? null);
	};

	const onRow = (event: MouseEvent, id: string) => {
		if (!wide || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		select(id);
		if (event.detail === 0) document.getElementById("request-title")?.focus();
	};

	// Nothing there yet: no filters to set, and the whole width to explain it.
	const blank =
		list.rows.length === 0 && list.freshCount === 0 && !isFiltered(query) && query.cursor === null;
	return (
		<div className="flex min-h-0 flex-1 flex-col lg:flex-row">
			<section
				aria-label={t.list}
				className={`flex min-h-0 flex-col lg:h-dvh ${blank ? "flex-1" : "lg:w-[25rem] lg:shrink-0 lg:border-r lg:border-line xl:w-[28rem]"}`}
			>
				<div className="flex min-h-14 items-center justify-between px-4 sm:px-5">
					<h1 className="text-base font-semibold tracking-[-0.01em]">{t.titles[query.view]}</h1>
					<div className="flex items-center gap-2">
						{list.waiting > 0 && <span className="text-xs text-ink-faint">{t.count(list.waiting)}</span>}
						<button
							type="button"
							title={t.shortcuts.title}
							aria-label={t.shortcuts.title}
							onClick={() => help.current?.showModal()}
							className="-mr-1.5 hidden size-7 place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink lg:grid"
						>
							<Keyboard aria-hidden="true" className="size-4" />
						</button>
					</div>
				</div>
				{!blank && <FilterBar query={query} policies={policies} searchRef={search} />}
				<div className="relative min-h-0 flex-1 lg:overflow-y-auto">
					{list.freshCount > 0 && (
						<div className="sticky top-2 z-10 flex h-0 justify-center">
							<button
								type="button"
								onClick={list.showFresh}
								className="notice-in inline-flex h-8 items-center gap-1.5 rounded-full bg-accent px-3.5 text-[0.8125rem] font-medium text-accent-ink shadow-raised hover:bg-accent-strong"
							>
								<ArrowUp aria-hidden="true" className="size-3.5" />
								{t.fresh(list.freshCount)}
							</button>
						</div>
					)}
					<p role="status" className="sr-only">
						{list.freshCount > 0 ? t.fresh(list.freshCount) : ""}
					</p>
					{list.offline && (
						<p className="bg-warn-soft px-5 py-2 text-[0.8125rem] text-warn-text">{t.offline}</p>
					)}
					{list.rows.length === 0 ? (
						empty
					) : (
						<ul>
							{list.rows.map((row) => (
								<RowItem
									key={row.id}
									ref={(link) => {
										if (link === null) links.current.delete(row.id);
										else links.current.set(row.id, link);
									}}
									row={row}
									selected={wide && row.id === selected}
									leaving={leaving.has(row.id)}
									gone={list.gone.has(row.id)}
									renderedAt={initial.readAt}
									onClick={(event) => onRow(event, row.id)}
									onFocus={() => {
										if (!wide) setSelected(row.id);
									}}
								/>
							))}
						</ul>
					)}
					<Paging query={query} nextCursor={initial.nextCursor} />
				</div>
			</section>
			<section
				aria-label={t.pane}
				className={`hidden min-w-0 flex-1 lg:h-dvh lg:flex-col lg:overflow-y-auto ${blank ? "" : "lg:flex"}`}
			>
				{wide && (
					<RequestPane
						loaded={loaded}
						selected={selected}
						panelRef={panel}
						onAct={perform}
						onGoesOn={goesOn}
						empty={list.rows.length === 0 ? null : t.noneSelected}
					/>
				)}
			</section>
			<HelpSheet ref={help} />
		</div>
	);
}

function Paging({ query, nextCursor }: { query: InboxQuery; nextCursor: string | null }) {
	if (nextCursor === null && query.cursor === null) return null;
	return (
		<nav aria-label={t.paging.label} className="flex gap-2 px-4 py-4 sm:px-5">
			{query.cursor !== null && (
				<Link
					href={inboxHref({ ...query, cursor: null, open: null })}
					prefetch={false}
					className={buttonClass()}
				>
					{t.paging.first}
				</Link>
			)}
			{nextCursor !== null && (
				<Link
					href={inboxHref({ ...query, cursor: nextCursor, open: null })}
					prefetch={false}
					className={buttonClass()}
				>
					{t.paging.next}
				</Link>
			)}
		</nav>
	);
}
