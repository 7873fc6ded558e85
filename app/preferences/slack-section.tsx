"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { SlackState } from "../../ledger/slack/link-state.ts";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { useNotices } from "../ui/notices.tsx";
import { Section } from "../ui/section.tsx";
import { Instant } from "../ui/time.tsx";
import { words } from "../words/words.ts";

const t = words.slack;

/** One's Slack user: linked by a code that is typed there, and unlinked here. */
export function SlackSection({ state }: { state: SlackState }) {
	const [code, setCode] = useState<{ code: string; minutes: number } | null>(null);
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const router = useRouter();
	const run = async (work: () => Promise<string | null>) => {
		setBusy(true);
		const trouble = await work();
		setBusy(false);
		if (trouble !== null) notices.show({ tone: "trouble", text: trouble });
	};
	const makeCode = () =>
		run(async () => {
			const answer = await callApi<{ code: string; minutes: number }>("/preferences/slack/code", {
				method: "POST",
			});
			if (answer.ok) setCode(answer.value);
			return answer.ok ? null : answer.problem.detail;
		});
	const unlink = () =>
		run(async () => {
			const answer = await callApi("/preferences/slack/link", { method: "DELETE" });
			if (!answer.ok) return answer.problem.detail;
			setCode(null);
			notices.show({ tone: "done", text: t.unlinked });
			router.refresh();
			return null;
		});
	return (
		<Section title={t.title}>
			{state.teams.length === 0 ? (
				<p className="text-ink-soft">{t.notInstalled}</p>
			) : state.link === null ? (
				<>
					<p className="mb-3 max-w-prose text-ink-soft">{t.lead}</p>
					{code === null ? (
						<Button disabled={busy} onClick={() => void makeCode()}>
							{t.makeCode}
						</Button>
					) : (
						<div aria-live="polite">
							<p className="mb-1 text-ink-soft">{t.type}</p>
							<code className="inline-block rounded-md border border-line bg-canvas px-2.5 py-1.5 text-base select-all">
								/approvals link {code.code}
							</code>
							<p className="mt-1 text-[0.8125rem] text-ink-faint">{t.good(code.minutes)}</p>
							<Button look="quiet" className="mt-1 -ml-2" onClick={() => router.refresh()}>
								{t.look}
							</Button>
						</div>
					)}
				</>
			) : (
				<div className="flex flex-wrap items-center justify-between gap-3">
					<p>
						{t.linked} <InertText text={state.link.teamName} /> · <Instant at={state.link.linkedAt} />
					</p>
					<Button disabled={busy} onClick={() => void unlink()}>
						{t.unlink}
					</Button>
				</div>
			)}
		</Section>
	);
}
