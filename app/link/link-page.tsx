"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { LinkView } from "../../ledger/links/open-link.ts";
import type { Verdict } from "../../policy/record.ts";
import { callApi, type Problem } from "../client/call-api.ts";
import { refusedResult } from "../client/decide-request.ts";
import { DecisionPanel } from "../request/decision-panel.tsx";
import { useNotices } from "../ui/notices.tsx";
import { InLanguage, useWords } from "../words/use-words.tsx";
import { type PageLanguage, wordsFor } from "../words/words-for.ts";
import { CodeStep } from "./code-step.tsx";
import { LinkEnd, LinkTrouble, SignInStep } from "./link-ends.tsx";
import { LinkRequest } from "./link-request.tsx";
import { forgetToken, takeToken } from "./link-token.ts";

type State =
	| { kind: "loading" }
	| { kind: "noToken" }
	| { kind: "trouble"; problem: Problem }
	| { kind: "open"; view: LinkView }
	| { kind: "done"; view: LinkView; verdict: Verdict };

interface Props {
	id: string;
	/** The language until the recipient's is known. */
	language: PageLanguage;
}

/** The page behind an emailed link, in its recipient's language. */
export function LinkPage({ id, language }: Props) {
	const [spoken, setSpoken] = useState(language);
	return (
		<InLanguage words={wordsFor(spoken)}>
			<LinkSteps id={id} onLanguage={setSpoken} />
		</InLanguage>
	);
}

/** Reads the token out of the address, shows the request, and decides it when a person presses. */
function LinkSteps({ id, onLanguage }: { id: string; onLanguage: (language: PageLanguage) => void }) {
	const words = useWords();
	const t = words.link;
	const [state, setState] = useState<State>({ kind: "loading" });
	const [token, setToken] = useState<string | null>(null);
	const [code, setCode] = useState("");
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const told = useRef<number>(undefined);
	const path = `/api/v1/links/${id}`;

	const read = useEffectEvent(async (carried: string) => {
		const answer = await callApi<LinkView>(path, { headers: { "x-link-token": carried } });
		if (!answer.ok) return setState({ kind: "trouble", problem: answer.problem });
		if (answer.value.state === "dead") forgetToken(id);
		onLanguage(answer.value.recipient.language);
		setState({ kind: "open", view: answer.value });
	});
	useEffect(() => {
		const carried = takeToken(id);
		setToken(carried);
		if (carried === null) setState({ kind: "noToken" });
		else void read(carried);
	}, [id]);

	if (state.kind === "loading")
		return (
			<p role="status" className="pulse mt-10 text-ink-faint">
				{t.loading}
			</p>
		);
	if (state.kind === "noToken") return <LinkTrouble id={id} title={t.noToken.title} body={t.noToken.body} />;
	if (state.kind === "trouble") {
		return state.problem.code === "not_found" ? (
			<LinkTrouble id={id} title={t.notValid.title} body={t.notValid.body} />
		) : (
			<LinkTrouble
				id={id}
				title={t.offline.title}
				body={t.refused[state.problem.code] ?? state.problem.detail}
			/>
		);
	}
	const { view } = state;
	if (state.kind === "done") return <LinkEnd view={view} verdict={state.verdict} />;
	if (view.state === "dead") return <LinkEnd view={view} verdict={null} />;

	const decide = async (verdict: Verdict, comment: string) => {
		if (busy || token === null) return;
		if (view.needs === "code" && code.length !== 6) {
			told.current = notices.show({ tone: "trouble", text: t.code.missing }, told.current);
			document.getElementById("link-code")?.focus();
			return;
		}
		setBusy(true);
		const answer = await callApi<LinkView>(`${path}/decision`, {
			method: "POST",
			headers: { "x-link-token": token },
			body: {
				verdict,
				version: view.request.version,
				...(comment.trim() === "" ? {} : { comment }),
				...(view.needs === "code" ? { code } : {}),
			},
		});
		setBusy(false);
		if (answer.ok) {
			forgetToken(id);
			if (told.current !== undefined) notices.hide(told.current);
			setState({ kind: "done", view: answer.value, verdict });
			return;
		}
		const { standing, code: refusal } = answer.problem;
		const own = standing === null && refusal !== "stale_version" ? t.refused[refusal] : undefined;
		const { notice } = refusedResult(answer.problem, undefined, words);
		told.current = notices.show(own === undefined ? notice : { ...notice, text: own }, told.current);
		if (answer.problem.code !== "step_up_required") await rereadAfterRefusal(answer.problem);
	};
	const rereadAfterRefusal = async (problem: Problem) => {
		if (problem.code === "offline" || problem.code === "internal" || token === null) return;
		const answer = await callApi<LinkView>(path, { headers: { "x-link-token": token } });
		if (answer.ok) setState({ kind: "open", view: answer.value });
	};
	return (
		<div className="-mx-5 overflow-clip border-line bg-surface sm:mx-0 sm:rounded-xl sm:border">
			<LinkRequest view={view} />
			{view.needs === "session" ? (
				<SignInStep id={id} why={t.session.why} />
			) : (
				<>
					{view.needs === "code" && token !== null && (
						<CodeStep path={path} token={token} email={view.recipient.email} code={code} onCode={setCode} />
					)}
					<DecisionPanel busy={busy} onDecide={(verdict, comment) => void decide(verdict, comment)} />
				</>
			)}
		</div>
	);
}
