import type { Group } from "../../sdk/index.ts";
import { wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { tableText } from "../table.ts";
import { note, plain } from "../terminal.ts";

/** Shows a page of groups. */
export async function groupsList(
	session: Session,
	options: { q?: string; limit?: string; cursor?: string },
): Promise<number> {
	const { limit, ...others } = options;
	const page = await session.client().groups.list({
		...others,
		...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1, 200) }),
	});
	session.answer(page, () =>
		page.items.length === 0
			? "No groups."
			: tableText(page.items.map((group) => [group.name, membersText(group), plain(group.title)])),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

/** Adds a group, or brings it up to date. */
export async function groupsSet(
	session: Session,
	name: string,
	options: { title?: string; members?: string },
): Promise<number> {
	const { title, members } = options;
	const group = await session.client().groups.put(name, {
		...(title === undefined ? {} : { title }),
		...(members === undefined ? {} : { members: members.split(",").flatMap((who) => who.trim() || []) }),
	});
	return answerGroup(session, group);
}

/** Adds members to a group. */
export async function groupsAdd(session: Session, name: string, people: string[]): Promise<number> {
	return answerGroup(session, await session.client().groups.change(name, { add: people }));
}

/** Takes members out of a group. */
export async function groupsRemove(session: Session, name: string, people: string[]): Promise<number> {
	return answerGroup(session, await session.client().groups.change(name, { remove: people }));
}

/** Deletes a group. */
export async function groupsDelete(session: Session, name: string): Promise<number> {
	const group = await session.client().groups.delete(name);
	session.answer(group, () => `Group ${group.name} is deleted.`);
	return EXIT.done;
}

function answerGroup(session: Session, group: Group): number {
	session.answer(group, () => `Group ${group.name} (${plain(group.title)}) has ${membersText(group)}.`);
	return EXIT.done;
}

function membersText({ members }: Group): string {
	return members.length === 1 ? "1 member" : `${members.length} members`;
}
