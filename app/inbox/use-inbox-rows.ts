"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { callApi } from "../client/call-api.ts";
import { useLiveChanges } from "../client/live-changes.ts";
import { tellWaiting } from "../client/waiting-count.ts";
import type { InboxPage, InboxQuery, InboxRow } from "./inbox-model.ts";
import { inboxHref } from "./inbox-query.ts";

/** Changes come in bursts (a request that opens moves several times): one read answers them all. */
const QUIET_MS = 300;

interface RowsState {
	rows: InboxRow[];
	/** Ids of rows that moved on since the list was read; they stay where they are until the next reading. */
	gone: ReadonlySet<string>;
	/** What a reading has found that is not on the list yet. */
	fresh: InboxPage | null;
	freshCount: number;
	waiting: number;
	offline: boolean;
}

export interface InboxRows extends RowsState {
	/** Puts what is new on the list. */
	showFresh(): void;
	/** Takes a row off the list as it was before this version; a later one may bring it back. */
	remove(id: string, version: number): void;
}

/**
 * The rows of a list, kept up to date without ever moving one: rows change in place, those that no longer belong
 * are marked, and new ones wait until they are asked for.
 */
export function useInboxRows(initial: InboxPage, query: InboxQuery): InboxRows {
	const [state, setState] = useState<RowsState>(() => stateOf(initial));
	const removed = useRef(new Map<string, number>());
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

	useEffect(() => {
		removed.current = new Map();
		setState(stateOf(initial));
	}, [initial]);

	const read = useEffectEvent(async () => {
		const answer = await callApi<InboxPage>(inboxHref({ ...query, open: null }, "/inbox/rows"));
		setState((before) => {
			if (!answer.ok) return { ...before, offline: true };
			return merged(before, withoutRows(answer.value, removed.current));
		});
	});
	const readSoon = () => {
		clearTimeout(timer.current);
		timer.current = setTimeout(() => void read(), QUIET_MS);
	};
	useLiveChanges(readSoon, readSoon);
	useEffect(() => () => clearTimeout(timer.current), []);

	useEffect(() => tellWaiting(state.waiting), [state.waiting]);

	const showFresh = useCallback(
		() => setState((before) => (before.fresh === null ? before : stateOf(before.fresh))),
		[],
	);
	const remove = useCallback((id: string, version: number) => {
		removed.current.set(id, version);
		setState((before) => ({ ...before, rows: before.rows.filter((row) => row.id !== id) }));
	}, []);
	return { ...state, showFresh, remove };
}

function stateOf(page: InboxPage): RowsState {
	return {
		rows: page.rows,
		gone: new Set(),
		fresh: null,
		freshCount: 0,
		waiting: page.waiting,
		offline: false,
	};
}

function merged(before: RowsState, page: InboxPage): RowsState {
	const found = new Map(page.rows.map((row) => [row.id, row]));
	const shown = new Set(before.rows.map((row) => row.id));
	const freshCount = page.rows.filter((row) => !shown.has(row.id)).length;
	return {
		rows: before.rows.map((row) => found.get(row.id) ?? row),
		// On a list of several pages a row may just have moved to the next.
		gone:
			page.nextCursor === null
				? new Set(before.rows.filter((row) => !found.has(row.id)).map((row) => row.id))
				: before.gone,
		fresh: page,
		freshCount,
		waiting: page.waiting,
		offline: false,
	};
}

/** Without the rows that were read before what took them off the list. */
function withoutRows(page: InboxPage, removed: ReadonlyMap<string, number>): InboxPage {
	if (removed.size === 0) return page;
	return { ...page, rows: page.rows.filter((row) => row.version >= (removed.get(row.id) ?? 0)) };
}
