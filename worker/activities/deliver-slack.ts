import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { Database } from "../../db/connect.ts";
import type { SystemCtx } from "../../ledger/context.ts";
import { convergedAfter } from "../../ledger/deliveries/converged.ts";
import { noteUnreached } from "../../ledger/deliveries/unreached.ts";
import { type ClaimedCopy, claimCopies } from "../../ledger/slack/claim.ts";
import { fallBackToEmail } from "../../ledger/slack/fall-back.ts";
import { installationOf, type TokenSealer } from "../../ledger/slack/installations.ts";
import { loadCopies, type SlackContent } from "../../ledger/slack/load.ts";
import { type CopyAttempt, recordCopies } from "../../ledger/slack/record.ts";
import { bringUpToDate, type CopyTools } from "../slack/bring-up-to-date.ts";
import { createSlackClients } from "../slack/slack-clients.ts";
import { slackFailure } from "../slack/slack-failure.ts";
import { SlackPace } from "../slack/slack-pace.ts";
import { applyDueTimers } from "./apply-due-timers.ts";
import { createRound } from "./courier-round.ts";

export interface SlackDeps {
	/** Everything of a system context but the workspace. */
	ctx: Omit<SystemCtx, "workspaceId">;
	system: Database;
	sealer: TokenSealer;
	/** Base URL of Slack's Web API. Default: Slack's own. */
	apiUrl: string | undefined;
	publicUrl: string;
	log: Logger;
	/** Aborted when the worker begins to stop, which Temporal tells activities only after its grace time. */
	stopping: AbortSignal;
	/** Hears how many seconds after the outcome the last copy of a request was right. */
	onConverged?: (seconds: number) => void;
}

const BATCH = 20;
/** Of the lease of a minute: what has not been begun by then goes back. */
const PASS_MS = 30_000;
/** What was looked at so long ago may no longer be so. */
const FRESH_MS = 1_000;

/** One round of the Slack courier. */
export function createDeliverSlack(deps: SlackDeps): () => Promise<number> {
	const deliver = createSlackPass(deps);
	// A change gives copies something to show, whether or not it gives anybody something to hear.
	return createRound(deps, { rings: () => true, pass: deliver, batch: BATCH });
}

/** One batch: takes copies that are not right, brings them up to date, writes down what became of it. */
export function createSlackPass(deps: SlackDeps): () => Promise<{ claimed: number; sent: number }> {
	const clientOf = createSlackClients(deps.apiUrl);
	const pace = new SlackPace();
	const direct = new Map<string, string>();
	return async () => {
		const batch = await claimCopies(deps.system, BATCH);
		if (batch.length === 0) return { claimed: 0, sent: 0 };
		await applyDueTimers(deps.ctx, batch);
		const pass: Pass = { deps, clientOf, pace, direct, began: performance.now() };
		const contents = await loadCopies(deps.ctx.db, batch);
		const attempts = await Promise.all(conversations(batch).map((copies) => inTurn(pass, copies, contents)));
		const settled = await Promise.all(attempts.flat().map((attempt) => tellUnreached(deps, attempt)));
		await recordCopies(deps.ctx.db, settled);
		await observe(deps, settled);
		return { claimed: batch.length, sent: settled.filter(isWritten).length };
	};
}

interface Pass {
	deps: SlackDeps;
	clientOf: (token: string) => WebClient;
	pace: SlackPace;
	direct: Map<string, string>;
	began: number;
}

/** Copies of one conversation go one after the other; conversations side by side. */
function conversations(batch: readonly ClaimedCopy[]): ClaimedCopy[][] {
	const groups = new Map<string, ClaimedCopy[]>();
	for (const copy of batch) {
		const name = copy.place?.channel ?? copy.personId;
		groups.set(name, [...(groups.get(name) ?? []), copy]);
	}
	return [...groups.values()];
}

async function inTurn(
	pass: Pass,
	copies: readonly ClaimedCopy[],
	contents: ReadonlyMap<string, SlackContent>,
): Promise<CopyAttempt[]> {
	const attempts: CopyAttempt[] = [];
	let trouble: string | null = null;
	for (const copy of copies) {
		if (trouble !== null || performance.now() - pass.began > PASS_MS) {
			attempts.push({
				copy,
				result: "later",
				error: trouble ?? "not begun",
				retryMs: retryMs(copy.attempts),
			});
			continue;
		}
		const attempt = await attemptCopy(pass, copy, contents.get(copy.id));
		// What one call to Slack met, the next in the same conversation would meet, after as long a wait.
		if (attempt.result === "later" && attempt.error.startsWith("uncertain")) trouble = attempt.error;
		attempts.push(attempt);
	}
	return attempts;
}

