import { ArrowLeftRight, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { listDelegations } from "../../../../../ledger/directory/delegations.ts";
import { DelegationList } from "../../../../admin/delegations/delegation-list.tsx";
import { EmptyState } from "../../../../admin/empty-state.tsx";
import { addressOf, oneOf, type SearchParams } from "../../../../admin/list-address.ts";
import { Pager } from "../../../../admin/pager.tsx";
import { isStaff, pageCtx } from "../../../../server/page-context.ts";
import { orFromStart } from "../../../../server/read-page.ts";
import { Button, buttonClass } from "../../../../ui/button.tsx";
import { FIELD, Field } from "../../../../ui/field.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { words } from "../../../../words/words.ts";

const t = words.delegations;
const PATH = "/admin/delegations";

export const metadata: Metadata = { title: t.title };

/** Everybody's delegations, for administrators and auditors. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const params = await searchParams;
	const person = oneOf(params, "person");
	const ended = oneOf(params, "ended") === "true" ? "true" : null;
	const cursor = oneOf(params, "cursor");
	const page = await orFromStart(
		listDelegations(ctx, {
			...(person === null ? {} : { person }),
			...(cursor === null ? {} : { cursor }),
			ended: ended !== null,
		}),
		addressOf(PATH, { person, ended }),
	);
	const changes = ctx.actor.role === "administrator";
	const add = (
		<Link href={`${PATH}/new`} prefetch={false} className={buttonClass("primary")}>
			{t.add}
		</Link>
	);
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead}>
				{changes && add}
			</PageHeading>
			<search>
				<form action={PATH} className="flex flex-wrap items-end gap-x-4 gap-y-3">
					<div className="min-w-0 flex-1 basis-60 sm:max-w-sm">
						<Field label={t.filters.person}>
							{(aria) => (
								<input
									{...aria}
									type="search"
									name="person"
									defaultValue={person ?? ""}
									maxLength={320}
									autoComplete="off"
									className={FIELD}
								/>
							)}
						</Field>
					</div>
					<label className="flex min-h-9 items-center gap-2.5">
						<input
							type="checkbox"
							name="ended"
							value="true"
							defaultChecked={ended !== null}
							className="size-4 accent-accent"
						/>
						{t.filters.ended}
					</label>
					<div className="flex gap-2">
						<Button type="submit" className="min-h-9">
							{t.filters.apply}
						</Button>
						{(person !== null || ended !== null) && (
							<Link href={PATH} prefetch={false} className={buttonClass("quiet", "min-h-9")}>
								{t.filters.clear}
							</Link>
						)}
					</div>
				</form>
			</search>
			{page.items.length > 0 ? (
				<DelegationList delegations={page.items} now={Date.now()} changes={changes} />
			) : person !== null ? (
				<EmptyState Icon={SearchX} title={t.empty.filteredTitle} body={t.empty.filteredBody} />
			) : (
				<EmptyState Icon={ArrowLeftRight} title={t.empty.title} body={t.empty.body} />
			)}
			<Pager
				words={t}
				first={cursor === null ? null : addressOf(PATH, { person, ended })}
				next={page.nextCursor === null ? null : addressOf(PATH, { person, ended, cursor: page.nextCursor })}
			/>
		</div>
	);
}
