import type { Metadata } from "next";
import { headers } from "next/headers";
import { LinkPage } from "../../link/link-page.tsx";
import { PlainPage } from "../../ui/plain-page.tsx";
import { preferredLanguage, wordsFor } from "../../words/words-for.ts";

export async function generateMetadata(): Promise<Metadata> {
	return { title: wordsFor(await browserLanguage()).link.title };
}

interface Props {
	params: Promise<{ id: string }>;
}

/**
 * The page behind an emailed link. The server knows only the link's id: the token stands in the fragment, which
 * browsers do not send. Opening it, by whomever and however often, changes nothing.
 */
export default async function Page({ params }: Props) {
	const { id } = await params;
	const language = await browserLanguage();
	return (
		<PlainPage wide>
			<noscript>
				<p lang={language} className="mb-4 rounded-lg bg-warn-soft p-4">
					{wordsFor(language).link.noScript}
				</p>
			</noscript>
			<LinkPage id={id} language={language} />
		</PlainPage>
	);
}

/** Whose link it is, the server does not know before the token is read: until then, the browser's own language. */
async function browserLanguage() {
	return preferredLanguage((await headers()).get("accept-language"));
}
