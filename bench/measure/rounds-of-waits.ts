import type { BareWaits } from "../bare/waits.ts";
import type { Installation, Opened } from "../parts/installation.ts";
import type { Stand } from "../stand.ts";
import { type CpuTimes, cpuPer, cpuTimes } from "./cpu.ts";
import { inFlight } from "./in-flight.ts";
import { pause, until } from "./pause.ts";

export const LANES = 20;
/** Between the opening and the decisions, so that nothing of the first is still being worked off in the second. */
const SETTLE_MS = 2_000;

/** The two measured phases of one batch, ms each. */
export interface Phases {
	open: number;
	decide: number;
	/** From the first decision until the last outcome's mail is out; ours only. */
	decideAndMail: number;
	/** CPU time of each part, ms a request; the driver's includes what a web process would use. */
	cpu: { open: CpuTimes; decide: CpuTimes };
}

function cpuNow({ stack, mails }: Stand): CpuTimes {
	return cpuTimes({ ...stack.pids, "mail sink": mails.pid });
}

/** A batch of open requests whose waits have begun, and what opening them took. */
export interface OpenBatch {
	opened: Opened[];
	ms: number;
	cpu: CpuTimes;
	/** Mails the mail server had taken before. */
	mailsBefore: number;
}

/**
 * Opens a batch: until every workflow's timer runs and every approver's mail has been taken by the mail server; a
 * lane is free when its request is answered and its workflow told. Then it is left to settle.
 */
export async function openSettled(stand: Stand, product: Installation, batch: number): Promise<OpenBatch> {
	const { mails, timers } = stand;
	const mailsBefore = mails.taken();
	const opened: Opened[] = [];
	const cpuBefore = cpuNow(stand);
	const began = performance.now();
	await inFlight(Array.from({ length: batch }), LANES, async () => opened.push(await product.open()));
	const ids = opened.map((item) => item.workflowId);
	await Promise.all([
		timers.allLive("delayed start", product.client, ids),
		until("a mail for every request", 120_000, async () => mails.taken() >= mailsBefore + batch),
	]);
	const ms = performance.now() - began;
	const cpu = cpuPer(batch, cpuBefore, cpuNow(stand));
	await timers.seenInHistory("delayed start", product.client, ids);
	await pause(SETTLE_MS);
	return { opened, ms, cpu, mailsBefore };
}

/** Waits until a batch that has been decided is over for everybody: the last outcome's mail is out. */
export async function drained(stand: Stand, product: Installation, batch: OpenBatch): Promise<void> {
	const expected = batch.mailsBefore + 2 * batch.opened.length;
	await until("a mail for every outcome", 120_000, async () => stand.mails.taken() >= expected);
	await product.idle();
}

/**
 * Ours. Open: as `openSettled`. Decide: from the first `decide()` until the last workflow is seen closed; a lane is
 * free when its workflow is. The outcome's mails are sent at the same time, and what is left of them then is waited
 * for before anything else is measured.
 */
export async function productRound(stand: Stand, product: Installation, size: number): Promise<Phases> {
	const batch = await openSettled(stand, product, size);
	const cpuBefore = cpuNow(stand);
	const began = performance.now();
	await inFlight(batch.opened, LANES, async (item) => {
		await product.decide(item);
		await product.closed(item);
	});
	const decide = performance.now() - began;
	await drained(stand, product, batch);
	const decideAndMail = performance.now() - began;
	return {
		open: batch.ms,
		decide,
		decideAndMail,
		cpu: { open: batch.cpu, decide: cpuPer(size, cpuBefore, cpuNow(stand)) },
	};
}

/** Bare. Open: from the first start until every timer runs. Decide: signal and result, from the first to the last. */
export async function bareRound(stand: Stand, bare: BareWaits, batch: number): Promise<Phases> {
	const ids: string[] = [];
	const cpuAtOpen = cpuNow(stand);
	const openBegan = performance.now();
	await inFlight(Array.from({ length: batch }), LANES, async () => ids.push(await bare.open()));
	await stand.timers.allLive("timer", bare.client, ids);
	const open = performance.now() - openBegan;
	const cpuOpen = cpuPer(batch, cpuAtOpen, cpuNow(stand));
	await stand.timers.seenInHistory("timer", bare.client, ids);
	await pause(SETTLE_MS);
	const cpuAtDecide = cpuNow(stand);
	const decide = await inFlight(ids, LANES, async (id) => {
		await bare.signal(id);
		await bare.closed(id);
	});
	const cpu = { open: cpuOpen, decide: cpuPer(batch, cpuAtDecide, cpuNow(stand)) };
	return { open, decide, decideAndMail: decide, cpu };
}
