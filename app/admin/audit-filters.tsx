import Link from "next/link";
import type { ReactNode } from "react";
import { Button, buttonClass } from "../ui/button.tsx";
import { words } from "../words/words.ts";
import { type AuditQuery, auditHref } from "./audit-query.ts";

const t = words.admin.audit;
const field = "h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.8125rem]";

/** Filters of the audit trail: a plain form whose fields are the address. */
export function AuditFilters({ query, kinds }: { query: AuditQuery; kinds: readonly string[] }) {
	return (
		<form action="/admin/audit" className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-6">
			<Labelled label={t.request} className="lg:col-span-2">
				<input name="request" defaultValue={query.request ?? ""} className={field} autoComplete="off" />
			</Labelled>
			<Labelled label={t.actor} className="lg:col-span-2">
				<input name="actor" defaultValue={query.actor ?? ""} className={field} autoComplete="off" />
			</Labelled>
			<Labelled label={t.kind} className="lg:col-span-2">
				<select name="kind" defaultValue={query.kind ?? ""} className={field}>
					<option value="">{t.anyKind}</option>
					{kinds.map((kind) => (
						<option key={kind} value={kind}>
							{t.kinds[kind] ?? kind}
						</option>
					))}
				</select>
			</Labelled>
			<Labelled label={t.from} className="lg:col-span-2">
				<input type="datetime-local" name="from" defaultValue={query.from ?? ""} className={field} />
			</Labelled>
			<Labelled label={t.to} className="lg:col-span-2">
				<input type="datetime-local" name="to" defaultValue={query.to ?? ""} className={field} />
			</Labelled>
			<div className="flex items-end gap-2 lg:col-span-2">
				<Button type="submit" look="primary" className="h-9">
					{t.apply}
				</Button>
				<Link href={auditHref({})} prefetch={false} className={buttonClass("quiet", "h-9")}>
					{t.clear}
				</Link>
			</div>
		</form>
	);
}

function Labelled({ label, className, children }: { label: string; className: string; children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
		<label className={`block min-w-0 ${className}`}>
			<span className="mb-1 block text-xs text-ink-faint">{label}</span>
			{children}
		</label>
	);
}
