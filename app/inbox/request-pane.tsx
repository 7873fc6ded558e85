"use client";

import { type ReactNode, type Ref, useState } from "react";
import type { ApproverAct } from "../client/act-on-request.ts";
import type { LoadedRequest } from "../client/request-models.ts";
import type { DecisionHandle } from "../request/decision-panel.tsx";
import { RequestArticle } from "../request/request-article.tsx";
import type { RequestModel } from "../request/request-model.ts";
import { RequestFoot } from "../request/request-page.tsx";
import { Button } from "../ui/button.tsx";
import { words } from "../words/words.ts";

interface Props {
	loaded: LoadedRequest;
	selected: string | null;
	panelRef: Ref<DecisionHandle>;
	onAct: (model: RequestModel, act: ApproverAct) => Promise<unknown>;
	/** The requester answered or submitted again: the version with that, null where it was refused. */
	onGoesOn: (model: RequestModel, version: number | null) => void;
	/** What stands here when nothing is selected. */
	empty: string | null;
}

/** The request beside the list. */
export function RequestPane({ loaded, selected, panelRef, onAct, onGoesOn, empty }: Props) {
	const { model, problem, changedFrom } = loaded;
	const [busy, setBusy] = useState<string | null>(null);
	if (selected === null) return empty === null ? null : <Centre>{empty}</Centre>;
	if (model === null && problem !== null) {
		return (
			<Centre>
				<p>{words.inbox.notLoaded}</p>
				<p className="mt-1">{problem.detail}</p>
				<Button className="mt-4" onClick={() => void loaded.reload()}>
					{words.common.retry}
				</Button>
			</Centre>
		);
	}
	if (model === null) return <PaneSkeleton />;
	const blocked = busy === model.request.id || changedFrom !== null;
	const act = async (what: ApproverAct) => {
		if (blocked) return;
		setBusy(model.request.id);
		await onAct(model, what);
		setBusy(null);
	};
	return (
		<div key={model.request.id} className="mx-auto flex w-full max-w-3xl flex-1 flex-col">
			<div className="flex-1">
				<RequestArticle
					model={model}
					changedFrom={changedFrom}
					onSeen={loaded.acceptChange}
					onMoved={() => void loaded.reload()}
					onAct={(what) => void act(what)}
					onResubmitted={(version) => onGoesOn(model, version)}
					inPane
				/>
			</div>
			<RequestFoot
				model={model}
				busy={blocked}
				panelRef={panelRef}
				onAct={(what) => void act(what)}
				onMoved={() => void loaded.reload()}
				onAnswered={(version) => onGoesOn(model, version)}
			/>
		</div>
	);
}

function Centre({ children }: { children: ReactNode }) {
	return <div className="grid flex-1 place-content-center px-8 text-center text-ink-faint">{children}</div>;
}

/** The shape of a request while it is being read. */
export function PaneSkeleton() {
	return (
		<div aria-hidden="true" className="pulse mx-auto w-full max-w-3xl px-8 pt-7">
			<div className="h-4 w-32 rounded bg-sunken" />
			<div className="mt-4 h-6 w-3/4 rounded bg-sunken" />
			<div className="mt-3 h-4 w-1/2 rounded bg-sunken" />
			<div className="mt-10 space-y-3">
				{[0, 1, 2, 3].map((line) => (
					<div key={line} className="h-9 rounded bg-sunken" />
				))}
			</div>
		</div>
	);
}
