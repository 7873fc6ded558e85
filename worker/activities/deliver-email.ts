import type { Logger } from "pino";
import type { Database } from "../../db/connect.ts";
import { type Mailer, MailRefused } from "../../emails/mailer.ts";
import type { SystemCtx } from "../../ledger/context.ts";
import { type Claimed, claimDeliveries, claimForDigest } from "../../ledger/deliveries/claim.ts";
import { type DeliveryContent, loadDeliveries } from "../../ledger/deliveries/load.ts";
import { passToNextChannel } from "../../ledger/deliveries/next-channel.ts";
import { type Attempt, recordAttempts } from "../../ledger/deliveries/record.ts";
import { noteUnreached } from "../../ledger/deliveries/unreached.ts";
import { type Sending, whenToSend } from "../../ledger/deliveries/when-to-send.ts";
import type { LinkKey } from "../../ledger/links/link-secrets.ts";
import { wake } from "../../ledger/wake.ts";
import { digestMailOf, mailOf } from "../mail-of-delivery.ts";
import { applyDueTimers } from "./apply-due-timers.ts";
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
/** So many requests and outcomes stand in one digest; more make another. */
const MOST_GATHERED = 40;

/** One round of the e-mail courier. */
export function createDeliverEmail(deps: EmailDeps): () => Promise<number> {
	return createRound(deps, {
		rings: (change) => change.deliveries,
		pass: () => deliverDue(deps),
		batch: BATCH,
	});
}

/** A claimed delivery and what it should show; null: nothing any more. */
interface Item {
	delivery: Claimed;
	content: DeliveryContent | null;
}

/** One batch: takes what is due, sends it or puts it off, writes down what became of it. */
export async function deliverDue(deps: EmailDeps): Promise<{ claimed: number; sent: number }> {
	const batch = await claimDeliveries(deps.system, "email", BATCH);
	if (batch.length === 0) return { claimed: 0, sent: 0 };
	const lookedAt = performance.now();
	const items = await look(deps, batch);
	const digests = await gatherDigests(deps, items);
	const gathered = new Set([...digests.values()].flat().map(({ delivery }) => delivery.id));
	const alone = items.filter(({ delivery }) => !gathered.has(delivery.id));
	const attempts = await Promise.all([
		...alone.map(async (item) => [await attempt(deps, item, lookedAt)]),
		...[...digests.values()].map((group) => attemptDigest(deps, group)),
	]);
	const settled = await Promise.all(attempts.flat().map((item) => tellUnreached(deps, item)));
	await recordAttempts(deps.ctx.db, settled);
	return { claimed: batch.length, sent: settled.filter((item) => item.result === "delivered").length };
}

async function look(deps: EmailDeps, batch: readonly Claimed[]): Promise<Item[]> {
	await applyDueTimers(deps.ctx, batch);
	const contents = await loadDeliveries(deps.ctx.db, deps.linkKey, batch);
	return batch.map((delivery) => ({ delivery, content: contents.get(delivery.id) ?? null }));
}

/** When a mail goes out, by its person's preferences and what it says. */
function sendingOf(deps: EmailDeps, { delivery, content }: Item): Sending {
	if (content === null) return { when: "now" };
	const { wants, wanted, claimedAt } = delivery;
	// Who is asked again has read it before: that is not one of the day's news.
	const mayGather = wants === "outcome" || (wants === "asked" && wanted === 1);
	const message = { wants, actsAt: content.actsAt, since: content.since, mayGather };
	return whenToSend(message, content.recipient, deps.ctx.clock(claimedAt));
}

/** By person, what goes into one mail now: of the batch, and of what was put off. One alone is a mail of its own. */
async function gatherDigests(deps: EmailDeps, items: readonly Item[]): Promise<Map<string, Item[]>> {
	const digests = new Map<string, Item[]>();
	for (const item of items) {
		if (sendingOf(deps, item).when !== "digest") continue;
		const { personId } = item.delivery;
		digests.set(personId, [...(digests.get(personId) ?? []), item]);
	}
	for (const [personId, group] of digests) {
		const more = await claimForDigest(deps.system, personId, MOST_GATHERED - group.length);
		const found = more.length === 0 ? [] : await look(deps, more);
		group.push(...found.filter((item) => item.content !== null && sendingOf(deps, item).when === "digest"));
		const rest = found.filter((item) => !group.includes(item));
		await recordAttempts(deps.ctx.db, rest.map(backTo(deps)));
		if (group.length === 1) digests.delete(personId);
	}
	return digests;
}

/** What was claimed for a digest and does not belong there is left as it was: put off, due, or over. */
function backTo(deps: EmailDeps): (item: Item) => Attempt {
	return (item) => {
		const { delivery, content } = item;
		if (content === null) return { delivery, result: "withdrawn" };
		const sending = sendingOf(deps, item);
		return {
			delivery,
			result: "postponed",
			until: sending.when === "later" ? sending.at : delivery.claimedAt,
		};
	};
}

async function attempt(deps: EmailDeps, item: Item, lookedAt: number): Promise<Attempt> {
	const { delivery, content } = item;
	if (content === null) return { delivery, result: "withdrawn" };
	const sending = sendingOf(deps, item);
	if (sending.when === "later") return { delivery, result: "postponed", until: sending.at };
	try {
		const mail = await mailOf(content, deps.publicUrl);
		if (performance.now() - lookedAt > FRESH_MS && !(await isStillWanted(deps, delivery))) {
			return { delivery, result: "withdrawn" };
		}
		const { messageId } = await deps.mailer.send(mail);
		return { delivery, result: "delivered", providerId: messageId };
	} catch (error) {
		return refused(deps, delivery, error);
	}
}

/** One mail for several deliveries; what became of it became of each. They are looked at again right before. */
async function attemptDigest(deps: EmailDeps, group: readonly Item[]): Promise<Attempt[]> {
	try {
		const items = await look(
			deps,
			group.map(({ delivery }) => delivery),
		);
		const over = items.filter(({ content }) => content === null);
		const wanted = items.flatMap(({ content }) => content ?? []);
		const withdrawn = over.map(({ delivery }): Attempt => ({ delivery, result: "withdrawn" }));
		const [first] = wanted;
		if (first === undefined) return withdrawn;
		const mail =
			wanted.length === 1 ? await mailOf(first, deps.publicUrl) : await digestMailOf(wanted, deps.publicUrl);
		const { messageId } = await deps.mailer.send(mail);
		return [
			...withdrawn,
			...wanted.map(({ delivery }): Attempt => ({ delivery, result: "delivered", providerId: messageId })),
		];
	} catch (error) {
		return group.map(({ delivery }) => refused(deps, delivery, error));
	}
}

function refused(deps: EmailDeps, delivery: Claimed, error: unknown): Attempt {
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

/**
 * The next channel is given it, or the rules hear that nothing reaches this person, before it is written down: were
 * this process to die between, the next one does so.
 */
async function tellUnreached(deps: EmailDeps, item: Attempt): Promise<Attempt> {
	if (item.result !== "undeliverable") return item;
	const { delivery, error } = item;
	try {
		if (!(await passToNextChannel(deps.ctx, delivery, "email"))) await noteUnreached(deps.ctx, delivery);
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
