/** `npm start`: everything on one machine. What it does, in order, is `up()` below. */
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { childEnvironments, scriptService, webService } from "./children.ts";
import { dataFolderAt, requireDiskSpace } from "./data-folder.ts";
import { EngineError, messageOf } from "./engine-error.ts";
import { readEngineState } from "./engine-state.ts";
import { endLeftovers } from "./leftovers.ts";
import { lockHolder } from "./lock.ts";
import { type Mending, mend } from "./mend.ts";
import { ensureNamespace } from "./namespace.ts";
import { repositoryRoot } from "./node-command.ts";
import { findFreePort, rememberedPorts, requireFreePort } from "./ports.ts";
import { isAlive } from "./process-identity.ts";
import { readDemo, readyBlock } from "./ready-block.ts";
import { runScript } from "./run-script.ts";
import { readSettings, type Settings } from "./settings.ts";
import { type Stack, type StackPart, startStack } from "./stack.ts";
import { cacheFolder } from "./temporal-binary.ts";
import { findTemporalUi, temporalUi } from "./temporal-ui.ts";
import { temporalVersion } from "./temporal-version.ts";
import { buildWeb } from "./web-build.ts";

const began = Date.now();
const say = (line: string) => process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
let stack: Stack | undefined;
let stopping = false;
let isUp = false;

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => askToStop());
process.on("uncaughtException", (error) => void fail(error));
process.on("unhandledRejection", (error) => void fail(error));
// Whoever read our output may go away; that must not stop anything.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
watchParent();

try {
	await up(readSettings());
	isUp = true;
} catch (error) {
	await fail(error);
}

async function up(settings: Settings): Promise<void> {
	const folder = dataFolderAt(settings.COUNTERSIGN_DATA);
	const holder = lockHolder(folder.lock);
	if (holder) {
		throw new EngineError(
			"already_running",
			`Countersign is already running on ${folder.root} (process ${holder.pid}).`,
		);
	}
	// A killed engine's web may still hold the port: that is ours to clear, not the user's.
	const left = readEngineState(folder.engine);
	if (left && Object.values(left.children).some(isAlive)) {
		const ended = await endLeftovers(left.children);
		if (ended.length > 0) say(`Ended what an earlier run had left: ${ended.join(", ")}.`);
	}
	if (settings.PORT === 0) settings.PORT = await findFreePort(new Set());
	await requireFreePort(settings.PORT, "PORT");
	if (settings.mailPortGiven && !settings.SMTP_URL) await requireFreePort(settings.MAIL_PORT, "MAIL_PORT");
	requireDiskSpace(folder.root);
	if (settings.DATABASE_URL) await requireDatabase(settings.DATABASE_URL);
	if (settings.TEMPORAL_ADDRESS) await requireTemporal(settings);

	const parts: StackPart[] = [];
	if (!settings.DATABASE_URL || !settings.TEMPORAL_ADDRESS) parts.push("postgres");
	if (!settings.TEMPORAL_ADDRESS) parts.push("temporal");
	if (!settings.SMTP_URL) parts.push("mail");
	const running = await startStack({
		dataDir: folder.root,
		parts,
		temporal: { serverPath: settings.TEMPORAL_SERVER_PATH, namespace: settings.TEMPORAL_NAMESPACE },
		mailPort: settings.MAIL_PORT,
		signal: interrupted.signal,
		log: say,
	});
	stack = running;
	const care = { log: say, giveUp: (error: EngineError) => void fail(error), isStopping: () => stopping };
	for (const one of running.processes.values()) mend(one, care);
	goOn();
	await startTemporalUi(settings, running, care);

	running.note("web", settings.PORT);
	const { owner, service, publicUrl, mailUrl } = childEnvironments(settings, running, process.env);
	const script = (what: string, path: string, errorCode: "migrations" | "seed", args: string[] = []) =>
		runScript({
			what,
			script: path,
			args,
			env: owner,
			logFile: join(folder.logs, `${errorCode}.log`),
			errorCode,
			signal: interrupted.signal,
		});
	say("Bringing the database up to date.");
	await script("The migration", "db/migrate.ts", "migrations");
	goOn();
	if (owner.COUNTERSIGN_DEMO === "on") {
		say(
			existsSync(folder.demo)
				? "Making new sign-in links."
				: "Filling in the demonstration: people, groups, calendars, policies.",
		);
		await script("The demonstration", "engine/seed.ts", "seed", ["--demo", folder.demo]);
		chmodSync(folder.demo, 0o600); // it holds keys
		goOn();
	}
	await buildWeb(repositoryRoot, join(folder.logs, "web-build.log"), say, interrupted.signal);
	goOn();
	const services = [scriptService("worker", "worker/main.ts", service, folder.logs)];
	if (settings.slackGiven && existsSync(join(repositoryRoot, "slack/main.ts"))) {
		services.push(scriptService("slack", "slack/main.ts", service, folder.logs));
	}
	services.push(webService(settings.PORT, service, folder.logs));
	say("Starting worker and web.");
	await Promise.all(
		services.map(async (one) => {
			await running.run(one);
			mend(one, care);
		}),
	);
	await untilReady(`http://127.0.0.1:${settings.PORT}/readyz`);
	goOn();
	say(readyBlock({ url: publicUrl, mailUrl, demo: readDemo(folder.demo), tookMs: Date.now() - began }));
}

