"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type Ref, useRef } from "react";
import { words } from "../words/words.ts";
import type { InboxQuery } from "./inbox-model.ts";
import { inboxHref, isFiltered } from "./inbox-query.ts";

const t = words.inbox.filters;
const field =
	"min-h-8 w-full min-w-0 rounded-md border border-line bg-surface px-2.5 text-[0.8125rem] text-ink-soft hover:bg-hover";

interface Props {
	query: InboxQuery;
	policies: readonly { name: string; title: string }[];
	searchRef: Ref<HTMLInputElement>;
}

/** Filters and sort. A plain form whose fields are the address: it works before the page is alive. */
export function FilterBar({ query, policies, searchRef }: Props) {
	const router = useRouter();
	const form = useRef<HTMLFormElement>(null);
	const go = () => {
		if (form.current === null) return;
		const data = new FormData(form.current);
		const text = (name: string) => String(data.get(name) ?? "").trim() || null;
		router.push(
			inboxHref({
				view: query.view,
				q: text("q"),
				state: text("state"),
				policy: text("policy"),
				sort: text("sort") === "due" ? "due" : "created",
			}),
		);
	};
	return (
		<search>
			<form
				ref={form}
				action="/"
				aria-label={t.label}
				onSubmit={(event) => {
					event.preventDefault();
					go();
				}}
				className="border-b border-line px-4 pb-3 sm:px-5"
			>
				{query.view !== "inbox" && <input type="hidden" name="view" value={query.view} />}
				<div className="flex gap-2">
					<div className="relative min-w-0 flex-1">
						<Search aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-ink-faint" />
						<input
							ref={searchRef}
							type="search"
							name="q"
							defaultValue={query.q ?? ""}
							placeholder={t.search}
							aria-label={t.search}
							className={`${field} pl-8 placeholder:text-ink-faint`}
						/>
					</div>
				</div>
				<div className={`mt-2 grid gap-2 ${query.view === "inbox" ? "grid-cols-2" : "grid-cols-3"}`}>
					{query.view !== "inbox" && (
						<select
							name="state"
							defaultValue={query.state ?? ""}
							aria-label={t.state}
							onChange={go}
							className={field}
						>
							<option value="">{t.anyState}</option>
							{Object.entries(words.common.states).map(([state, name]) => (
								<option key={state} value={state}>
									{name}
								</option>
							))}
						</select>
					)}
					<select
						name="policy"
						defaultValue={query.policy ?? ""}
						aria-label={t.policy}
						onChange={go}
						className={field}
					>
						<option value="">{t.anyPolicy}</option>
						{policies.map(({ name, title }) => (
							<option key={name} value={name}>
								{title}
							</option>
						))}
					</select>
					<select name="sort" defaultValue={query.sort} aria-label={t.sort} onChange={go} className={field}>
						<option value="due">{t.byDue}</option>
						<option value="created">{t.byCreated}</option>
					</select>
				</div>
				{isFiltered(query) && (
					<Link
						href={inboxHref({ view: query.view })}
						prefetch={false}
						className="mt-1.5 inline-flex min-h-6 items-center text-xs text-accent-text underline underline-offset-2"
					>
						{t.clear}
					</Link>
				)}
			</form>
		</search>
	);
}
