import { SCOPES } from "../../sdk/index.ts";
import { oneOf, wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import { localTime } from "../instants.ts";
import type { Session } from "../session.ts";
import { tableText } from "../table.ts";
import { note, plain } from "../terminal.ts";

/** Shows a page of API keys. */
export async function apiKeysList(
	session: Session,
	options: { person?: string; revoked?: true; limit?: string; cursor?: string },
): Promise<number> {
	const { limit, ...others } = options;
	const page = await session.client().apiKeys.list({
		...others,
		...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1, 200) }),
	});
	session.answer(page, () =>
		page.items.length === 0
			? "No API keys."
			: tableText(
					page.items.map((item) => [
						item.id,
						`${item.prefix}…`,
						item.revokedAt === null ? "" : `revoked ${localTime(item.revokedAt)}`,
						plain(item.person.email),
						plain(item.name),
						item.scopes.join(", "),
					]),
				),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

/** Makes an API key: standard output has the key and nothing else. */
export async function apiKeysAdd(
	session: Session,
	name: string,
	options: { scopes: string; person?: string },
): Promise<number> {
	const scopes = options.scopes.split(",").map((word) => oneOf("--scopes", word.trim(), SCOPES));
	const made = await session.client().apiKeys.add({
		name,
		scopes,
		...(options.person === undefined ? {} : { person: options.person }),
	});
	if (!session.json)
		note(`API key ${plain(made.name)} of ${plain(made.person.email)}. It is not shown again:`);
	session.answer(made, () => made.key);
	return EXIT.done;
}

/** Revokes an API key. */
export async function apiKeysRevoke(session: Session, id: string): Promise<number> {
	const key = await session.client().apiKeys.revoke(id);
	session.answer(key, () => `API key ${plain(key.name)} of ${plain(key.person.email)} is revoked.`);
	return EXIT.done;
}
