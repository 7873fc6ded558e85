import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { decide } from "../../ledger/decide.ts";
import { claimCopies } from "../../ledger/slack/claim.ts";
import { recordCopies } from "../../ledger/slack/record.ts";
import { slackLimits } from "../slack-stand-in/rate-limits.ts";
import { policy } from "../support/workspace.ts";
import { buttonsOf, messagesTo, messageTo, type SlackScene, slackScene, textsOf } from "./support.ts";

let scene: SlackScene;
beforeAll(async () => {
	scene = await slackScene(inject("stack"));
	await scene.workspace.push(policy());
	await scene.link("ana");
	await scene.link("bo");
});
afterEach(() => scene.slack.faults.clear());
afterAll(async () => scene?.close());

/** What is put off is due now: tests wait for what they look at, not for a backoff. */
async function dueNow(): Promise<void> {
	await scene.pools.owner.sql`
		update deliveries set next_attempt_at = now() where next_attempt_at is not null and channel = 'slack'`;
}

async function untilRight(): Promise<void> {
	for (;;) {
		await scene.pass();
		const [row] = await scene.pools.owner.sql<{ left: number }[]>`
			select count(*)::int as left from deliveries where channel = 'slack' and next_attempt_at is not null`;
		if (row?.left === 0) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
		await dueNow();
	}
}

test("Slack is down while requests come and are decided: afterwards every message is right", async () => {
	const { slack, workspace } = scene;
	const before = await scene.ask("Down: sent before");
	await untilRight();
	slack.faults.down();
	const during = await scene.ask("Down: asked and over while down");
	const after = await scene.ask("Down: asked while down");
	await scene.pass();
	await dueNow();
	await scene.pass();
	await decide(workspace.ctx("bo"), { requestId: before, verdict: "approve" });
	await decide(workspace.ctx("bo"), { requestId: during, verdict: "reject" });
	slack.faults.up();
	await untilRight();
	expect(buttonsOf(messageTo(slack, "ana", "Down: sent before"))).toEqual(["countersign_open"]);
	expect(textsOf(messageTo(slack, "ana", "Down: sent before"))).toContain("bo approved");
	// Whether or not it was posted once: nobody is asked for what is over.
	expect(messagesTo(slack, "ana", "Down: asked and over while down").flatMap(buttonsOf)).not.toContain(
		"countersign_approve",
	);
	expect(buttonsOf(messageTo(slack, "ana", "Down: asked while down"))).toContain("countersign_approve");
	await decide(workspace.ctx("bo"), { requestId: after, verdict: "approve" });
	await untilRight();
});

test("the answer to a posted message is lost: it is found again, and not posted twice", async () => {
	const { slack, workspace } = scene;
	for (const fault of [
		{ kind: "drop", performs: true },
		{ kind: "status", status: 502, performs: true },
	] as const) {
		const title = `Lost answer: ${fault.kind}`;
		slack.faults.next(fault, { method: "chat.postMessage", times: 2 });
		const id = await scene.ask(title);
		await untilRight();
		expect(messagesTo(slack, "ana", title)).toHaveLength(1);
		expect(messagesTo(slack, "bo", title)).toHaveLength(1);
		await decide(workspace.ctx("bo"), { requestId: id, verdict: "approve" });
		await untilRight();
		expect(buttonsOf(messageTo(slack, "ana", title))).toEqual(["countersign_open"]);
	}
});

test("it is over before the courier learns whether its message was posted: the message is found and closed", async () => {
	const { slack, workspace } = scene;
	slack.faults.next({ kind: "drop", performs: true }, { method: "chat.postMessage", times: 2 });
	const id = await scene.ask("Over in between");
	// Both were posted, and neither answer arrived.
	const lost = () =>
		slack.callsOf("chat.postMessage").filter(({ fault, performed }) => fault !== null && performed);
	const before = lost().length;
	while (lost().length < before + 2) {
		await scene.pass();
		await new Promise((resolve) => setTimeout(resolve, 100));
		if (lost().length < before + 2) await dueNow();
	}
	expect(messagesTo(slack, "ana", "Over in between").flatMap(buttonsOf)).toContain("countersign_approve");
	await decide(workspace.ctx("bo"), { requestId: id, verdict: "approve" });
	await untilRight();
	for (const who of ["ana", "bo"]) {
		expect(messagesTo(slack, who, "Over in between").flatMap(buttonsOf)).not.toContain("countersign_approve");
	}
});

test("429: Retry-After is obeyed, and every message is right in the end", async () => {
	const { slack, workspace } = scene;
	slack.faults.ratio(0.5, { kind: "rate_limited", retryAfter: 1 }, { seed: 7 });
	const ids: string[] = [];
	for (let n = 0; n < 2; n += 1) ids.push(await scene.ask(`Limited ${n}`));
	await scene.passes();
	for (const id of ids) await decide(workspace.ctx("bo"), { requestId: id, verdict: "approve" });
	await scene.passes();
	expect(slack.calls.filter(({ early }) => early)).toEqual([]);
	expect(slack.calls.some(({ status }) => status === 429)).toBe(true);
	for (let n = 0; n < 2; n += 1) {
		expect(buttonsOf(messageTo(slack, "ana", `Limited ${n}`))).toEqual(["countersign_open"]);
		expect(buttonsOf(messageTo(slack, "bo", `Limited ${n}`))).toEqual(["countersign_open"]);
	}
});

