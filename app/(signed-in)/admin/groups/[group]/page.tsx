import type { Metadata } from "next";
import Link from "next/link";
import { getGroup } from "../../../../../ledger/directory/groups.ts";
import { listPeople } from "../../../../../ledger/directory/people.ts";
import { readPoliciesNaming } from "../../../../../ledger/read/directory-around.ts";
import { GroupManage } from "../../../../admin/groups/group-manage.tsx";
import { AddMember, RemoveMember } from "../../../../admin/groups/group-members.tsx";
import { addressOf, oneOf, type SearchParams } from "../../../../admin/list-address.ts";
import { Pager } from "../../../../admin/pager.tsx";
import { PoliciesNaming } from "../../../../admin/policies-naming.tsx";
import { isStaff, orNotFound, pageCtx } from "../../../../server/page-context.ts";
import { orFromStart } from "../../../../server/read-page.ts";
import { Avatar } from "../../../../ui/avatar.tsx";
import { BackLink } from "../../../../ui/back-link.tsx";
import { InertText } from "../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../ui/page-heading.tsx";
import { Section } from "../../../../ui/section.tsx";
import { words } from "../../../../words/words.ts";

const t = words.groups;

interface Props {
	params: Promise<{ group: string }>;
	searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await params).group };
}

/** One group and who is in it: changed by administrators, read by auditors. */
export default async function Page({ params, searchParams }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const group = await orNotFound(getGroup(ctx, (await params).group));
	const path = `/admin/groups/${group.name}`;
	const cursor = oneOf(await searchParams, "cursor");
	const [members, policies] = await Promise.all([
		orFromStart(listPeople(ctx, { group: group.name, ...(cursor === null ? {} : { cursor }) }), path),
		readPoliciesNaming(ctx, { group: group.name }),
	]);
	const changes = ctx.actor.role === "administrator";
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/groups">{t.back}</BackLink>
			</div>
			<PageHeading title={<InertText text={group.title} />}>
				<p className="text-[0.8125rem] text-ink-faint">
					<span className="font-mono break-all">{group.name}</span> · {t.members(group.members.length)}
				</p>
			</PageHeading>
			<div className="grid gap-x-12 lg:grid-cols-[1fr_18rem]">
				<div id="members" tabIndex={-1} className="min-w-0 outline-none">
					{changes && <AddMember group={group.name} members={group.members} />}
					<Section title={t.one.members}>
						{members.items.length === 0 ? (
							<p className="text-ink-soft">{t.one.empty}</p>
						) : (
							<ul className="border-t border-line">
								{members.items.map((person) => (
									<li
										key={person.id}
										className="relative flex items-center gap-3 border-b border-line py-2 hover:bg-hover sm:px-3"
									>
										<Avatar name={person.name} className="size-8 text-xs" />
										<div className="min-w-0 flex-1">
											<p className="flex flex-wrap items-baseline gap-x-2">
												<Link
													href={`/admin/people/${person.id}`}
													prefetch={false}
													className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-md"
												>
													<InertText text={person.name} />
												</Link>
												{!person.active && (
													<span className="rounded bg-sunken px-1.5 text-xs leading-5 text-ink-soft">
														{words.people.inactive}
													</span>
												)}
											</p>
											<p className="text-[0.8125rem] [overflow-wrap:anywhere] text-ink-faint">
												<InertText text={person.email} />
											</p>
										</div>
										{changes && (
											<RemoveMember group={group.name} person={{ id: person.id, name: person.name }} />
										)}
									</li>
								))}
							</ul>
						)}
						<Pager
							words={t}
							first={cursor === null ? null : path}
							next={members.nextCursor === null ? null : addressOf(path, { cursor: members.nextCursor })}
						/>
					</Section>
				</div>
				<div className="min-w-0 lg:-mt-8">
					<Section title={t.one.named}>
						<PoliciesNaming policies={policies} none={t.one.notNamed} />
					</Section>
					{group.externalId !== null && (
						<Section title={t.one.externalId}>
							<InertText text={group.externalId} className="[overflow-wrap:anywhere]" />
							<p className="mt-1 text-xs text-ink-faint">{t.one.provisioned}</p>
						</Section>
					)}
					{changes && (
						<Section title={t.one.manage}>
							<GroupManage
								key={group.name}
								name={group.name}
								title={group.title}
								members={group.members.length}
								named={policies.length}
							/>
						</Section>
					)}
				</div>
			</div>
		</div>
	);
}
