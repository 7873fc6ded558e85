"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { Verdict } from "../../policy/record.ts";
import { decideRequest } from "../client/decide-request.ts";
import { forgetDraft } from "../client/drafts.ts";
import { useRequestModel } from "../client/request-models.ts";
import { HelpSheet } from "../inbox/help-sheet.tsx";
import { useShortcuts } from "../inbox/use-shortcuts.ts";
import { useNotices } from "../ui/notices.tsx";
import { words } from "../words/words.ts";
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

	const decide = async (verdict: Verdict, comment: string) => {
		if (blocked) return;
		setBusy(true);
		const working = notices.show({ tone: "working", text: words.request.decide.working(verdict) });
		const result = await decideRequest(model.request, verdict, comment);
		notices.show(result.notice, working);
		if (result.kind === "recorded") forgetDraft(model.request.id);
		await reload();
		setBusy(false);
	};
	useShortcuts({
		approve: () => panel.current?.approve(),
		reject: () => panel.current?.startReject(),
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
			/>
			{model.me.mayDecide ? (
				<DecisionPanel
					ref={panel}
					busy={blocked}
					requestId={model.request.id}
					onDecide={(verdict, comment) => void decide(verdict, comment)}
					onCommented={() => void reload()}
				/>
			) : (
				<WhyNot model={model} />
			)}
			<HelpSheet ref={help} />
		</>
	);
}

/** Why there is nothing to press, where the person may wonder. */
export function WhyNot({ model }: { model: RequestModel }) {
	const { request, me } = model;
	if (request.outcome !== null) return null;
	const t = words.request.decide;
	const text =
		me.verdict !== null
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
