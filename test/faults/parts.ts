import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineState, readEngineState } from "../../engine/engine-state.ts";
import {
	identify,
	isAlive,
	type ProcessIdentity,
	signal,
	waitUntilGone,
} from "../../engine/process-identity.ts";
import type { Product } from "../support/product.ts";
import { until } from "./until.ts";

/** What faults are done to. */
export const PARTS = ["worker", "web", "temporal", "postgres"] as const;
export type Part = (typeof PARTS)[number];

/** A frozen part: takes connections and answers nothing, like a machine that has stalled. */
export interface Frozen {
	part: Part;
	/** Of the part's own process. */
	main: ProcessIdentity;
	/** That one and all that it had started (PostgreSQL: a process a connection). */
	all: ProcessIdentity[];
}

/** SIGSTOP of a part with everything that it started. It stays frozen until `thaw` or `kill9`. */
export function freeze(product: Product, part: Part): Frozen {
	const main = identityOf(product, part);
	signal(main, "SIGSTOP"); // first, so that it starts nothing more
	const all = [main, ...childrenOf(main.pid)];
	for (const one of all) signal(one, "SIGSTOP");
	return { part, main, all };
}

export function thaw(frozen: Frozen): void {
	for (const one of frozen.all.toReversed()) signal(one, "SIGCONT");
}

/** Whether the part is still the stopped process that it was, so that nothing can have been done by it. */
export function isStillFrozen({ main }: Frozen): boolean {
	return isAlive(main) && stateOf(main.pid).startsWith("T");
}

/** `kill -9` of a part's own process, frozen or not; what it had started finds out by itself, as in life. */
export async function kill9(product: Product, target: Part | Frozen): Promise<ProcessIdentity> {
	const main = typeof target === "string" ? identityOf(product, target) : target.main;
	signal(main, "SIGKILL");
	if (typeof target !== "string") thaw(target);
	if (!(await waitUntilGone(main, 60_000))) throw new Error(`process ${main.pid} outlived SIGKILL`);
	return main;
}

/** Until the engine has started the part anew and the product answers that it is ready. */
export async function mended(product: Product, killed: ProcessIdentity, part: Part): Promise<void> {
	await until(`${part} is started again`, async () => {
		const now = engineState(product).children[part];
		return now !== undefined && now.pid !== killed.pid && isAlive(now);
	});
	await ready(product);
}

/** Until `/readyz` is 200. */
export async function ready(product: Product): Promise<void> {
	await until("the product is ready", async () => {
		const answer = await fetch(`${product.url}/readyz`, { signal: AbortSignal.timeout(10_000) });
		return answer.ok;
	});
}

/** `kill -9` of the engine itself; waits until its watchdog has ended everything. */
export async function kill9Engine(product: Product): Promise<void> {
	const { engine, children } = engineState(product);
	signal(engine, "SIGKILL");
	for (const one of [engine, ...Object.values(children)]) {
		if (!(await waitUntilGone(one, 120_000))) throw new Error(`process ${one.pid} outlived its engine`);
	}
}

function identityOf(product: Product, part: Part): ProcessIdentity {
	const one = engineState(product).children[part];
	if (one === undefined || !isAlive(one)) throw new Error(`${part} does not run`);
	return one;
}

function engineState(product: Product): EngineState {
	const state = readEngineState(join(product.dataDir, "engine.json"));
	if (state === undefined) throw new Error("there is no engine.json");
	return state;
}

function childrenOf(pid: number): ProcessIdentity[] {
	const table = processTable();
	const found: number[] = [];
	for (let parents = [pid]; parents.length > 0; ) {
		parents = table.filter((row) => parents.includes(row.parent)).map((row) => row.pid);
		found.push(...parents);
	}
	return found.flatMap((child) => identify(child) ?? []);
}

interface Row {
	pid: number;
	parent: number;
}

function processTable(): Row[] {
	if (process.platform !== "linux") {
		const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
		return lines.map((line) => {
			const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
			return { pid, parent };
		});
	}
	return readdirSync("/proc").flatMap((name) => {
		const fields = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
		return fields === undefined ? [] : { pid: Number(name), parent: Number(fields[1]) };
	});
}

/** `T` is stopped, in proc(5) and in ps(1). */
function stateOf(pid: number): string {
	if (process.platform === "linux") return statOf(pid)?.[0] ?? "";
	return execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).trim();
}

/** The fields after the command of `/proc/<pid>/stat`: state, parent, … */
function statOf(pid: number): string[] | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	} catch {
		return undefined;
	}
}
