"use client";

import { CheckCircle2, CircleSlash, XCircle } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { LinkView } from "../../ledger/links/open-link.ts";
import type { Verdict } from "../../policy/record.ts";
import { DecisionsSection } from "../request/request-details.tsx";
import { buttonClass } from "../ui/button.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { useWords } from "../words/use-words.tsx";
import { rememberToReturn } from "./link-token.ts";

/** Signing in, and coming back here. */
function SignInLink({ id }: { id: string }) {
	const { link: t } = useWords();
	return (
		<Link
			href={`/sign-in?next=/l/${id}`}
			prefetch={false}
			onClick={() => rememberToReturn(id)}
			className={buttonClass("primary", "min-h-10")}
		>
			{t.signIn}
		</Link>
	);
}

/** A link that cannot be read: why, and what to do. */
export function LinkTrouble({ id, title, body }: { id: string; title: string; body: string }) {
	return (
		<End Icon={CircleSlash} tone="text-ink-faint" title={title}>
			<p className="mt-2 text-ink-soft">{body}</p>
			<div className="mt-6">
				<SignInLink id={id} />
			</div>
		</End>
	);
}

/** Deciding takes a fresh sign-in. */
export function SignInStep({ id, why }: { id: string; why: string }) {
	return (
		<div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-4 sm:px-8">
			<p className="min-w-0 flex-1 basis-60 text-ink-soft">{why}</p>
			<SignInLink id={id} />
		</div>
	);
}

/** Nothing is left to do with the link: what the person did, or what became of the request. */
export function LinkEnd({ view, verdict }: { view: LinkView; verdict: Verdict | null }) {
	const words = useWords();
	const t = words.link;
	const { request } = view;
	const reason = view.reason ?? "closed";
	const done = verdict === null ? null : t.done[verdict];
	const state = (words.common.states[request.state] ?? request.state).toLowerCase();
	const Icon = verdict === "approve" ? CheckCircle2 : verdict === "reject" ? XCircle : CircleSlash;
	const tone =
		verdict === "approve" ? "text-ok-text" : verdict === "reject" ? "text-danger-text" : "text-ink-faint";
	return (
		<End Icon={Icon} tone={tone} title={done?.title ?? t.dead[reason] ?? ""}>
			<p className="mt-2 text-ink-soft">{done?.body ?? t.deadBody[reason]}</p>
			<div className="mt-6 rounded-lg border border-line bg-surface p-5">
				<p className="font-medium break-words">
					<InertText text={request.title} />
				</p>
				<p className="mt-1 text-ink-soft">
					{(request.outcome === null
						? null
						: words.request.outcome[request.outcome]?.[request.cause ?? ""]) ?? t.became(state)}
				</p>
				<DecisionsSection
					decisions={request.decisions}
					people={request.people}
					stages={request.stageCount}
					round={request.round}
				/>
			</div>
			{verdict === null && reason !== "inactive" && (
				<div className="mt-6">
					<Link
						href={`/requests/${request.id}`}
						prefetch={false}
						className={buttonClass("plain", "min-h-10")}
					>
						{t.toInbox}
					</Link>
				</div>
			)}
		</End>
	);
}

function End({
	Icon,
	tone,
	title,
	children,
}: {
	Icon: typeof CircleSlash;
	tone: string;
	title: string;
	children: ReactNode;
}) {
	return (
		<div className="pt-[6vh]">
			<Icon aria-hidden="true" className={`size-9 ${tone}`} strokeWidth={1.6} />
			<h1 className="mt-4 text-xl font-semibold tracking-[-0.012em]">{title}</h1>
			{children}
		</div>
	);
}
