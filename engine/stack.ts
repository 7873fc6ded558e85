/**
 * A real PostgreSQL and a real Temporal server (and the mail catcher) on this machine, for `npm start`, for the
 * tests and for the benchmarks.
 *
 * ```ts
 * const stack = await startStack({ dataDir: mkdtempSync(join(tmpdir(), "countersign-")), temporal: { timeSkipping: true } });
 * stack.ownerUrl        // postgres://… owner of the database `countersign`: run the migrations with it
 * stack.appUrl          // unprivileged login, member of the role countersign_app
 * stack.systemUrl       // unprivileged login, member of the role countersign_system
 * stack.superuserUrl    // superuser, database `postgres`: for looking into Temporal's databases, creating more
 * stack.temporalAddress // "127.0.0.1:NNNNN"     stack.namespace // "countersign"
 * stack.smtpUrl         // smtp://127.0.0.1:NNNNN stack.mailUrl  // http://127.0.0.1:NNNNN (part "mail")
 * stack.pids            // { postgres, temporal, mail } now
 * stack.kill("postgres", "SIGKILL"); await stack.restart("postgres");  // faults; any signal, also SIGSTOP
 * await stack.stop();
 * ```
 * `startStack(options: StackOptions): Promise<Stack>`. Migrations are not run. Ports are free ones, remembered in
 * the data folder; two stacks on two folders do not meet. After `kill` nothing mends by itself: `restart` does.
 */
import { existsSync } from "node:fs";
import { type DataFolder, dataFolderAt, openDataFolder, requireDiskSpace } from "./data-folder.ts";
import { databaseUrls, makeDatabases } from "./databases.ts";
import { EngineError } from "./engine-error.ts";
import { inStopOrder, readEngineState, writeEngineState } from "./engine-state.ts";
import { endLeftovers } from "./leftovers.ts";
import { takeLock } from "./lock.ts";
import { mailCatcher } from "./mail-catcher/process.ts";
import type { ManagedProcess } from "./managed-process.ts";
import { rememberedPorts } from "./ports.ts";
import { embeddedPostgres } from "./postgres.ts";
import { identify, type ProcessIdentity } from "./process-identity.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { readSettings } from "./settings.ts";
import { cacheFolder, findTemporalBinary } from "./temporal-binary.ts";
import { temporalServer } from "./temporal-server.ts";
import { startWatchdog } from "./watch-over.ts";

export type StackPart = "postgres" | "temporal" | "mail";

export interface StackOptions {
	/** Holds everything; made with mode 0700 if it is not there. */
	dataDir: string;
	/** Which parts to run. Temporal needs PostgreSQL. Default: postgres and temporal. */
	parts?: readonly StackPart[];
	temporal?: {
		/** Lets workflows skip time when their start asks for it. Default false. */
		timeSkipping?: boolean;
		/** Folder with the server's programs. Default: the environment's TEMPORAL_SERVER_PATH, else cache, download, build. */
		serverPath?: string | undefined;
		/** Default `countersign`. */
		namespace?: string;
	};
	/** The port to prefer for the mail page (default: any free one). */
	mailPort?: number | undefined;
	/** When it aborts, what has been started is stopped and `startStack` throws `interrupted`. */
	signal?: AbortSignal | undefined;
	/** Gets one sentence a step. Default: nothing is said. */
	log?: (line: string) => void;
}

export interface Stack {
	readonly folder: DataFolder;
	readonly secrets: Secrets;
	readonly superuserUrl: string;
	readonly ownerUrl: string;
	readonly appUrl: string;
	readonly systemUrl: string;
	/** Empty without the part «temporal». */
	readonly temporalAddress: string;
	readonly namespace: string;
	/** Empty without the part «mail», as is `mailUrl`. */
	readonly smtpUrl: string;
	readonly mailUrl: string;
	readonly ports: Readonly<Record<string, number>>;
	/** The process ids of what runs now, by name. */
	readonly pids: Readonly<Record<string, number>>;
	/** Every process of the stack, by name. */
	readonly processes: ReadonlyMap<string, ManagedProcess>;
	/** Records one more port in `engine.json`. */
	note(name: string, port: number): void;
	/** Takes one more process into the stack and starts it; it is stopped and recorded with the others. */
	run(process: ManagedProcess): Promise<void>;
	/** Starts a part again that has died; a running one is stopped first. Resolves when it is ready. */
	restart(name: string): Promise<void>;
	/** Sends the signal to the part's own process (PostgreSQL: the postmaster). */
	kill(name: string, signal: NodeJS.Signals): void;
	/** Stops everything in order. Safe to call twice. @param hurry ends each after a second */
	stop(hurry?: boolean): Promise<void>;
}

