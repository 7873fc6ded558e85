import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "../engine/stack.ts";
import { type BareWaits, openBareWaits } from "./bare/waits.ts";
import { type Installation, startInstallation } from "./parts/installation.ts";
import { type LedgerOnly, openLedgerOnly } from "./parts/ledger-only.ts";
import { type MailSink, startMailSink } from "./parts/mail-sink.ts";
import { openTimers, type Timers } from "./parts/timers.ts";

/** How much is measured. */
export interface Effort {
	/** Requests of one phase of P1 and P7. */
	batch: number;
	/** Pairs of rounds of P1. */
	rounds: number;
	/** Decisions of one round of P2: alone, and 20 in flight. */
	decisions: { alone: number; together: number };
	ledgerRounds: number;
	/** Single decisions of P3, each side. */
	singles: number;
	encryptionRounds: number;
}

export const FULL: Effort = {
	batch: 200,
	rounds: 6,
	decisions: { alone: 300, together: 1500 },
	ledgerRounds: 6,
	singles: 120,
	encryptionRounds: 4,
};

export const QUICK: Effort = {
	batch: 60,
	rounds: 2,
	decisions: { alone: 100, together: 500 },
	ledgerRounds: 2,
	singles: 30,
	encryptionRounds: 2,
};

/** Everything that the measures stand on. Parts are started when first asked for. */
export interface Stand {
	stack: Stack;
	effort: Effort;
	mails: MailSink;
	timers: Timers;
	/** The product with encryption on, as it is run. */
	product(): Promise<Installation>;
	/** The same with encryption off. */
	plain(): Promise<Installation>;
	bareWaits(): Promise<BareWaits>;
	ledger(): Promise<LedgerOnly>;
	say(line: string): void;
	/** What the stack's processes wrote last, for the end of a failure's message. */
	lastWords(): string;
	close(): Promise<void>;
}

/** Starts PostgreSQL, Temporal and the mail server in a folder of their own, removed by `close`. */
export async function startStand(effort: Effort, say: (line: string) => void): Promise<Stand> {
	const dataDir = await mkdtemp(join(tmpdir(), "countersign-bench-"));
	const stack = await startStack({ dataDir, parts: ["postgres", "temporal"], log: say });
	const mails = await startMailSink();
	const timers = openTimers(stack.superuserUrl);
	const closers: (() => Promise<void>)[] = [];
	const once = <T extends { close(): Promise<void> }>(make: () => Promise<T>): (() => Promise<T>) => {
		let made: Promise<T> | undefined;
		return () => {
			made ??= make().then((part) => {
				closers.push(() => part.close());
				return part;
			});
			return made;
		};
	};
	const installation = (name: string, encryption: "on" | "off") =>
		once(() => startInstallation(stack, { name, encryption, smtpUrl: mails.url }));
	return {
		stack,
		effort,
		mails,
		timers,
		product: installation("product", "on"),
		plain: installation("plain", "off"),
		bareWaits: once(() => openBareWaits(stack)),
		ledger: once(() => openLedgerOnly(stack)),
		say,
		lastWords: () =>
			[...stack.processes.values()].map((one) => `${one.name}:${one.lastWords() || " (silent)"}`).join("\n"),
		async close() {
			await Promise.allSettled(closers.map((close) => close()));
			await timers.close();
			await stack.stop();
			mails.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}
