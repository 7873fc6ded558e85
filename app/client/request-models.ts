"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { RequestModel } from "../request/request-model.ts";
import { callApi, type Problem } from "./call-api.ts";
import { useLiveChanges } from "./live-changes.ts";

/** Reads what a request's page shows. */
export function fetchRequestModel(id: string, signal?: AbortSignal) {
	return callApi<RequestModel>(`/requests/${id}/model`, signal === undefined ? {} : { signal });
}

export interface LoadedRequest {
	model: RequestModel | null;
	/** What was shown before the content, the stage or the round moved; null when nothing did. */
	changedFrom: RequestModel | null;
	problem: Problem | null;
	/** Reads it anew, and answers it. */
	reload(): Promise<RequestModel | null>;
	/** This is what the person had in front of them: when the request is read again, what moved since is shown. */
	rememberShown(model: RequestModel): void;
	/** The person has seen the change. */
	acceptChange(): void;
}

/** A request that keeps itself up to date: read when asked for, and again whenever it moves. */
export function useRequestModel(id: string | null, initial: RequestModel | null): LoadedRequest {
	const [state, setState] = useState<{
		model: RequestModel | null;
		changedFrom: RequestModel | null;
		problem: Problem | null;
	}>({ model: initial, changedFrom: null, problem: null });
	const wanted = useRef(id);
	wanted.current = id;

	const remembered = useRef<RequestModel | null>(null);

	const reload = useCallback(async () => {
		const asked = wanted.current;
		if (asked === null) return null;
		const answer = await fetchRequestModel(asked);
		if (wanted.current !== asked) return null;
		const earlier = remembered.current;
		if (earlier?.request.id === asked) remembered.current = null;
		setState((before) => {
			if (!answer.ok) return { ...before, problem: answer.problem };
			const shown = before.changedFrom ?? before.model ?? earlier;
			return { model: answer.value, changedFrom: movedFrom(shown, answer.value), problem: null };
		});
		return answer.ok ? answer.value : null;
	}, []);

	/** What was open at the last look; nothing before the first, when a page that came with a request is not alive. */
	const opened = useRef<string | null>(null);
	const loadedId = state.model?.request.id ?? null;
	useEffect(() => {
		const closed = id === null && opened.current !== null;
		opened.current = id;
		if (id === loadedId || (id === null && !closed)) return;
		// While nothing is open nobody hears what moves: what was read is not kept for later.
		setState({ model: null, changedFrom: null, problem: null });
		if (id !== null) void reload();
	}, [id, loadedId, reload]);

	const version = state.model?.request.version ?? 0;
	useLiveChanges(
		(change) => {
			if (change.requestId === wanted.current && change.version > version) void reload();
		},
		() => void reload(),
	);

	return {
		model: loadedId === id ? state.model : null,
		changedFrom: state.changedFrom,
		problem: state.problem,
		reload,
		rememberShown: (model) => {
			remembered.current = model;
		},
		acceptChange: () => setState((before) => ({ ...before, changedFrom: null })),
	};
}

/** What was on the screen, when what people decide on has moved since. An outcome speaks for itself. */
function movedFrom(shown: RequestModel | null, now: RequestModel): RequestModel | null {
	if (shown === null || shown.request.id !== now.request.id || now.request.outcome !== null) return null;
	return shown.request.version < now.request.shownSince && now.me.mayDecide ? shown : null;
}