/** Temporal's Web UI, where its program can be had; everything else works without it. */
async function startTemporalUi(settings: Settings, running: Stack, care: Mending): Promise<void> {
	const besidesServer = join(cacheFolder(process.env), `temporal-server-${temporalVersion}`, "ui");
	const program = findTemporalUi([settings.TEMPORAL_UI_PATH, besidesServer]);
	if (!program || !running.temporalAddress) return;
	const { temporalUi: port = 0 } = await rememberedPorts(running.folder.ports, { temporalUi: 8233 });
	const ui = temporalUi({
		program,
		dir: join(running.folder.temporal, "ui"),
		logFile: join(running.folder.logs, "temporal-ui.log"),
		port,
		temporalAddress: running.temporalAddress,
		namespace: running.namespace,
	});
	try {
		await running.run(ui);
		running.note("temporalUi", port);
		mend(ui, { ...care, giveUp: (error) => say(error.message) });
		say(`Temporal's Web UI on http://127.0.0.1:${port}.`);
	} catch (error) {
		say(`Going on without Temporal's Web UI: ${messageOf(error)}`);
	}
}

/** `/readyz` is 200 when database, Temporal, migrations and a polling worker are all there. */
async function untilReady(url: string): Promise<void> {
	const end = Date.now() + 120_000;
	let saidAt = Date.now();
	let missing = "no answer";
	let said = "";
	for (;;) {
		goOn();
		try {
			const response = await fetch(url, {
				signal: AbortSignal.any([interrupted.signal, AbortSignal.timeout(10_000)]),
			});
			if (response.ok) return;
			missing = `${response.status} ${(await response.text()).slice(0, 300).trim()}`;
		} catch (error) {
			missing = messageOf(error);
		}
		if (Date.now() > end)
			throw new EngineError(
				"child",
				`Not ready after 2 minutes (${missing}); the logs stand beside each other in ${stack?.folder.logs}.`,
			);
		if (Date.now() - saidAt > (missing === said ? 30_000 : 5000)) {
			saidAt = Date.now();
			said = missing;
			say(`  waiting: ${missing}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function requireDatabase(url: string): Promise<void> {
	const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
	try {
		await sql`select 1`;
	} catch (cause) {
		throw new EngineError(
			"postgres",
			`The database of DATABASE_URL cannot be reached: ${messageOf(cause)}.`,
			{ cause },
		);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

async function requireTemporal(settings: Settings): Promise<void> {
	const {
		TEMPORAL_ADDRESS: address = "",
		TEMPORAL_TLS_CERT: crt,
		TEMPORAL_TLS_KEY: key,
		TEMPORAL_TLS_CA: ca,
	} = settings;
	const tls = {
		...(crt && key ? { clientCertPair: { crt: readFileSync(crt), key: readFileSync(key) } } : {}),
		...(ca ? { serverRootCACertificate: readFileSync(ca) } : {}),
	};
	try {
		await ensureNamespace(
			{
				address,
				apiKey: settings.TEMPORAL_API_KEY,
				...(crt || ca
					? { tls }
					: settings.TEMPORAL_API_KEY || settings.TEMPORAL_TLS === "on"
						? { tls: true }
						: {}),
			},
			settings.TEMPORAL_NAMESPACE,
			15_000,
		);
	} catch (cause) {
		throw new EngineError(
			"temporal",
			`The Temporal server of TEMPORAL_ADDRESS (${address}) cannot be used: ${messageOf(cause)}`,
			{ cause },
		);
	}
}

function goOn(): void {
	if (interrupted.signal.aborted) throw new EngineError("interrupted", "Stopped before everything was up.");
}

/** The first request stops everything in order; a second one does not wait. */
function askToStop(): void {
	if (stopping || interrupted.signal.aborted) {
		say("Stopping at once.");
		void stack?.stop(true);
		return;
	}
	say("Stopping.");
	interrupted.abort();
	// Whatever hangs: the watchdog ends what is left once this process is gone.
	setTimeout(() => process.exit(1), 14_000).unref();
	if (isUp) void shutDown(0);
}

async function shutDown(code: number): Promise<never> {
	stopping = true;
	await stack?.stop();
	if (code === 0) say("Stopped.");
	process.exit(code);
}

async function fail(error: unknown): Promise<never> {
	if (stopping) return new Promise(() => undefined);
	stopping = true;
	interrupted.abort();
	setTimeout(() => process.exit(1), 14_000).unref();
	if (error instanceof EngineError && error.code === "interrupted") {
		await stack?.stop();
		say("Stopped.");
		process.exit(130);
	}
	const message =
		error instanceof EngineError ? error.message : error instanceof Error ? error.stack : String(error);
	process.stderr.write(`${message}\n`);
	return shutDown(1);
}

/** Under npm: when npm itself is killed, nobody can press Ctrl-C any more, so stop as if it had been pressed. */
function watchParent(): void {
	if (process.env.npm_lifecycle_event !== "start") return;
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent && !stopping && !interrupted.signal.aborted) askToStop();
	}, 250).unref();
}
