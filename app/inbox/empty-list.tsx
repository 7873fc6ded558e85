import { Inbox as InboxIcon, SearchX } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "../ui/button.tsx";
import { Verbatim } from "../ui/disclosure.tsx";
import { words } from "../words/words.ts";
import type { InboxQuery, InboxView } from "./inbox-model.ts";
import { inboxHref, isFiltered } from "./inbox-query.ts";

const t = words.inbox.empty;

const TEXTS: Record<InboxView, [string, string]> = {
	inbox: [t.inboxTitle, t.inboxBody],
	mine: [t.mineTitle, t.mineBody],
	all: [t.allTitle, t.allBody],
};

/** Why a list is empty, and what to do: nothing there yet is not the same as nothing that matches. */
export function EmptyList({
	query,
	publicUrl,
	policy,
}: {
	query: InboxQuery;
	publicUrl: string;
	policy: { name: string; context: Record<string, unknown> } | null;
}) {
	if (isFiltered(query) || query.cursor !== null) {
		return (
			<Empty Icon={SearchX} title={t.filteredTitle} body={t.filteredBody}>
				<Link
					href={inboxHref({ view: query.view })}
					prefetch={false}
					className={buttonClass("plain", "mt-4")}
				>
					{words.inbox.filters.clear}
				</Link>
			</Empty>
		);
	}
	const [title, body] = TEXTS[query.view];
	return (
		<Empty Icon={InboxIcon} title={title} body={body}>
			<div className="mt-6 text-left">
				<p className="mb-2 text-[0.8125rem] text-ink-soft">{t.how}</p>
				<Verbatim text={curlLine(publicUrl, policy)} label="curl" />
			</div>
		</Empty>
	);
}

function Empty({
	Icon,
	title,
	body,
	children,
}: {
	Icon: typeof InboxIcon;
	title: string;
	body: string;
	children: ReactNode;
}) {
	return (
		<div className="mx-auto max-w-sm px-5 py-12 text-center">
			<span className="mx-auto grid size-11 place-items-center rounded-full bg-accent-soft text-accent-text">
				<Icon aria-hidden="true" className="size-5" />
			</span>
			<h2 className="mt-4 font-semibold">{title}</h2>
			<p className="mt-1 text-ink-soft">{body}</p>
			{children}
		</div>
	);
}

function curlLine(
	publicUrl: string,
	policy: { name: string; context: Record<string, unknown> } | null,
): string {
	const body = JSON.stringify(
		{ policy: policy?.name ?? "POLICY", title: "My first request", context: policy?.context ?? {} },
		null,
		2,
	);
	return [
		`curl ${publicUrl}/api/v1/requests \\`,
		'  -H "Authorization: Bearer $API_KEY" \\',
		'  -H "Content-Type: application/json" \\',
		`  -d '${body.replaceAll("'", "'\\''")}'`,
	].join("\n");
}
