import { stringify } from "yaml";
import { readText } from "../../policy/read-document.ts";
import type { Rota } from "../../sdk/index.ts";
import { CliError, UsageError } from "../cli-error.ts";
import { EXIT } from "../exit-code.ts";
import { fieldLines } from "../explain-error.ts";
import { relativeTime } from "../instants.ts";
import { readInput } from "../read-input.ts";
import type { Session } from "../session.ts";
import { tableText } from "../table.ts";
import { note, plain } from "../terminal.ts";

/** Shows the calendars. */
export async function calendarsList(session: Session, options: { cursor?: string }): Promise<number> {
	const page = await session.client().calendars.list({ limit: 200, ...options });
	session.answer(page, () =>
		page.items.length === 0
			? "No calendars."
			: tableText(page.items.map(({ name, document }) => [name, plain(String(document.timeZone))])),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

/** Shows a calendar's document as YAML, ready to be changed and put. */
export async function calendarsShow(session: Session, name: string): Promise<number> {
	const calendar = await session.client().calendars.get(name);
	session.answer(calendar, () => stringify(calendar.document).trimEnd());
	return EXIT.done;
}

/** Adds a calendar, or brings it up to date. */
export async function calendarsPut(
	session: Session,
	file: string,
	options: { name?: string },
): Promise<number> {
	const { name, text } = await namedDocument(file, options.name);
	const calendar = await session.client().calendars.put(name, text);
	session.answer(calendar, () => `Calendar ${calendar.name} is up to date.`);
	return EXIT.done;
}

/** Deletes a calendar. */
export async function calendarsDelete(session: Session, name: string): Promise<number> {
	const calendar = await session.client().calendars.delete(name);
	session.answer(calendar, () => `Calendar ${calendar.name} is deleted.`);
	return EXIT.done;
}

/** Shows the rotas, with who is on call. */
export async function rotasList(session: Session, options: { cursor?: string }): Promise<number> {
	const page = await session.client().rotas.list({ limit: 200, ...options });
	session.answer(page, () =>
		page.items.length === 0
			? "No rotas."
			: tableText(page.items.map((rota) => [rota.name, onCallText(rota, Date.now())])),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

/** Shows a rota's document as YAML, ready to be changed and put. */
export async function rotasShow(session: Session, name: string): Promise<number> {
	const rota = await session.client().rotas.get(name);
	session.answer(rota, () => stringify(rota.document).trimEnd());
	return EXIT.done;
}

/** Adds a rota, or brings it up to date. */
export async function rotasPut(session: Session, file: string, options: { name?: string }): Promise<number> {
	const { name, text } = await namedDocument(file, options.name);
	const rota = await session.client().rotas.put(name, text);
	session.answer(rota, () => `Rota ${rota.name} is up to date. ${onCallText(rota, Date.now())}`);
	return EXIT.done;
}

/** Deletes a rota. */
export async function rotasDelete(session: Session, name: string): Promise<number> {
	const rota = await session.client().rotas.delete(name);
	session.answer(rota, () => `Rota ${rota.name} is deleted.`);
	return EXIT.done;
}

/** Says who is on call. */
export async function rotasNow(session: Session, name: string, options: { at?: string }): Promise<number> {
	const rota = await session.client().rotas.get(name, options);
	session.answer(rota, () => onCallText(rota, Date.now()));
	return EXIT.done;
}

function onCallText({ onCall, people }: Rota, now: number): string {
	const nameOf = (id: string | null) => (id === null ? "Nobody" : plain(people[id]?.name ?? id));
	return `${nameOf(onCall.person)} is on call, ${nameOf(onCall.next)} ${relativeTime(onCall.until, now)}.`;
}

/** A document with the name that it gives itself, or is given. */
async function namedDocument(
	file: string,
	given: string | undefined,
): Promise<{ name: string; text: string }> {
	const text = await readInput(file);
	if (given !== undefined) return { name: given, text };
	const reading = readText(text);
	if (!reading.ok) throw new CliError(["It cannot be read:", ...fieldLines(reading.errors)].join("\n"));
	const { value } = reading;
	const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
	if (typeof name === "string" && name !== "") return { name, text };
	throw new UsageError("the document has no name: write one in it, or give --name");
}
