import packageJson from "../../package.json" with { type: "json" };
import { CountersignError } from "../../sdk/index.ts";
import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-code.ts";
import { explainError } from "../explain-error.ts";
import { lengthText } from "../instants.ts";
import type { ServerAccess } from "../server-access.ts";
import type { Session } from "../session.ts";
import { plain } from "../terminal.ts";

interface Check {
	name: string;
	ok: boolean;
	message: string;
	/** What to do, where something is wrong. */
	advice?: string;
}

const SKEW_MS = 10_000;
const PATIENCE_MS = 10_000;

/** Looks at the way from here to a working server, and says what is wrong and what to do. */
export async function doctor(session: Session): Promise<number> {
	const checks = await examine(session);
	const ok = checks.every((check) => check.ok);
	session.answer({ ok, checks }, () => checks.map(checkText).join("\n"));
	return ok ? EXIT.done : EXIT.failed;
}

function checkText({ name, ok, message, advice }: Check): string {
	const line = `${ok ? "ok     " : "wrong  "}${name.padEnd(8)} ${plain(message)}`;
	return advice === undefined ? line : `${line}\n${" ".repeat(16)}${advice}`;
}

async function examine(session: Session): Promise<Check[]> {
	let access: ServerAccess;
	try {
		access = session.access();
	} catch (error) {
		if (!(error instanceof CliError)) throw error;
		return [{ name: "address", ok: false, message: error.message }];
	}
	const address: Check = { name: "address", ok: true, message: `${access.url} (from ${access.urlFrom})` };
	const alive = await checkAlive(session, access);
	if (alive.date === null) return [address, alive.check];
	return [
		address,
		alive.check,
		await checkReady(session, access),
		await checkVersion(session, access),
		await checkKey(session, access),
		clockCheck(alive.date),
	];
}

interface Exchange {
	sentAt: number;
	receivedAt: number;
	/** The server's, ms; it has whole seconds. NaN where it says none. */
	date: number;
}

async function checkAlive(
	session: Session,
	access: ServerAccess,
): Promise<{ check: Check; date: Exchange | null }> {
	const sentAt = Date.now();
	try {
		const response = await ask(session, access, "healthz");
		const date = Date.parse(response.headers.get("date") ?? "");
		if (response.ok)
			return {
				check: { name: "server", ok: true, message: "answers" },
				date: { sentAt, receivedAt: Date.now(), date },
			};
		return {
			check: {
				name: "server",
				ok: false,
				message: `answers ${response.status} to /healthz`,
				advice: `Check the address: is ${access.url} where Countersign is?`,
			},
			date: null,
		};
	} catch (error) {
		session.signal.throwIfAborted();
		return {
			check: {
				name: "server",
				ok: false,
				message: `does not answer (${reasonOf(error)})`,
				advice: "Start it with npm start, or set COUNTERSIGN_URL to where it runs.",
			},
			date: null,
		};
	}
}

async function checkReady(session: Session, access: ServerAccess): Promise<Check> {
	try {
		const response = await ask(session, access, "readyz");
		const text = await response.text();
		if (response.ok) return { name: "ready", ok: true, message: "database, Temporal and worker are there" };
		return {
			name: "ready",
			ok: false,
			message: `is not ready: ${missingIn(text)}`,
			advice:
				"Give it a moment after a start; else look at its logs, where each part says why it is not there.",
		};
	} catch (error) {
		session.signal.throwIfAborted();
		return { name: "ready", ok: false, message: `does not answer (${reasonOf(error)})` };
	}
}

/** `{ missing: ["No worker polls."] }`, or whatever it says. */
function missingIn(text: string): string {
	try {
		const { missing } = JSON.parse(text) as { missing?: unknown };
		if (Array.isArray(missing)) return missing.map(String).join(" ");
	} catch {
		// not JSON: its words will do
	}
	return text.slice(0, 300);
}

async function checkVersion(session: Session, access: ServerAccess): Promise<Check> {
	const own = packageJson.version;
	try {
		const response = await ask(session, access, "api/v1/openapi.json");
		const document = (await response.json()) as { info?: { version?: unknown } } | null;
		const version = document?.info?.version;
		if (!response.ok || typeof version !== "string") throw new Error(`answers ${response.status}`);
		if (version === own) return { name: "version", ok: true, message: own };
		return {
			name: "version",
			ok: false,
			message: `the server has ${version}, this command ${own}`,
			advice: `Use the command of version ${plain(version)}, or upgrade the server.`,
		};
	} catch (error) {
		session.signal.throwIfAborted();
		return {
			name: "version",
			ok: false,
			message: `/api/v1/openapi.json cannot be read (${reasonOf(error)})`,
			advice: `Check the address: is ${access.url} where Countersign is?`,
		};
	}
}

async function checkKey(session: Session, access: ServerAccess): Promise<Check> {
	try {
		await session.client().list({ limit: 1 }, { signal: session.signal });
		return { name: "key", ok: true, message: `is valid (from ${access.keyFrom})` };
	} catch (error) {
		session.signal.throwIfAborted();
		const advice =
			error instanceof CountersignError && error.code === "not_signed_in"
				? "Set COUNTERSIGN_API_KEY to a key that is valid."
				: undefined;
		return {
			name: "key",
			ok: false,
			message: `from ${access.keyFrom}: ${explainError(error)}`,
			...(advice === undefined ? {} : { advice }),
		};
	}
}

/** The server's clock against this one, give or take the second that its header lacks. */
function clockCheck({ sentAt, receivedAt, date }: Exchange): Check {
	if (Number.isNaN(date)) return { name: "clock", ok: true, message: "the server does not tell its time" };
	const behind = sentAt - (date + 1000);
	const ahead = date - receivedAt;
	const skew = Math.max(behind, ahead, 0);
	if (skew <= SKEW_MS) return { name: "clock", ok: true, message: "agrees with the server's" };
	return {
		name: "clock",
		ok: false,
		message: `is ${lengthText(skew)} ${behind > ahead ? "ahead of" : "behind"} the server's`,
		advice: "Set both machines' clocks by a time service (NTP).",
	};
}

function ask(session: Session, access: ServerAccess, path: string): Promise<Response> {
	const base = access.url.endsWith("/") ? access.url : `${access.url}/`;
	return fetch(new URL(path, base), {
		redirect: "manual",
		signal: AbortSignal.any([session.signal, AbortSignal.timeout(PATIENCE_MS)]),
	});
}

/** fetch says only «fetch failed»; the reason is its cause. */
function reasonOf(error: unknown): string {
	const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	const { code } = inner as { code?: unknown };
	return typeof code === "string" ? code : inner instanceof Error ? inner.message : String(inner);
}
