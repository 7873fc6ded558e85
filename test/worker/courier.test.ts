import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createMailer, type Mailer } from "../../emails/mailer.ts";
import { cancel } from "../../ledger/cancel.ts";
import { databaseClock } from "../../ledger/context.ts";
import { decide } from "../../ledger/decide.ts";
import { decideByLink, type LinkPorts } from "../../ledger/links/decide-by-link.ts";
import { openLink } from "../../ledger/links/open-link.ts";
import { sendLinkCode } from "../../ledger/links/send-code.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { reassign } from "../../ledger/reassign.ts";
import { submit } from "../../ledger/submit.ts";
import { wake } from "../../ledger/wake.ts";
import { deliverDue, type EmailDeps } from "../../worker/activities/deliver-email.ts";
import { ownDatabase } from "../support/own-database.ts";
import { startSmtp, type TestSmtp } from "../support/smtp-server.ts";
import { makeWorkspace, openPools, policy, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(await ownDatabase(inject("stack")));
const linkKey = Buffer.alloc(32, 7);
let smtp: TestSmtp;
let mailer: Mailer;
let deps: EmailDeps;

beforeAll(async () => {
	smtp = await startSmtp();
	mailer = createMailer({
		smtpUrl: smtp.url,
		from: "Countersign <c@test.example>",
		publicHost: "test.example",
	});
	deps = {
		ctx: { db: pools.db, clock: databaseClock, after: ports.after },
		system: pools.system,
		linkKey,
		mailer,
		publicUrl: "http://127.0.0.1:9",
		log: pino({ level: "silent" }),
		stopping: new AbortController().signal,
	};
});

afterAll(async () => {
	mailer.close();
	await smtp.close();
	await pools.close();
});

beforeEach(async () => {
	// What an earlier test left to be delivered is not the next one's.
	await pools.owner.sql`update deliveries set next_attempt_at = null`;
	smtp.mails.length = 0;
	smtp.accept();
});

async function opened(stage = {}, more = {}, options = {}): Promise<{ ws: TestWorkspace; id: string }> {
	const ws = await makeWorkspace(pools, options);
	await ws.push(policy(stage, { show: ["amount"], ...more }));
	const body = { policy: "refund", title: "Refund 4711", context: { amount: 5 } };
	return { ws, id: (await submit(ws.ctx("riley"), body)).requestId };
}

/** Delivers until nothing is due any more. */
async function deliverAll(): Promise<number> {
	let sent = 0;
	for (let pass = await deliverDue(deps); pass.claimed > 0; pass = await deliverDue(deps)) sent += pass.sent;
	return sent;
}

async function stateOf(id: string, email: string) {
	const [row] = await pools.owner.sql`
		select d.state, d.wants, d.last_error from deliveries d join people p on p.id = d.person_id
		where d.request_id = ${id} and p.email = ${email}`;
	return row;
}

function linkTo(name: string): { linkId: string; token: string } {
	const mail = smtp.mails.findLast((item) => item.to?.[0]?.address === `${name}@test.example`);
	const [, linkId = "", token = ""] = /\/l\/([0-9a-f-]{36})#([\w-]{43})/.exec(mail?.text ?? "") ?? [];
	return { linkId, token };
}

const ports: LinkPorts = {
	...pools,
	clock: databaseClock,
	after: { tell: () => {}, notify: () => {} },
	linkKey,
};

describe("the e-mail courier", () => {
	it("asks every approver, each with a link of their own, and tells the requester the outcome", async () => {
		const { ws, id } = await opened();
		expect(await deliverAll()).toBe(2);
		expect(smtp.mails.map((mail) => mail.to?.[0]?.address).sort()).toEqual([
			"ana@test.example",
			"bo@test.example",
		]);
		expect(linkTo("ana").linkId).not.toBe(linkTo("bo").linkId);
		expect(smtp.mails[0]?.subject).toContain("Refund 4711");
		await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
		expect(await deliverAll()).toBe(1);
		const last = smtp.mails.at(-1);
		expect(last?.to?.[0]?.address).toBe("riley@test.example");
		expect(last?.subject).toMatch(/approved/i);
		const kinds = await pools.owner
			.sql`select kind from audit_entries where request_id = ${id} and kind = 'delivered'`;
		expect(kinds).toHaveLength(3);
	});

	it("asks nobody to act after the outcome, however long the mail server was away", async () => {
		const { ws, id } = await opened();
		await decide(ws.ctx("ana"), { requestId: id, verdict: "reject" });
		await deliverAll();
		expect(smtp.mails.map((mail) => mail.to?.[0]?.address)).toEqual(["riley@test.example"]);
		expect(await stateOf(id, "bo@test.example")).toMatchObject({ state: "withdrawn", wants: "over" });
	});

	it("asks nobody when the deadline passed before any workflow was there to say so", async () => {
		const { id } = await opened({ deadline: "1s" });
		await new Promise((resolve) => setTimeout(resolve, 1_100));
		await deliverAll();
		const [request] = await pools.owner.sql`
			select state, (select count(*)::int from outbox where request_id = ${id}) as told from requests where id = ${id}`;
		expect(request).toEqual({ state: "expired", told: 2 });
		expect(smtp.mails.map((mail) => `${mail.to?.[0]?.address} ${mail.subject}`)).toEqual([
			expect.stringMatching(/^riley@test.example .*expired/i),
		]);
	});

	it("sends one reminder for several that it slept through, and an escalation to the lead", async () => {
		let ahead = 0;
		const clock = (now: number) => now + ahead;
		const stage = {
			remind: { every: "1h", atMost: 3 },
			escalate: [{ after: "6h", to: [{ group: "leads" }], mode: "add" }],
		};
		const { ws, id } = await opened(stage, {}, { clock });
		await deliverAll();
		smtp.mails.length = 0;
		ahead = 7 * 3_600_000;
		await wake({ db: pools.db, clock, after: ports.after, workspaceId: ws.id }, id);
		await deliverAll();
		const subjects = smtp.mails
			.map((mail) => `${mail.to?.[0]?.address} ${mail.subject?.split(":")[0]}`)
			.sort();
		expect(subjects).toEqual([
			"ana@test.example Reminder",
			"bo@test.example Reminder",
			"lee@test.example Escalated to you",
		]);
	});

	it("gives up on an address that is refused for good, and tries again what is refused for now", async () => {
		smtp.refuse("ana", 550);
		const { id } = await opened();
		await deliverAll();
		expect(await stateOf(id, "ana@test.example")).toMatchObject({ state: "undeliverable" });
		const second = await opened();
		smtp.refuse("bo", 451);
		await deliverAll();
		expect(await stateOf(second.id, "bo@test.example")).toMatchObject({ state: "pending" });
		smtp.accept();
		await pools.owner
			.sql`update deliveries set next_attempt_at = now() - interval '1 second' where request_id = ${second.id} and state = 'pending'`;
		await deliverAll();
		expect(await stateOf(second.id, "bo@test.example")).toMatchObject({ state: "delivered" });
	});

	it("takes over what a courier that died had claimed, once its lease is over", async () => {
		const { id } = await opened();
		const { claimDeliveries } = await import("../../ledger/deliveries/claim.ts");
		expect(await claimDeliveries(pools.system, "email", 20)).toHaveLength(2);
		expect(await deliverAll()).toBe(0);
		await pools.owner
			.sql`update deliveries set next_attempt_at = now() - interval '1 second' where request_id = ${id}`;
		expect(await deliverAll()).toBe(2);
	});
});

describe("an emailed link", () => {
	it("decides under risk low, and stands as email_link", async () => {
		const { ws, id } = await opened({}, { risk: "low" });
		await deliverAll();
		await decideByLink(ports, { ...linkTo("ana"), verdict: "approve", session: null });
		const view = await getRequest(ws.ctx("riley"), id);
		expect(view).toMatchObject({
			outcome: "approved",
			decisions: [{ channel: "email", assurance: "email_link" }],
		});
	});

	it("makes exactly one decision of a hundred concurrent presses", async () => {
		const { id } = await opened({ need: 2 }, { risk: "low" });
		await deliverAll();
		const link = linkTo("ana");
		const answers = await Promise.all(
			Array.from({ length: 100 }, () =>
				decideByLink(ports, { ...link, verdict: "approve", session: null }).then(
					() => "decided",
					(error: { code: string }) => error.code,
				),
			),
		);
		expect(answers.filter((answer) => answer === "decided")).toHaveLength(1);
		expect(new Set(answers)).toEqual(new Set(["decided", "already_decided"]));
		expect(await pools.owner.sql`select 1 from decisions where request_id = ${id}`).toHaveLength(1);
	});

	it("changes nothing by being opened, any number of times", async () => {
		const { ws, id } = await opened({}, { risk: "low" });
		await deliverAll();
		const link = linkTo("ana");
		for (let time = 0; time < 20; time += 1) {
			expect(await openLink(pools, { ...link, session: null })).toMatchObject({
				state: "live",
				needs: "nothing",
			});
		}
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ version: 1, decisions: [] });
	});

	it("needs a mailed code under risk normal: five tries, the newest only", async () => {
		const { ws, id } = await opened({}, { risk: "normal" });
		await deliverAll();
		const link = linkTo("ana");
		const press = (code?: string) =>
			decideByLink(ports, {
				...link,
				verdict: "approve",
				session: null,
				...(code === undefined ? {} : { code }),
			});
		await expect(press()).rejects.toMatchObject({ code: "step_up_required" });
		await sendLinkCode(ports, link);
		await deliverAll();
		const code = /\b(\d{6})\b/.exec(smtp.mails.at(-1)?.text ?? "")?.[1] ?? "";
		const wrong = code === "000000" ? "000001" : "000000";
		for (let time = 0; time < 5; time += 1)
			await expect(press(wrong)).rejects.toMatchObject({ code: "step_up_required" });
		await expect(press(code)).rejects.toMatchObject({ code: "step_up_required" });
		await sendLinkCode(ports, link);
		await deliverAll();
		const second = /\b(\d{6})\b/.exec(smtp.mails.at(-1)?.text ?? "")?.[1] ?? "";
		await press(second);
		expect((await getRequest(ws.ctx("riley"), id)).decisions).toMatchObject([{ assurance: "email_code" }]);
	});

	it("asks for a fresh session under risk high", async () => {
		const { ws, id } = await opened({}, { risk: "high" });
		await deliverAll();
		const link = linkTo("ana");
		const session = { ...ws.people.ana, channel: "web" as const, assurance: "session" as const };
		const press = (authenticatedAt: number | null) =>
			decideByLink(ports, {
				...link,
				verdict: "approve",
				session: authenticatedAt === null ? null : { ...session, authenticatedAt },
			});
		await expect(press(null)).rejects.toMatchObject({ code: "step_up_required" });
		await expect(press(Date.now() - 16 * 60_000)).rejects.toMatchObject({ code: "step_up_required" });
		await press(Date.now());
		expect((await getRequest(ws.ctx("riley"), id)).decisions).toMatchObject([
			{ assurance: "session", channel: "email" },
		]);
	});

	it("is refused in another person's session, and that is recorded", async () => {
		const { ws, id } = await opened({}, { risk: "low" });
		await deliverAll();
		const attempt = decideByLink(ports, { ...linkTo("ana"), verdict: "approve", session: ws.people.bo });
		await expect(attempt).rejects.toMatchObject({ code: "not_eligible" });
		const entries = await pools.owner
			.sql`select 1 from audit_entries where request_id = ${id} and kind = 'link_refused'`;
		expect(entries).toHaveLength(1);
	});

	it("of one stage decides no other", async () => {
		const stages = [
			{ name: "one", approvers: [{ group: "finance" }], need: 1, deadline: "1d", onDeadline: "cancel" },
			{
				name: "two",
				approvers: [{ user: "ana@test.example" }],
				need: 1,
				deadline: "1d",
				onDeadline: "cancel",
			},
		];
		const { ws, id } = await opened({}, { stages, risk: "low" });
		await deliverAll();
		const first = linkTo("ana");
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		const attempt = decideByLink(ports, { ...first, verdict: "approve", session: null });
		await expect(attempt).rejects.toMatchObject({ code: "stale_version" });
		expect(await openLink(pools, { ...first, session: null })).toMatchObject({
			state: "dead",
			reason: "reassigned",
		});
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ stage: "two", outcome: null });
	});

	it("says what became of the request once it is over, and knows no other token", async () => {
		const { ws, id } = await opened({}, { risk: "low" });
		await deliverAll();
		const link = linkTo("ana");
		await cancel(ws.ctx("riley"), { requestId: id });
		expect(await openLink(pools, { ...link, session: null })).toMatchObject({
			state: "dead",
			reason: "closed",
			request: { outcome: "cancelled" },
		});
		await expect(decideByLink(ports, { ...link, verdict: "approve", session: null })).rejects.toMatchObject({
			code: "closed",
		});
		const other = { ...link, token: "A".repeat(43) };
		await expect(openLink(pools, { ...other, session: null })).rejects.toMatchObject({ code: "not_found" });
	});
});

it("a slot that was passed on comes with the words that went with it, and with nobody else's", async () => {
	const { ws, id } = await opened();
	await reassign(ws.ctx("ana"), { requestId: id, to: "cy@test.example", comment: "Away until Monday." });
	await reassign(ws.ctx("bo"), { requestId: id, to: "lee@test.example" });
	await deliverAll();
	const mailTo = (name: string) =>
		smtp.mails.findLast((mail) => mail.to?.[0]?.address === `${name}@test.example`);
	expect(mailTo("cy")?.text).toContain("Away until Monday.");
	expect(mailTo("lee")?.text).toContain("bo");
	expect(mailTo("lee")?.text).not.toContain("Away until Monday.");
});
