"use client";

import { useRouter } from "next/navigation";
import { type Ref, useRef, useState } from "react";
import { type ApproverAct, actOnRequest, workingText } from "../client/act-on-request.ts";
import { forgetDraft } from "../client/drafts.ts";
import { useRequestModel } from "../client/request-models.ts";
import { HelpSheet } from "../inbox/help-sheet.tsx";
import { useShortcuts } from "../inbox/use-shortcuts.ts";
import { inertText } from "../ui/inert.ts";
import { useNotices } from "../ui/notices.tsx";
import { nameOf } from "../words/names.ts";
import { words } from "../words/words.ts";
import { AnswerPanel } from "./answer-panel.tsx";
import { type DecisionHandle, DecisionPanel } from "./decision-panel.tsx";
import { RequestArticle } from "./request-article.tsx";
import type { RequestModel } from "./request-model.ts";

/** A request on a page of its own. */
export function RequestPage({ initial }: { initial: RequestModel }) {
	const { model: loaded, changedFrom, reload, acceptChange } = useRequestModel(initial.request.id, initial);
	const model = loaded ?? initial;
	const [busy, setBusy] = useState(false);
	const panel = useRef<DecisionHandle>(null);
	const help = useRef<HTMLDialogElement>(null);
	const notices = useNotices();
	const router = useRouter();
	const blocked = busy || changedFrom !== null;

	const act = async (what: ApproverAct) => {
		if (blocked) return;
		setBusy(true);
		const working = notices.show({ tone: "working", text: workingText(what) });
		const result = await actOnRequest(model.request, what);
		notices.show(result.notice, working);
		if (result.kind === "recorded" && what.kind !== "reassign") forgetDraft(model.request.id);
		await reload();
		setBusy(false);
	};
	useShortcuts({
		approve: () => panel.current?.approve(),
		reject: () => panel.current?.startReject(),
		sendBack: () => panel.current?.start("send-back"),
		ask: () => panel.current?.start("ask"),
		passOn: () => panel.current?.startPassOn(),
		back: () => router.push("/"),
		help: () => help.current?.showModal(),
	});
	return (
		<>
			<RequestArticle
				model={model}
				changedFrom={changedFrom}
				onSeen={acceptChange}
				onMoved={() => void reload()}
				onAct={(what) => void act(what)}
				onResubmitted={() => void reload()}
			/>
			<RequestFoot
				model={model}
				busy={blocked}
				panelRef={panel}
				onAct={(what) => void act(what)}
				onMoved={() => void reload()}
				onAnswered={() => void reload()}
			/>
			<HelpSheet ref={help} />
		</>
	);
}

interface FootProps {
	model: RequestModel;
	busy: boolean;
	panelRef: Ref<DecisionHandle>;
	onAct: (act: ApproverAct) => void;
	/** Something was left here that decides nothing: read it anew. */
	onMoved: () => void;
	/** Told the version with the answer, or null where it was refused. */
	onAnswered: (version: number | null) => void;
}

/** What the person can do with the request, at its foot; or why nothing. */
export function RequestFoot({ model, busy, panelRef, onAct, onMoved, onAnswered }: FootProps) {
	if (model.me.mayAnswer) return <AnswerPanel key={model.request.id} model={model} onAnswered={onAnswered} />;
	if (!model.me.mayDecide) return <WhyNot model={model} />;
	return (
		<DecisionPanel
			ref={panelRef}
			busy={busy}
			onDecide={(kind, comment) => onAct({ kind, comment })}
			more={{ model, onAct, onCommented: onMoved }}
		/>
	);
}

function WhyNot({ model }: { model: RequestModel }) {
	const { request, me, people } = model;
	if (request.outcome !== null || me.mayResubmit) return null;
	const t = words.request.decide;
	const text =
		request.pause !== null
			? t.waitingRequester(inertText(nameOf(people, request.requester)))
			: me.verdict !== null
				? t.decided(words.common.verdicts[me.verdict] ?? me.verdict)
				: me.isRequester
					? t.yours
					: t.waitingOthers;
	return (
		<p className="sticky bottom-0 border-t border-line bg-surface px-4 py-3 text-[0.8125rem] text-ink-faint sm:px-8">
			{text}
		</p>
	);
}
