import type { Logger } from "pino";
import type { Database } from "../../db/connect.ts";
import { type Mailer, MailRefused } from "../../emails/mailer.ts";
import type { SystemCtx } from "../../ledger/context.ts";
import { type Claimed, claimDeliveries } from "../../ledger/deliveries/claim.ts";
import { type DeliveryContent, loadDeliveries } from "../../ledger/deliveries/load.ts";
import { type Attempt, recordAttempts } from "../../ledger/deliveries/record.ts";
import { noteUnreached } from "../../ledger/deliveries/unreached.ts";
import type { LinkKey } from "../../ledger/links/link-secrets.ts";
import { wake } from "../../ledger/wake.ts";
import { mailOf } from "../mail-of-delivery.ts";
import { createRound } from "./courier-round.ts";

export interface EmailDeps {
	/** Everything of a system context but the workspace. */
	ctx: Omit<SystemCtx, "workspaceId">;
	system: Database;
	linkKey: LinkKey;
	mailer: Mailer;
	publicUrl: string;
	log: Logger;
	/** Aborted when the worker begins to stop, which Temporal tells activities only after its grace time. */
	stopping: AbortSignal;
}

/** What was looked at so long ago may no longer be so. */
const FRESH_MS = 1_000;
const BATCH = 20;

/** One round of the e-mail courier. */
export function createDeliverEmail(deps: EmailDeps): () => Promise<number> {
	return createRound(deps, {
		rings: (change) => change.deliveries,
		pass: () => deliverDue(deps),
		batch: BATCH,
	});
}

/** One batch: takes what is due, sends it, writes down what became of it. */
export async function deliverDue(deps: EmailDeps): Promise<{ claimed: number; sent: number }> {
	const batch = await claimDeliveries(deps.system, "email", BATCH);
	if (batch.length === 0) return { claimed: 0, sent: 0 };
	await applyDueTimers(deps, batch);
	const lookedAt = performance.now();
	const contents = await loadDeliveries(deps.ctx.db, deps.linkKey, batch);
	const attempts = await Promise.all(
		batch.map((item) => attempt(deps, item, contents.get(item.id) ?? null, lookedAt)),
	);
	await recordAttempts(deps.ctx.db, await Promise.all(attempts.map((item) => tellUnreached(deps, item))));
	return { claimed: batch.length, sent: attempts.filter((item) => item.result === "delivered").length };
}

/**
 * What is due happens before anybody is told of the request: after an outage the couriers may be back before the
 * workflow is, and would ask people to act on what its deadline has ended.
 */
async function applyDueTimers(deps: EmailDeps, batch: readonly Claimed[]): Promise<void> {
	const overdue = new Map(
		batch
			.filter(({ wakeAt, claimedAt }) => wakeAt !== null && wakeAt <= deps.ctx.clock(claimedAt))
			.map(({ requestId, workspaceId }) => [requestId, workspaceId]),
	);
	for (const [requestId, workspaceId] of overdue) {
		await wake({ ...deps.ctx, workspaceId }, requestId, "other");
	}
}

async function attempt(
	deps: EmailDeps,
	delivery: Claimed,
	content: DeliveryContent | null,
	lookedAt: number,
): Promise<Attempt> {
	if (content === null) return { delivery, result: "withdrawn" };
	try {
		const mail = await mailOf(content, deps.publicUrl);
		if (performance.now() - lookedAt > FRESH_MS && !(await isStillWanted(deps, delivery))) {
			return { delivery, result: "withdrawn" };
		}
		const { messageId } = await deps.mailer.send(mail);
		return { delivery, result: "delivered", providerId: messageId };
	} catch (error) {
		if (!(error instanceof MailRefused)) {
			// One mail that cannot be made must not hold up the others.
			deps.log.error({ err: error, delivery: delivery.id }, "a mail could not be made");
			return { delivery, result: "failed", error: "internal", retryMs: retryMs(delivery.attempts) };
		}
		const note = `${error.code}: ${error.response}`;
		deps.log.warn(
			{ delivery: delivery.id, attempt: delivery.attempts, code: error.code },
			"a mail was not accepted",
		);
		if (error.permanent) return { delivery, result: "undeliverable", error: note };
		return { delivery, result: "failed", error: note, retryMs: retryMs(delivery.attempts) };
	}
}

/** The rules hear of it before it is written down: were this process to die between, the next one tells them. */
async function tellUnreached(deps: EmailDeps, item: Attempt): Promise<Attempt> {
	if (item.result !== "undeliverable") return item;
	const { delivery, error } = item;
	try {
		await noteUnreached(deps.ctx, delivery);
		return item;
	} catch (cause) {
		deps.log.warn({ err: cause, delivery: delivery.id }, "an undeliverable mail could not be noted yet");
		return { delivery, result: "failed", error, retryMs: retryMs(delivery.attempts) };
	}
}

/** Looked at again by a courier that stalled between looking and sending: the outcome may have come meanwhile. */
async function isStillWanted(deps: EmailDeps, delivery: Claimed): Promise<boolean> {
	await wake({ ...deps.ctx, workspaceId: delivery.workspaceId }, delivery.requestId, "other");
	const contents = await loadDeliveries(deps.ctx.db, deps.linkKey, [delivery]);
	return (contents.get(delivery.id) ?? null) !== null;
}

/** 5 s, doubled with every attempt, at most 15 minutes, ± 20 % so that an outage does not end in a rush. */
function retryMs(attempts: number): number {
	const base = Math.min(15 * 60_000, 5_000 * 2 ** Math.min(attempts - 1, 10));
	return base * (0.8 + Math.random() * 0.4);
}
