import type { Database } from "../db/connect.ts";
import type { Allowance } from "../outbound/allowance.ts";
import type { Instant } from "../policy/directory.ts";
import type { Actor } from "./actor.ts";
import type { News } from "./news.ts";

/**
 * Turns the database's clock into the instant that counts. In production the two are the same, so that
 * machines with skewed clocks agree; tests give their own.
 */
export type Clock = (databaseNow: Instant) => Instant;

export const databaseClock: Clock = (databaseNow) => databaseNow;

/** What happens after a commit; nobody waits for it, and all of it is made up for if it fails. */
export interface AfterCommit {
	/** Tells the workflow now (the relay does it from the outbox otherwise). */
	tell(news: News): void;
	/** Tells listeners (live pages, couriers) that a request moved. */
	notify(change: { workspaceId: string; requestId: string; version: number; deliveries: boolean }): void;
}

/** What every verb needs beside its input. */
export interface Ctx {
	/** Pool of the role `countersign_app`. */
	db: Database;
	clock: Clock;
	after: AfterCommit;
	actor: Actor;
	/** What the installation lets itself call beside public https addresses. Default: nothing. */
	outbound?: Allowance;
}

/** The same without a person: timers and couriers, inside a workspace. */
export type SystemCtx = Omit<Ctx, "actor"> & { workspaceId: string };
