import { SearchX, UserRound } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { listGroups } from "../../../../../ledger/directory/groups.ts";
import { listPeople } from "../../../../../ledger/directory/people.ts";
import { readPeopleAround } from "../../../../../ledger/read/directory-around.ts";
import { EmptyState } from "../../../../admin/empty-state.tsx";
import { addressOf, oneOf, type SearchParams } from "../../../../admin/list-address.ts";
import { Pager } from "../../../../admin/pager.tsx";
import { PeopleFilters, STATES, type StateFilter } from "../../../../admin/people/people-filters.tsx";
import { PeopleList } from "../../../../admin/people/people-list.tsx";
import { isStaff, pageCtx } from "../../../../server/page-context.ts";
import { orFromStart } from "../../../../server/read-page.ts";
import { buttonClass } from "../../../../ui/button.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { words } from "../../../../words/words.ts";

const t = words.people;
const PATH = "/admin/people";

export const metadata: Metadata = { title: t.title };

/** Everybody in the workspace, for administrators and auditors. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const params = await searchParams;
	const q = oneOf(params, "q");
	const group = oneOf(params, "group");
	const cursor = oneOf(params, "cursor");
	const state = stateOf(oneOf(params, "state"));
	const filters = { q, state: state === "active" ? null : state, group };
	const [page, groups] = await Promise.all([
		orFromStart(
			listPeople(ctx, {
				...(q === null ? {} : { q }),
				...(group === null ? {} : { group }),
				...(cursor === null ? {} : { cursor }),
				...(state === "all" ? {} : { active: state === "active" }),
			}),
			addressOf(PATH, filters),
		),
		listGroups(ctx, { limit: 200 }),
	]);
	const around = await readPeopleAround(ctx, page.items);
	const changes = ctx.actor.role === "administrator";
	const filtered = q !== null || group !== null || state !== "active";
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead}>
				{changes && (
					<div className="flex flex-wrap gap-2.5">
						<Link href={`${PATH}/import`} prefetch={false} className={buttonClass()}>
							{t.import}
						</Link>
						<Link href={`${PATH}/new`} prefetch={false} className={buttonClass("primary")}>
							{t.add}
						</Link>
					</div>
				)}
			</PageHeading>
			<PeopleFilters q={q} state={state} group={group} groups={groups.items} />
			{page.items.length > 0 ? (
				<PeopleList people={page.items} around={around} />
			) : filtered ? (
				<EmptyState Icon={SearchX} title={t.empty.filteredTitle} body={t.empty.filteredBody}>
					<Link href={addressOf(PATH, { q, state: "all" })} prefetch={false} className={buttonClass()}>
						{t.filters.states.all}
					</Link>
				</EmptyState>
			) : (
				<EmptyState Icon={UserRound} title={t.empty.title} body={t.empty.body} />
			)}
			<Pager
				words={t}
				first={cursor === null ? null : addressOf(PATH, filters)}
				next={page.nextCursor === null ? null : addressOf(PATH, { ...filters, cursor: page.nextCursor })}
			/>
		</div>
	);
}

function stateOf(text: string | null): StateFilter {
	return STATES.find((state) => state === text) ?? "active";
}
