import type { Database } from "./connect.ts";

const CHANNEL = "countersign_changes";
/** NOTIFY takes less than 8000 bytes. */
const MOST_BYTES = 7_000;
/** Changes of so many ms travel together: a notification costs a statement, whatever it carries. */
const GATHER_MS = 10;

/** A request moved: to this version (0: it did not, but something about it is to be delivered). */
export interface Change {
	workspaceId: string;
	requestId: string;
	version: number;
	/** Couriers have something to do. */
	deliveries: boolean;
}

/**
 * Tells other processes of changes after their commit. Sent on its own, gathered, and outside the transaction:
 * NOTIFY inside one makes commits wait for each other. What is lost here is found by the listeners' slow polls.
 */
export function createNotifier(system: Database): (change: Change) => void {
	let waiting: Change[] = [];
	let timer: NodeJS.Timeout | undefined;
	const flush = () => {
		timer = undefined;
		const lines = waiting.map((change) => JSON.stringify(change));
		waiting = [];
		for (const payload of chunks(lines)) {
			system.sql`select pg_notify(${CHANNEL}, ${payload})`.catch(() => {});
		}
	};
	return (change) => {
		waiting.push(change);
		if (timer === undefined) timer = setTimeout(flush, GATHER_MS);
	};
}

function chunks(lines: readonly string[]): string[] {
	const texts: string[] = [];
	let text = "";
	for (const line of lines) {
		if (text !== "" && text.length + line.length >= MOST_BYTES) {
			texts.push(text);
			text = "";
		}
		text = text === "" ? line : `${text}\n${line}`;
	}
	if (text !== "") texts.push(text);
	return texts;
}

/**
 * Listens on a connection of its own, which is made again when it breaks. `onGap` is called whenever the
 * connection is (re)made: changes before that may have been missed.
 */
export async function listen(
	system: Database,
	onChange: (change: Change) => void,
	onGap: () => void = () => {},
): Promise<{ stop(): Promise<void> }> {
	const listening = await system.sql.listen(
		CHANNEL,
		(payload) => {
			for (const line of payload.split("\n")) {
				const change = toChange(line);
				if (change !== null) onChange(change);
			}
		},
		onGap,
	);
	return { stop: () => listening.unlisten() };
}

function toChange(line: string): Change | null {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value !== "object" || value === null) return null;
		const { workspaceId, requestId, version, deliveries } = value as Partial<Change>;
		if (typeof workspaceId !== "string" || typeof requestId !== "string" || typeof version !== "number")
			return null;
		return { workspaceId, requestId, version, deliveries: deliveries === true };
	} catch {
		return null;
	}
}
