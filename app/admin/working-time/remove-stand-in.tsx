"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { RotaView } from "../../../ledger/directory/rotas.ts";
import { callApi } from "../../client/call-api.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";
import { type Override, overridesIn, without } from "./overrides.ts";

const t = words.workingTime.rota.standIn;

/** Takes one override out of the rota as it is by then, after one question. */
export function RemoveStandIn({ rota, override, name }: { rota: string; override: Override; name: string }) {
	const router = useRouter();
	const notices = useNotices();
	const dialog = useRef<HTMLDialogElement>(null);
	const [busy, setBusy] = useState(false);
	const path = `/api/v1/rotas/${rota}`;
	const shown = inertText(name);
	const remove = async (): Promise<string | null> => {
		const now = await callApi<RotaView>(path);
		if (!now.ok) return now.problem.detail;
		const overrides = without(overridesIn(now.value.document), override);
		if (overrides === null) return t.gone;
		const saved = await callApi(path, { method: "PUT", body: { ...now.value.document, overrides } });
		return saved.ok ? null : saved.problem.detail;
	};
	const act = async () => {
		setBusy(true);
		const trouble = await remove();
		setBusy(false);
		dialog.current?.close();
		notices.show(trouble === null ? { tone: "done", text: t.removed } : { tone: "trouble", text: trouble });
		router.refresh();
	};
	return (
		<>
			<Button look="quiet" aria-label={t.removeOne(shown)} onClick={() => dialog.current?.showModal()}>
				{t.remove}
			</Button>
			<Dialog ref={dialog} title={t.question}>
				<p className="mt-1.5 text-ink-soft">{t.body(shown)}</p>
				<div className="mt-5 flex flex-wrap justify-end gap-2.5">
					<Button onClick={() => dialog.current?.close()}>{t.keep}</Button>
					<Button look="danger" disabled={busy} onClick={() => void act()}>
						{t.confirm}
					</Button>
				</div>
			</Dialog>
		</>
	);
}
