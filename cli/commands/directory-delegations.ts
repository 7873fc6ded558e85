import type { Delegation, DelegationInput } from "../../sdk/index.ts";
import { durationMs, wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import { localTime, relativeTime } from "../instants.ts";
import type { Session } from "../session.ts";
import { tableText } from "../table.ts";
import { note, plain } from "../terminal.ts";

export interface DelegationsListOptions {
	person?: string;
	ended?: true;
	limit?: string;
	cursor?: string;
}

/** Shows a page of delegations. */
export async function delegationsList(session: Session, options: DelegationsListOptions): Promise<number> {
	const { limit, ...others } = options;
	const page = await session.client().delegations.list({
		...others,
		...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1, 200) }),
	});
	session.answer(page, () =>
		page.items.length === 0
			? "No delegations."
			: tableText(
					page.items.map((item) => [
						item.id,
						`${localTime(item.start)} to ${localTime(item.end)}`,
						`${nameOf(item, item.to)} for ${nameOf(item, item.from)}`,
					]),
				),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

export interface DelegationsAddOptions {
	from?: string;
	to: string;
	start?: string;
	end: string;
}

/** Lets somebody decide for a person who is away. */
export async function delegationsAdd(session: Session, options: DelegationsAddOptions): Promise<number> {
	const now = Date.now();
	const input: DelegationInput = {
		to: options.to,
		end: instantIn("--end", options.end, now),
		...(options.from === undefined ? {} : { from: options.from }),
		...(options.start === undefined ? {} : { start: instantIn("--start", options.start, now) }),
	};
	const made = await session.client().delegations.add(input);
	session.answer(
		made,
		() =>
			`${nameOf(made, made.to)} decides for ${nameOf(made, made.from)} from ${localTime(made.start)} to ${localTime(made.end)}, id ${made.id}.`,
	);
	return EXIT.done;
}

/** Ends a delegation. */
export async function delegationsEnd(session: Session, id: string): Promise<number> {
	const ended = await session.client().delegations.end(id);
	session.answer(ended, () =>
		ended.removed
			? "It had not begun, and is gone."
			: `${nameOf(ended, ended.to)} no longer decides for ${nameOf(ended, ended.from)}: it ended ${relativeTime(ended.end, Date.now())}.`,
	);
	return EXIT.done;
}

/** An instant as it was written, or so long from now: `3d`, `8h`. What is neither is for the server to refuse. */
function instantIn(option: string, text: string, now: number): string {
	return /^\d+[smhd]$/.test(text) ? new Date(now + durationMs(option, text)).toISOString() : text;
}

function nameOf(delegation: Delegation, id: string): string {
	return plain(delegation.people[id]?.name ?? id);
}
