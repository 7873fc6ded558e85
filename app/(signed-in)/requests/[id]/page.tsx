import type { Metadata } from "next";
import { cache } from "react";
import { RequestPage } from "../../../request/request-page.tsx";
import { orNotFound, pageCtx } from "../../../server/page-context.ts";
import { readRequestPage } from "../../../server/request-page.ts";
import { BackLink } from "../../../ui/back-link.tsx";
import { inertText } from "../../../ui/inert.ts";
import { words } from "../../../words/words.ts";

interface Props {
	params: Promise<{ id: string }>;
}

const read = cache(async (id: string) => orNotFound(readRequestPage(await pageCtx(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
	const { request } = await read((await params).id);
	return { title: inertText(request.title) };
}

export default async function Page({ params }: Props) {
	const model = await read((await params).id);
	return (
		<div className="mx-auto flex w-full max-w-3xl flex-1 flex-col">
			<div className="px-2 pt-3 sm:px-6">
				<BackLink href="/">{words.request.back}</BackLink>
			</div>
			<RequestPage initial={model} />
		</div>
	);
}
