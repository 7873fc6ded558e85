import type { Metadata } from "next";
import { LinkPage } from "../../link/link-page.tsx";
import { PlainPage } from "../../ui/plain-page.tsx";
import { words } from "../../words/words.ts";

export const metadata: Metadata = { title: words.link.title };

interface Props {
	params: Promise<{ id: string }>;
}

/**
 * The page behind an emailed link. The server knows only the link's id: the token stands in the fragment, which
 * browsers do not send. Opening it, by whomever and however often, changes nothing.
 */
export default async function Page({ params }: Props) {
	const { id } = await params;
	return (
		<PlainPage wide>
			<noscript>
				<p className="mb-4 rounded-lg bg-warn-soft p-4">{words.link.noScript}</p>
			</noscript>
			<LinkPage id={id} />
		</PlainPage>
	);
}
