import { TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { web } from "../server/context.ts";
import { currentActor } from "../server/session.ts";
import { PlainPage } from "../ui/plain-page.tsx";
import { words } from "../words/words.ts";
import { ProviderButton } from "./provider-button.tsx";

const t = words.signIn;

export const metadata: Metadata = { title: t.title };

interface Props {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
	const { error: given, next } = await searchParams;
	const error = typeof given === "string" ? (t.errors[given] ?? t.errors.other) : undefined;
	if (error === undefined && next === undefined && (await currentActor()) !== null) redirect("/");
	const { oidc, demo } = web().settings;
	const back = typeof next === "string" && /^\/l\/[0-9a-f-]{36}$/.test(next) ? next : "/";
	return (
		<PlainPage>
			<h1 className="text-xl font-semibold tracking-[-0.012em]">{t.title}</h1>
			<p className="mt-1.5 text-ink-soft">{t.lead}</p>
			{error !== undefined && (
				<div role="alert" className="mt-6 flex gap-3 rounded-lg bg-warn-soft p-4">
					<TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn-text" />
					<div>
						<p className="font-semibold">{error.title}</p>
						<p className="mt-1">{error.body}</p>
					</div>
				</div>
			)}
			{oidc !== null && (
				<div className="mt-6">
					<ProviderButton back={back} />
				</div>
			)}
			{demo && (
				<Note title={t.demoTitle}>
					<p>{t.demoBody}</p>
					<p className="mt-2 text-ink-faint">{t.demoMore}</p>
				</Note>
			)}
			{oidc === null && !demo && <Note title={t.noneTitle}>{t.noneBody}</Note>}
			{back !== "/" && <p className="mt-4 text-ink-faint">{t.back}</p>}
		</PlainPage>
	);
}

function Note({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="mt-6 rounded-lg border border-line bg-surface p-5">
			<h2 className="font-semibold">{title}</h2>
			<div className="mt-1.5 text-ink-soft">{children}</div>
		</section>
	);
}
