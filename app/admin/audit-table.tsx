import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { AuditView } from "../../ledger/read/audit-trail.ts";
import { Verbatim } from "../ui/disclosure.tsx";
import { inertText } from "../ui/inert.ts";
import { InertText } from "../ui/inert-text.tsx";
import { Instant } from "../ui/time.tsx";
import { words } from "../words/words.ts";

const t = words.admin.audit;

const TONES: Record<string, string> = {
	refused: "text-danger-text",
	link_refused: "text-danger-text",
	undeliverable: "text-danger-text",
	unsatisfiable: "text-danger-text",
	escalated: "text-warn-text",
	reminded: "text-warn-text",
	decided: "text-ok-text",
	closed: "text-ok-text",
};

/** Entries of the audit trail, newest first. Each opens to the bytes that are kept. */
export function AuditTable({ items }: { items: readonly AuditView[] }) {
	return (
		<ul className="mt-6 border-t border-line">
			{items.map((item) => (
				<li key={item.id} className="border-b border-line">
					<details className="group">
						<summary className="grid grid-cols-[1rem_1fr_auto] items-baseline gap-x-3 gap-y-0.5 rounded-md py-2.5 hover:bg-hover sm:px-2 md:grid-cols-[1rem_8.5rem_9.5rem_11rem_1fr_auto]">
							<ChevronRight
								aria-hidden="true"
								className="size-3.5 translate-y-0.5 text-ink-faint transition-transform group-open:rotate-90"
							/>
							<span className={`font-medium md:order-2 ${TONES[item.kind] ?? ""}`}>
								{t.kinds[item.kind] ?? item.kind}
							</span>
							<Instant at={item.at} className="whitespace-nowrap text-ink-soft tabular-nums md:order-1" />
							<span className="col-start-2 min-w-0 truncate text-ink-soft md:order-3 md:col-start-auto">
								{item.actor === null ? (
									<span className="text-ink-faint">{words.common.system}</span>
								) : (
									<InertText text={item.actor.name} />
								)}
							</span>
							<span className="col-start-2 col-end-4 min-w-0 truncate text-ink-soft md:order-4 md:col-auto">
								{item.request === null ? "" : <InertText text={item.request.title} />}
							</span>
							<span className="hidden text-xs whitespace-nowrap text-ink-faint tabular-nums md:order-5 md:block">
								{t.position(item.position)}
							</span>
						</summary>
						<div className="pb-4 sm:pl-9">
							<p className="mb-1.5 text-xs text-ink-faint">{t.canonical}</p>
							<div className="break-all whitespace-pre-wrap [&_pre]:whitespace-pre-wrap">
								<Verbatim text={inertText(item.body)} label={t.entry} />
							</div>
							{item.request !== null && (
								<p className="mt-2">
									<Link
										href={`/requests/${item.request.id}`}
										prefetch={false}
										className="text-accent-text underline underline-offset-2"
									>
										<InertText text={item.request.title} />
									</Link>
								</p>
							)}
						</div>
					</details>
				</li>
			))}
		</ul>
	);
}