test("what shows the right thing already is not written again", async () => {
	const { slack, pools } = scene;
	await scene.ask("Quiet");
	await untilRight();
	const calls = slack.calls.length;
	await pools.owner
		.sql`update deliveries set wanted = wanted + 1, next_attempt_at = now() where channel = 'slack'`;
	await untilRight();
	expect(slack.calls.length).toBe(calls);
});

test("a courier that lost its lease does not have the last word", async () => {
	const { pools, workspace } = scene;
	const id = await scene.ask("Leases");
	await untilRight();
	await decide(workspace.ctx("bo"), { requestId: id, verdict: "approve" });
	const slow = (await claimCopies(pools.system, 20)).find(
		({ personId }) => personId === workspace.people.ana.personId,
	);
	// It stalls; its lease ends, and another courier takes over and writes the outcome.
	await pools.owner.sql`
		update deliveries set leased_until = now() - interval '1 second', next_attempt_at = now() where request_id = ${id}`;
	await untilRight();
	// Now the first wakes up, writes what it had in mind, and records that.
	if (slow?.place == null) throw new Error("the copy has no place");
	await recordCopies(pools.db, [
		{ copy: slow, result: "shown", place: slow.place, digest: "of the older text", written: true },
	]);
	const calls = scene.slack.callsOf("chat.update").length;
	await untilRight();
	expect(scene.slack.callsOf("chat.update").length).toBe(calls + 1);
	expect(buttonsOf(messageTo(scene.slack, "ana", "Leases"))).toEqual(["countersign_open"]);
});

test("an account that is closed in Slack: a mail goes out instead", async () => {
	const { slack, pools, workspace } = scene;
	await scene.link("cy");
	const { putGroup } = await import("../../ledger/directory.ts");
	await putGroup(pools.db, workspace.id, {
		name: "finance",
		title: "Finance",
		members: [workspace.people.cy.personId],
	});
	slack.faults.next({ kind: "error", error: "user_disabled" }, { method: "conversations.open" });
	slack.deactivate("cy");
	const id = await scene.ask("To somebody who left Slack");
	await untilRight();
	const rows = await pools.owner.sql<{ channel: string; state: string }[]>`
		select channel, state from deliveries where request_id = ${id} order by channel`;
	expect(rows).toEqual([
		{ channel: "email", state: "pending" },
		{ channel: "slack", state: "undeliverable" },
	]);
});

test("real limits: no call is refused for coming too soon after a 429", async () => {
	const limited = await slackScene(inject("stack"), { standIn: { limits: slackLimits } });
	try {
		await limited.workspace.push(policy());
		await limited.link("ana");
		for (let n = 0; n < 6; n += 1) await limited.ask(`Burst ${n}`);
		await limited.passes();
		expect(limited.slack.calls.filter(({ early }) => early)).toEqual([]);
		for (let n = 0; n < 6; n += 1) expect(messagesTo(limited.slack, "ana", `Burst ${n}`)).toHaveLength(1);
	} finally {
		await limited.close();
	}
});

test("quiet hours put a new message off, but not beyond the deadline; a rewriting is not put off", async () => {
	const { slack, pools, workspace } = scene;
	const { putGroup } = await import("../../ledger/directory.ts");
	await putGroup(pools.db, workspace.id, {
		name: "finance",
		title: "Finance",
		members: [workspace.people.ana.personId],
	});
	const before = await scene.ask("Before the quiet");
	await untilRight();
	const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
	await pools.owner.sql`
		update people set time_zone = 'UTC', quiet_from = ${clock(-2)}, quiet_to = ${clock(3)}
		where id = ${workspace.people.ana.personId}`;
	await scene.ask("In the quiet");
	await workspace.push(policy({ deadline: "2h" }, { name: "soon" }));
	const { submit } = await import("../../ledger/submit.ts");
	await submit(workspace.ctx("riley"), { policy: "soon", title: "Cannot wait", context: { amount: 1 } });
	await decide(workspace.ctx("ana"), { requestId: before, verdict: "approve" });
	await scene.pass();
	await new Promise((resolve) => setTimeout(resolve, 1_200));
	await scene.pass();
	expect(messagesTo(slack, "ana", "In the quiet")).toHaveLength(0);
	expect(messagesTo(slack, "ana", "Cannot wait")).toHaveLength(1);
	expect(buttonsOf(messageTo(slack, "ana", "Before the quiet"))).toEqual(["countersign_open"]);
	const [row] = await pools.owner.sql<{ hours: number; attempts: number }[]>`
		select extract(epoch from d.next_attempt_at - now())::float8 / 3600 as hours, d.attempts from deliveries d
		join requests r on r.id = d.request_id where r.title = 'In the quiet' and d.channel = 'slack'`;
	expect(row?.hours).toBeGreaterThan(2.9);
	expect(row?.attempts).toBe(0);
});