const temporalPortNames = {
	temporalFrontend: undefined,
	temporalFrontendMembership: undefined,
	temporalHistory: undefined,
	temporalHistoryMembership: undefined,
	temporalMatching: undefined,
	temporalMatchingMembership: undefined,
	temporalWorker: undefined,
	temporalWorkerMembership: undefined,
};

/**
 * Starts the parts and waits until all are ready; when one fails, those already running are stopped again.
 * @throws EngineError `already_running`, `data_folder`, `disk_full`, `postgres`, `temporal_binary`, `temporal`, …
 */
export async function startStack(options: StackOptions): Promise<Stack> {
	const parts = options.parts ?? ["postgres", "temporal"];
	const log = options.log ?? (() => undefined);
	const namespace = options.temporal?.namespace ?? "countersign";
	if (parts.includes("temporal") && !parts.includes("postgres")) {
		throw new EngineError(
			"settings",
			"The embedded Temporal needs the embedded PostgreSQL: set TEMPORAL_ADDRESS, or leave DATABASE_URL unset.",
		);
	}
	const folder = dataFolderAt(options.dataDir);
	requireDiskSpace(folder.root);
	const { undo } = openDataFolder(folder);
	const lock = takeLock(folder.lock);
	if ("heldBy" in lock) {
		throw new EngineError(
			"already_running",
			`Countersign is already running on ${folder.root} (process ${lock.heldBy.pid}).`,
		);
	}
	const processes = new Map<string, ManagedProcess>();
	let ports: Record<string, number> = {};
	const watchdog = startWatchdog();
	const me = identify(process.pid) as ProcessIdentity;
	const record = () => {
		const children: Record<string, ProcessIdentity> = {};
		for (const [name, { identity }] of processes) if (identity) children[name] = identity;
		watchdog.tell(children);
		writeEngineState(folder.engine, { engine: me, ports, children });
	};
	let stopped: Promise<void> | undefined;
	let hurried = false;
	const stop = (hurry = false): Promise<void> => {
		hurried ||= hurry;
		if (hurry) for (const one of processes.values()) if (one.name !== "postgres") one.hurry();
		stopped ??= (async () => {
			const end = Date.now() + stopWithinMs;
			for (const name of inStopOrder(processes.keys())) {
				const one = processes.get(name);
				if (!one?.identity) continue;
				const inOrder = await one.stop(hurried ? 1000 : graceMs(name, end - Date.now()));
				log(inOrder ? `Stopped ${name}.` : `Ended ${name}, which did not stop by itself.`);
			}
			watchdog.dismiss();
			record();
			lock.release();
		})();
		return stopped;
	};
	const run = async (one: ManagedProcess) => {
		if (stopped) throw new EngineError("interrupted", "The engine is being stopped.");
		processes.set(one.name, one);
		one.on("change", record);
		await one.start();
	};
	const startParts = async (): Promise<Stack> => {
		const old = readEngineState(folder.engine);
		const ended = old ? await endLeftovers(old.children) : [];
		if (ended.length > 0) log(`Ended what an earlier run had left: ${ended.join(", ")}.`);
		const secrets = loadSecrets(folder.secrets);
		ports = await rememberedPorts(folder.ports, {
			...(parts.includes("postgres") ? { postgres: undefined } : {}),
			...(parts.includes("temporal") ? temporalPortNames : {}),
			...(parts.includes("mail") ? { mailSmtp: undefined, mailPage: options.mailPort } : {}),
		});
		const port = (name: string) => ports[name] ?? 0;
		const urls = databaseUrls(port("postgres"), secrets);
		if (parts.includes("mail")) {
			await run(mailCatcher({ folder, smtpPort: port("mailSmtp"), pagePort: port("mailPage") }));
			log(`Mail catcher on http://127.0.0.1:${port("mailPage")}.`);
		}
		// Looked for before anything is started with it: building it may take minutes, or fail.
		const binary = parts.includes("temporal")
			? await findTemporalBinary(
					options.temporal?.serverPath ?? readSettings().TEMPORAL_SERVER_PATH,
					cacheFolder(process.env),
					log,
				)
			: undefined;
		if (parts.includes("postgres")) {
			const fresh = !existsSync(folder.postgres);
			log(fresh ? "Making the database." : "Starting PostgreSQL.");
			await run(
				await embeddedPostgres({
					dataDir: folder.postgres,
					logFile: `${folder.logs}/postgres.log`,
					port: port("postgres"),
					superuserPassword: secrets.postgresSuperuser,
				}),
			);
			await makeDatabases(urls.superuserUrl, secrets);
			log(`PostgreSQL on 127.0.0.1:${port("postgres")}.`);
		}
		if (binary) {
			log("Starting Temporal.");
			await run(
				await temporalServer({
					binary,
					dir: folder.temporal,
					logFile: `${folder.logs}/temporal.log`,
					ports: {
						frontend: port("temporalFrontend"),
						frontendMembership: port("temporalFrontendMembership"),
						history: port("temporalHistory"),
						historyMembership: port("temporalHistoryMembership"),
						matching: port("temporalMatching"),
						matchingMembership: port("temporalMatchingMembership"),
						worker: port("temporalWorker"),
						workerMembership: port("temporalWorkerMembership"),
					},
					postgresPort: port("postgres"),
					password: secrets.temporal,
					namespace,
					timeSkipping: options.temporal?.timeSkipping ?? false,
				}),
			);
			log(`Temporal on 127.0.0.1:${port("temporalFrontend")}, namespace «${namespace}».`);
		}
		return {
			folder,
			secrets,
			...urls,
			temporalAddress: binary ? `127.0.0.1:${port("temporalFrontend")}` : "",
			namespace,
			smtpUrl: parts.includes("mail") ? `smtp://127.0.0.1:${port("mailSmtp")}` : "",
			mailUrl: parts.includes("mail") ? `http://127.0.0.1:${port("mailPage")}` : "",
			ports,
			get pids() {
				const live = [...processes].flatMap(([name, { identity }]) =>
					identity ? [[name, identity.pid] as const] : [],
				);
				return Object.fromEntries(live);
			},
			processes,
			note: (name, noted) => {
				ports[name] = noted;
				record();
			},
			run,
			restart: async (name) => {
				const one = part(processes, name);
				await one.stop(graceMs(name));
				await one.start();
			},
			kill: (name, signal) => part(processes, name).kill(signal),
			stop,
		};
	};
	try {
		return await Promise.race([startParts(), aborted(options.signal)]);
	} catch (error) {
		await stop();
		if (processes.size === 0) undo(); // else the logs stay, to be read
		throw error;
	}
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
	return new Promise((_, reject) => {
		const interrupt = () => reject(new EngineError("interrupted", "Stopped before everything was up."));
		if (signal?.aborted) interrupt();
		signal?.addEventListener("abort", interrupt, { once: true });
	});
}

function part(processes: ReadonlyMap<string, ManagedProcess>, name: string): ManagedProcess {
	const one = processes.get(name);
	if (!one) throw new Error(`the stack has no part «${name}» (it has ${[...processes.keys()].join(", ")})`);
	return one;
}

/** How long everything together may take to stop, ms: under the 15 s in which it has to be down. */
const stopWithinMs = 13_500;

/** How long each may take to stop at the most, and how much has to be left for those after it, ms. */
const graces: Readonly<Record<string, readonly [most: number, leave: number]>> = {
	web: [2000, 10_000],
	slack: [2000, 9500],
	worker: [9000, 3500],
	mail: [1000, 3000],
	"temporal-ui": [1000, 3000],
	temporal: [3000, 1500],
	postgres: [8000, 0],
};

function graceMs(name: string, remaining = stopWithinMs): number {
	const [most, leave] = graces[name] ?? [1500, 3000];
	return Math.max(500, Math.min(most, remaining - leave));
}
