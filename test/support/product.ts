import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** `.data/demo.json` as the contract has it. */
export interface Demo {
	url: string;
	apiKey: string;
	users: { id: string; email: string; name: string; signInUrl: string; apiKey: string }[];
	mailUrl: string;
}

/** The whole product as `npm start` runs it, in a data folder of its own, on free ports. */
export interface Product {
	dataDir: string;
	demo: Demo;
	url: string;
	mailUrl: string;
	/** The demo person with this first part of an e-mail address. */
	user(name: string): Demo["users"][number];
	/** Calls the API, with this person's key (default: the requester's). */
	call<T = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
	/** Mails to this demo person, newest first. */
	mails(name: string): Promise<Mail[]>;
	/** Process ids of the parts that run now. */
	pids(): Record<string, number>;
	/** What it printed so far. */
	output(): string;
	/** Ends it like Ctrl-C. Answers the exit code. */
	stop(): Promise<number | null>;
	/** Starts it again on the same data. */
	start(): Promise<void>;
	remove(): Promise<void>;
}

export interface CallOptions {
	/** First part of a demo person's e-mail address; default: the requester's own key. */
	as?: string;
	/** Text is sent as it is, all else as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
}

export interface Answer<T> {
	status: number;
	body: T;
	headers: Headers;
}

export interface Mail {
	id: string;
	at: string;
	to: string[];
	subject: string;
	text: string;
	html: string;
	messageId: string;
	headers: Record<string, string>;
}

/** Starts the product and waits for its ready line. Throws with what it printed if it ends before. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
	const dataDir = await mkdtemp(join(tmpdir(), "countersign-product-"));
	const port = await freePort();
	const mailPort = await freePort();
	let child: ChildProcess;
	let output = "";
	const start = async () => {
		output = "";
		child = spawn(process.execPath, ["engine/start.mjs"], {
			cwd: root,
			env: {
				...process.env,
				NODE_ENV: "production",
				COUNTERSIGN_DATA: dataDir,
				PORT: String(port),
				MAIL_PORT: String(mailPort),
				...env,
			},
			stdio: ["ignore", "pipe", "pipe"],
		});
		child.stdout?.on("data", (chunk) => {
			output += chunk;
		});
		child.stderr?.on("data", (chunk) => {
			output += chunk;
		});
		await new Promise<void>((resolve, reject) => {
			const look = setInterval(() => {
				if (!/^Ready/m.test(output)) return;
				clearInterval(look);
				resolve();
			}, 50);
			child.once("exit", (code) => {
				clearInterval(look);
				reject(new Error(`the product ended with ${code} before it was ready:\n${output}`));
			});
		});
	};
	const stop = (): Promise<number | null> => {
		if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
		child.kill("SIGTERM");
		return new Promise((resolve) => child.once("exit", resolve));
	};
	await start();
	const demo = (): Demo => JSON.parse(readFileSync(join(dataDir, "demo.json"), "utf8"));
	const user = (name: string) => {
		const found = demo().users.find((item) => item.email.startsWith(`${name}@`));
		if (found === undefined) throw new Error(`no demo person ${name}`);
		return found;
	};
	return {
		dataDir,
		get demo() {
			return demo();
		},
		url: `http://127.0.0.1:${port}`,
		mailUrl: `http://127.0.0.1:${mailPort}`,
		user,
		async call(method, path, options = {}) {
			const key = options.as === undefined ? demo().apiKey : user(options.as).apiKey;
			const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
				method,
				headers: {
					authorization: `Bearer ${key}`,
					...(options.body === undefined ? {} : { "content-type": "application/json" }),
					...options.headers,
				},
				...(options.body === undefined
					? {}
					: { body: typeof options.body === "string" ? options.body : JSON.stringify(options.body) }),
			});
			const text = await response.text();
			return {
				status: response.status,
				body: text === "" ? null : JSON.parse(text),
				headers: response.headers,
			};
		},
		async mails(name) {
			const response = await fetch(
				`http://127.0.0.1:${mailPort}/api/messages?to=${encodeURIComponent(user(name).email)}`,
			);
			return response.json();
		},
		pids() {
			const { children }: { children: Record<string, { pid: number }> } = JSON.parse(
				readFileSync(join(dataDir, "engine.json"), "utf8"),
			);
			return Object.fromEntries(Object.entries(children).map(([name, { pid }]) => [name, pid]));
		},
		output: () => output,
		start,
		stop,
		async remove() {
			await stop();
			if (existsSync(dataDir)) await rm(dataDir, { recursive: true, force: true });
		},
	};
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === "string") throw new Error("no free port");
	return address.port;
}
