import type { Metadata } from "next";
import Link from "next/link";
import {
	AUDIT_KINDS,
	type AuditFilter,
	type AuditView,
	readAudit,
} from "../../../../ledger/read/audit-trail.ts";
import { Refusal } from "../../../../ledger/refusal.ts";
import { AuditFilters } from "../../../admin/audit-filters.tsx";
import { auditHref, readAuditQuery } from "../../../admin/audit-query.ts";
import { AuditTable } from "../../../admin/audit-table.tsx";
import { isStaff, pageCtx } from "../../../server/page-context.ts";
import { buttonClass } from "../../../ui/button.tsx";
import { NoAccess } from "../../../ui/no-access.tsx";
import { PageHeading } from "../../../ui/page-heading.tsx";
import { words } from "../../../words/words.ts";

const t = words.admin.audit;

export const metadata: Metadata = { title: t.title };

interface Props {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The audit trail, for administrators and auditors. */
export default async function Page({ searchParams }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const query = readAuditQuery(await searchParams);
	const { items, nextCursor, trouble } = await readOrSayWhy(readAudit(ctx, auditFilter(query)));
	return (
		<div className="mx-auto w-full max-w-6xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead} />
			<AuditFilters query={query} kinds={AUDIT_KINDS} />
			{trouble !== null ? (
				<p role="alert" className="mt-6 rounded-lg bg-warn-soft p-4">
					<span className="font-semibold">{t.invalid}: </span>
					{trouble}
				</p>
			) : items.length === 0 ? (
				<p className="py-16 text-center text-ink-faint">{t.empty}</p>
			) : (
				<AuditTable items={items} />
			)}
			<nav aria-label={words.inbox.paging.label} className="mt-5 flex gap-2">
				{query.cursor !== null && (
					<Link href={auditHref({ ...query, cursor: null })} prefetch={false} className={buttonClass()}>
						{t.newest}
					</Link>
				)}
				{nextCursor !== null && (
					<Link href={auditHref({ ...query, cursor: nextCursor })} prefetch={false} className={buttonClass()}>
						{t.older}
					</Link>
				)}
			</nav>
		</div>
	);
}

function auditFilter(query: ReturnType<typeof readAuditQuery>): AuditFilter {
	const { request, actor, kind, from, to, cursor } = query;
	return {
		...(request === null ? {} : { request }),
		...(actor === null ? {} : { actor }),
		...(kind === null ? {} : { kind }),
		...(from === null ? {} : { from: `${from}Z` }),
		...(to === null ? {} : { to: `${to}Z` }),
		...(cursor === null ? {} : { cursor }),
		limit: 50,
	};
}

async function readOrSayWhy(
	reading: ReturnType<typeof readAudit>,
): Promise<{ items: AuditView[]; nextCursor: string | null; trouble: string | null }> {
	try {
		return { ...(await reading), trouble: null };
	} catch (error) {
		if (error instanceof Refusal && error.code === "invalid")
			return { items: [], nextCursor: null, trouble: error.message };
		throw error;
	}
}
