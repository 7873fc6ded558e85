import { FeedError } from "./feed-error.ts";
import type { FeedPorts } from "./feed-ports.ts";

/** What is kept sealed of a calendar: who knows its address can read it, and the words are the person's own. */
export interface FeedSecret {
	url: string;
	/** Null: the words that count for everybody. */
	words: string[] | null;
}

const LONGEST_ADDRESS = 2_000;

/**
 * The https address that is meant: `webcal://` is what programs write for «subscribe to this». Throws `FeedError`
 * `address_invalid`. Whether it may be called is for who calls it.
 */
export function feedAddress(text: string): URL {
	const address = text.trim().replace(/^webcals?:\/\//i, "https://");
	if (address.length > LONGEST_ADDRESS || !URL.canParse(address)) throw wrong();
	const url = new URL(address);
	if (url.protocol !== "https:" && url.protocol !== "http:") throw wrong();
	url.hash = "";
	return url;
}

/** Opens what is kept sealed. Throws `FeedError` `erased` where it cannot be read any more. */
export async function openSecret(
	sealer: FeedPorts["sealer"],
	of: { workspaceId: string; personId: string; sealed: string },
): Promise<FeedSecret> {
	const opened = await sealer.open(of.sealed, {
		workspaceId: of.workspaceId,
		subject: `person:${of.personId}`,
	});
	if (!opened.ok) {
		throw new FeedError("erased", "The address of this calendar can no longer be read: give it again.");
	}
	return opened.value as unknown as FeedSecret;
}

function wrong(): FeedError {
	return new FeedError(
		"address_invalid",
		"This is no address of a calendar: write one that begins with https:// or webcal://",
	);
}