async function attemptCopy(
	pass: Pass,
	copy: ClaimedCopy,
	loaded: SlackContent | undefined,
): Promise<CopyAttempt> {
	const { deps } = pass;
	try {
		const content = performance.now() - pass.began > FRESH_MS ? await lookAgain(deps, copy) : loaded;
		if (content === undefined) return { copy, result: "nothing" };
		const at = copy.place ?? content.slack;
		if (at === null) return { copy, result: "undeliverable", error: "unlinked" };
		const installation = await installationOf({ system: deps.system }, deps.sealer, at);
		if (installation === null || installation.workspaceId !== copy.workspaceId)
			return { copy, result: "undeliverable", error: "not_installed" };
		const tools: CopyTools = {
			db: deps.ctx.db,
			client: pass.clientOf(installation.token),
			pace: pass.pace,
			direct: pass.direct,
			site: deps.publicUrl,
			now: deps.ctx.clock,
			until: pass.began + PASS_MS,
		};
		return await bringUpToDate(tools, copy, content);
	} catch (error) {
		return failed(deps, copy, error);
	}
}

function failed(deps: SlackDeps, copy: ClaimedCopy, error: unknown): CopyAttempt {
	try {
		const failure = slackFailure(error);
		deps.log.warn({ delivery: copy.id, attempt: copy.attempts, failure }, "Slack did not take a message");
		if (failure.kind === "permanent") return { copy, result: "undeliverable", error: failure.error };
		const error_ = "error" in failure ? `${failure.kind}: ${failure.error}` : failure.kind;
		const wait = failure.kind === "rate_limited" ? failure.retryAfterMs : retryMs(copy.attempts);
		return { copy, result: "later", error: error_, retryMs: wait };
	} catch (cause) {
		// One message that cannot be made must not hold up the others.
		deps.log.error({ err: cause, delivery: copy.id }, "a Slack message could not be made");
		return { copy, result: "later", error: "internal", retryMs: retryMs(copy.attempts) };
	}
}

/** Looked at again by a courier that took its time: the outcome may have come meanwhile. */
async function lookAgain(deps: SlackDeps, copy: ClaimedCopy): Promise<SlackContent | undefined> {
	await applyDueTimers(deps.ctx, [{ ...copy, claimedAt: Date.now() }]);
	return (await loadCopies(deps.ctx.db, [copy])).get(copy.id);
}

/** A mail goes out instead, or the rules hear that nothing reaches this person, before it is written down. */
async function tellUnreached(deps: SlackDeps, attempt: CopyAttempt): Promise<CopyAttempt> {
	if (attempt.result !== "undeliverable") return attempt;
	const { copy, error } = attempt;
	try {
		if (!(await fallBackToEmail(deps.ctx, copy))) await noteUnreached(deps.ctx, copy);
		return attempt;
	} catch (cause) {
		deps.log.warn({ err: cause, delivery: copy.id }, "an undeliverable message could not be noted yet");
		return { copy, result: "later", error, retryMs: retryMs(copy.attempts) };
	}
}

function isWritten(attempt: CopyAttempt): boolean {
	return attempt.result === "shown" && attempt.written;
}

async function observe({ ctx, onConverged }: SlackDeps, attempts: readonly CopyAttempt[]): Promise<void> {
	if (onConverged === undefined) return;
	const written = attempts.filter(isWritten).map(({ copy }) => copy);
	for (const workspaceId of new Set(written.map((copy) => copy.workspaceId))) {
		const ids = written.filter((copy) => copy.workspaceId === workspaceId).map((copy) => copy.requestId);
		for (const seconds of await convergedAfter(ctx.db, workspaceId, ids)) onConverged(seconds);
	}
}

/** 2 s, doubled with every attempt, at most a minute, ± 20 % so that an outage does not end in a rush. */
function retryMs(attempts: number): number {
	const base = Math.min(60_000, 2_000 * 2 ** Math.min(attempts - 1, 10));
	return base * (0.8 + Math.random() * 0.4);
}
