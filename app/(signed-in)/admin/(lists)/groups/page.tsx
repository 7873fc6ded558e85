import { ChevronRight, SearchX, UsersRound } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { listGroups } from "../../../../../ledger/directory/groups.ts";
import { EmptyState } from "../../../../admin/empty-state.tsx";
import { NewGroup } from "../../../../admin/groups/new-group.tsx";
import { addressOf, oneOf, type SearchParams } from "../../../../admin/list-address.ts";
import { Pager } from "../../../../admin/pager.tsx";
import { isStaff, pageCtx } from "../../../../server/page-context.ts";
import { orFromStart } from "../../../../server/read-page.ts";
import { Button, buttonClass } from "../../../../ui/button.tsx";
import { FIELD, Field } from "../../../../ui/field.tsx";
import { InertText } from "../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { words } from "../../../../words/words.ts";

const t = words.groups;
const PATH = "/admin/groups";

export const metadata: Metadata = { title: t.title };

/** The groups, for administrators and auditors. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const params = await searchParams;
	const q = oneOf(params, "q");
	const cursor = oneOf(params, "cursor");
	const page = await orFromStart(
		listGroups(ctx, { ...(q === null ? {} : { q }), ...(cursor === null ? {} : { cursor }) }),
		addressOf(PATH, { q }),
	);
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead}>
				{ctx.actor.role === "administrator" && <NewGroup />}
			</PageHeading>
			<search>
				<form action={PATH} className="flex items-end gap-2.5">
					<div className="min-w-0 flex-1 sm:max-w-sm">
						<Field label={t.search}>
							{(aria) => (
								<input
									{...aria}
									type="search"
									name="q"
									defaultValue={q ?? ""}
									maxLength={200}
									className={FIELD}
								/>
							)}
						</Field>
					</div>
					<Button type="submit" className="min-h-9">
						{t.filter}
					</Button>
					{q !== null && (
						<Link href={PATH} prefetch={false} className={buttonClass("quiet", "min-h-9")}>
							{t.clear}
						</Link>
					)}
				</form>
			</search>
			{page.items.length === 0 ? (
				q === null ? (
					<EmptyState Icon={UsersRound} title={t.empty.title} body={t.empty.body} />
				) : (
					<EmptyState Icon={SearchX} title={t.empty.filteredTitle} body={t.empty.filteredBody} />
				)
			) : (
				<ul className="mt-6 border-t border-line">
					{page.items.map((group) => (
						<li key={group.name} className="border-b border-line">
							<Link
								href={`${PATH}/${group.name}`}
								prefetch={false}
								className="flex items-center gap-4 rounded-md py-3.5 hover:bg-hover sm:px-3"
							>
								<span className="min-w-0 flex-1">
									<span className="flex flex-wrap items-baseline gap-x-2.5">
										<InertText text={group.title} className="font-medium [overflow-wrap:anywhere]" />
										<span className="font-mono text-xs break-all text-ink-faint">{group.name}</span>
									</span>
									<span
										className={`mt-0.5 block text-[0.8125rem] ${group.members.length === 0 ? "text-warn-text" : "text-ink-faint"}`}
									>
										{t.members(group.members.length)}
										{group.members.length === 0 && ` · ${t.noMembers}`}
									</span>
								</span>
								<ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
							</Link>
						</li>
					))}
				</ul>
			)}
			<Pager
				words={t}
				first={cursor === null ? null : addressOf(PATH, { q })}
				next={page.nextCursor === null ? null : addressOf(PATH, { q, cursor: page.nextCursor })}
			/>
		</div>
	);
}
