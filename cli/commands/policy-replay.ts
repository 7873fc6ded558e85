import { existsSync } from "node:fs";
import { parsePolicy } from "../../policy/parse.ts";
import type { People, ReplayedRequest, ReplaySummary } from "../../sdk/index.ts";
import { wholeNumber } from "../arguments.ts";
import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-code.ts";
import { fieldLines } from "../explain-error.ts";
import { readInput } from "../read-input.ts";
import { replayText } from "../replay-text.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

/** More are counted, and not kept to be listed. */
const MOST_LISTED = 50;

/** Replays a draft (a file) or the newest version of a policy (its name) over its past requests. */
export async function policyReplay(
	session: Session,
	fileOrName: string,
	options: { since?: string; limit?: string },
): Promise<number> {
	const limit =
		options.limit === undefined ? undefined : wholeNumber("--limit", options.limit, 1, 10_000_000);
	const draft = isName(fileOrName) ? null : await readInput(fileOrName);
	const parsed = draft === null ? null : parsePolicy(draft);
	if (parsed !== null && !parsed.ok) {
		note(["The policy is not valid:", ...fieldLines(parsed.errors)].join("\n"));
		return EXIT.failed;
	}
	const name = parsed === null ? fileOrName : parsed.policy.name;
	const rows = session.client().policies.replay(name, {
		...(draft === null ? {} : { policy: draft }),
		...(options.since === undefined ? {} : { since: options.since }),
		...(limit === undefined ? {} : { limit }),
		signal: session.signal,
	});
	const items: ReplayedRequest[] = [];
	const people: People = {};
	const progress = openProgress();
	let summary: ReplaySummary | null = null;
	for await (const row of rows) {
		if (row.kind === "progress") progress(row.done, row.total);
		if (row.kind === "people") Object.assign(people, row.people);
		if (row.kind === "summary") {
			const { kind: _kind, ...rest } = row;
			summary = rest;
		}
		if (row.kind === "request" && (session.json || (row.changed && items.length < MOST_LISTED))) {
			const { kind: _kind, ...item } = row;
			items.push(item);
		}
	}
	if (summary === null) throw new CliError("The replay broke off before its end.");
	const whole = summary;
	session.answer({ summary: whole, items, people }, () => replayText(whole, items));
	return EXIT.done;
}

/** A name that is no file's. */
function isName(text: string): boolean {
	return text !== "-" && /^[a-z0-9-]{1,64}$/.test(text) && !existsSync(text);
}

/** Tells on standard error how far it is: at each tenth, and on a terminal on one line. */
function openProgress(): (done: number, total: number) => void {
	const onLine = process.stderr.isTTY === true;
	let tenth = -1;
	return (done, total) => {
		if (total === 0) return;
		const now = Math.floor((10 * done) / total);
		if (onLine) process.stderr.write(`\r${done} of ${total} requests replayed${done >= total ? "\n" : ""}`);
		else if (now !== tenth) note(`${done} of ${total} requests replayed`);
		tenth = now;
	};
}
