"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { type Answer, callApi, type Problem } from "./call-api.ts";

/** A form that is sent to the API: whether it is on its way, and what was refused. */
export interface Sending {
	busy: boolean;
	problem: Problem | null;
	/** Goes on the form, so that the first field at fault gets the focus. */
	form: RefObject<HTMLFormElement | null>;
	/** Sends it; null where it was refused. A second one does not go out while the first is on its way. */
	send<T>(path: string, init: Parameters<typeof callApi>[1]): Promise<T | null>;
	/** Refuses here what need not be asked. */
	refuse(errors: Problem["errors"]): void;
	/** Forgets what was refused. */
	clear(): void;
	/** What is wrong with this field. */
	errorsAt(path: string): string[];
}

export function useSending(): Sending {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<Problem | null>(null);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		if (problem === null) return;
		form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
	}, [problem]);
	return {
		busy,
		problem,
		form,
		async send<T>(path: string, init: Parameters<typeof callApi>[1]): Promise<T | null> {
			if (busy) return null;
			setBusy(true);
			const answer: Answer<T> = await callApi<T>(path, init);
			setBusy(false);
			setProblem(answer.ok ? null : answer.problem);
			return answer.ok ? answer.value : null;
		},
		refuse: (errors) =>
			setProblem({ code: "invalid", title: "", detail: errors[0]?.message ?? "", errors, standing: null }),
		clear: () => setProblem(null),
		errorsAt: (path) =>
			problem === null
				? []
				: problem.errors.filter((error) => error.path === path).map(({ message }) => message),
	};
}
