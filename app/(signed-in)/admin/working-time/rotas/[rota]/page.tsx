import type { Metadata } from "next";
import { getRota } from "../../../../../../ledger/directory/rotas.ts";
import { readPoliciesNaming } from "../../../../../../ledger/read/directory-around.ts";
import { PoliciesNaming } from "../../../../../admin/policies-naming.tsx";
import { DeleteDocument } from "../../../../../admin/working-time/delete-document.tsx";
import { DocumentForm } from "../../../../../admin/working-time/document-form.tsx";
import { rotaText } from "../../../../../admin/working-time/document-text.ts";
import { OnCallNow } from "../../../../../admin/working-time/on-call-card.tsx";
import { OverrideList } from "../../../../../admin/working-time/override-list.tsx";
import { RotaTurns } from "../../../../../admin/working-time/rota-turns.tsx";
import { StandInForm } from "../../../../../admin/working-time/stand-in.tsx";
import { rotaOf } from "../../../../../admin/working-time/stored.ts";
import { isStaff, orNotFound, pageCtx } from "../../../../../server/page-context.ts";
import { BackLink } from "../../../../../ui/back-link.tsx";
import { InertText } from "../../../../../ui/inert-text.tsx";
import { NoAccess } from "../../../../../ui/no-access.tsx";
import { PageHeading } from "../../../../../ui/page-heading.tsx";
import { Section } from "../../../../../ui/section.tsx";
import { nameOf } from "../../../../../words/names.ts";
import { durationText } from "../../../../../words/time.ts";
import { words } from "../../../../../words/words.ts";

const t = words.workingTime;

interface Props {
	params: Promise<{ rota: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	return { title: (await params).rota };
}

/** One rota: who is on call, now and in the next two weeks. Changed by administrators, read by auditors. */
export default async function Page({ params }: Props) {
	const ctx = await pageCtx();
	if (!isStaff(ctx.actor)) return <NoAccess why={words.admin.noAccess} />;
	const view = await orNotFound(getRota(ctx, (await params).rota));
	const policies = await readPoliciesNaming(ctx, { rota: view.name });
	const rota = rotaOf(view.document);
	const now = Date.parse(view.onCall.at);
	const changes = ctx.actor.role === "administrator";
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-8">
			<div className="mb-4 -ml-2">
				<BackLink href="/admin/working-time">{t.back}</BackLink>
			</div>
			<PageHeading
				title={view.name}
				lead={t.rota.nextLead(durationText(rota.shiftLength), rota.handOver, rota.timeZone)}
			/>
			<div className="grid gap-x-12 lg:grid-cols-[1fr_15rem]">
				<div className="min-w-0">
					<div className="-mt-8">
						<Section title={t.rota.onCall}>
							<div className="rounded-lg bg-accent-soft px-4 py-3">
								<OnCallNow rota={view} />
							</div>
						</Section>
					</div>
					<Section title={t.rota.next}>
						<RotaTurns rota={rota} people={view.people} now={now} />
					</Section>
					<Section title={t.rota.overrides}>
						<OverrideList rota={view} now={now} changes={changes} />
					</Section>
					{changes && (
						<Section title={t.rota.standIn.title}>
							<StandInForm rota={view.name} />
						</Section>
					)}
					{changes && (
						<Section title={t.document.title}>
							<DocumentForm
								key={view.updatedAt}
								what="rota"
								name={view.name}
								text={rotaText(view.document, view.people)}
							/>
						</Section>
					)}
				</div>
				<div className="min-w-0 lg:-mt-8">
					<Section title={t.rota.turns}>
						<ol className="list-decimal space-y-1 pl-5 marker:text-ink-faint">
							{rota.people.map((id, i) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: one person may have several turns
								<li key={i} className="[overflow-wrap:anywhere]">
									<InertText text={nameOf(view.people, id)} />
								</li>
							))}
						</ol>
					</Section>
					<Section title={t.named}>
						<PoliciesNaming policies={policies} none={t.notNamed} />
					</Section>
					{changes && (
						<Section title={t.manage}>
							<DeleteDocument what="rota" name={view.name} named={policies.length} />
						</Section>
					)}
				</div>
			</div>
		</div>
	);
}
