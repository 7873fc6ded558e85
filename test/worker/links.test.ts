import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { deactivatePerson } from "../../ledger/directory/people.ts";
import { decideByLink } from "../../ledger/links/decide-by-link.ts";
import { openLink } from "../../ledger/links/open-link.ts";
import { sendLinkCode } from "../../ledger/links/send-code.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { reassign } from "../../ledger/reassign.ts";
import { resubmit } from "../../ledger/resubmit.ts";
import { sendBack } from "../../ledger/send-back.ts";
import { wake } from "../../ledger/wake.ts";
import { type MailCourier, startMailCourier } from "../support/mail-courier.ts";
import { ownDatabase } from "../support/own-database.ts";
import { openPools, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(await ownDatabase(inject("stack")));
let courier: MailCourier;

beforeAll(async () => {
	courier = await startMailCourier(pools);
});
afterAll(async () => {
	await courier.close();
	await pools.close();
});
beforeEach(async () => {
	await pools.owner.sql`update deliveries set next_attempt_at = null`;
	courier.smtp.mails.length = 0;
});

type Link = { linkId: string; token: string };
type Name = keyof TestWorkspace["people"];

const press = (link: Link, session: TestWorkspace["people"][Name] | null = null, code?: string) =>
	decideByLink(courier.ports, {
		...link,
		verdict: "approve",
		session,
		...(code === undefined ? {} : { code }),
	});

const sessionOf = (ws: TestWorkspace, name: Name) => ({
	...ws.people[name],
	channel: "web" as const,
	assurance: "session" as const,
	authenticatedAt: Date.now(),
});

const nothingDecided = async (ws: TestWorkspace, id: string) =>
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: null, decisions: [] });

describe("an emailed link is dead", () => {
	async function live(more = {}): Promise<{ ws: TestWorkspace; id: string; link: Link }> {
		const { ws, id } = await courier.opened({}, { risk: "low", ...more });
		await courier.deliverAll();
		const link = courier.linkTo("ana");
		expect(await openLink(pools, { ...link, session: null })).toMatchObject({ state: "live" });
		return { ws, id, link };
	}
	const expectDead = async (ws: TestWorkspace, id: string, link: Link) => {
		expect(await openLink(pools, { ...link, session: null })).toMatchObject({
			state: "dead",
			reason: "reassigned",
			// What became of it is told, and nothing of what was to be decided.
			request: { id, outcome: null, summary: null, context: {}, attachments: [] },
		});
		await expect(press(link)).rejects.toMatchObject({ code: "not_eligible" });
		await expect(sendLinkCode(courier.ports, link)).rejects.toMatchObject({ code: "closed" });
		await nothingDecided(ws, id);
	};

	it("once its place was passed on, and the new approver has their own", async () => {
		const { ws, id, link } = await live();
		await reassign(ws.ctx("ana"), { requestId: id, to: "cy@test.example" });
		await expectDead(ws, id, link);
		await courier.deliverAll();
		await press(courier.linkTo("cy"));
		expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "approved" });
	});

	it("once an administrator passed the place on", async () => {
		const { ws, id, link } = await live();
		await reassign(ws.ctx("dana"), { requestId: id, from: "ana@test.example", to: "cy@test.example" });
		await expectDead(ws, id, link);
	});

	it("once its recipient left the group, through the follower", async () => {
		const { ws, id, link } = await live();
		await pools.owner.sql`delete from group_members where person_id = ${ws.people.ana.personId}`;
		await courier.follow();
		await expectDead(ws, id, link);
	});

	async function delegated(endsInMs: number) {
		const { ws, id } = await courier.opened({}, { risk: "low" });
		const delegation = newId();
		const at = (ms: number) => new Date(Date.now() + ms).toISOString();
		await pools.owner.sql`
			insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
			values (${delegation}, ${ws.id}, ${ws.people.ana.personId}, ${ws.people.cy.personId}, ${at(-1_000)}, ${at(endsInMs)}, 'self')`;
		await courier.follow();
		await courier.deliverAll();
		const link = courier.linkTo("cy");
		expect(await openLink(pools, { ...link, session: null })).toMatchObject({ state: "live" });
		return { ws, id, link, delegation };
	}

	it("once the delegation ended before its time, through the follower", async () => {
		const { ws, id, link, delegation } = await delegated(3_600_000);
		await pools.owner.sql`delete from delegations where id = ${delegation}`;
		// Already before the follower has looked: who is not eligible does not decide.
		await expect(press(link)).rejects.toMatchObject({ code: "not_eligible" });
		await courier.follow();
		await expectDead(ws, id, link);
	});

	it("once the delegation ran out, by its timer", async () => {
		const { ws, id, link } = await delegated(3_600_000);
		const clock = (now: number) => now + 2 * 3_600_000;
		await wake({ db: pools.db, clock, after: courier.ports.after, workspaceId: ws.id }, id);
		await expectDead(ws, id, link);
	});

	it("once its recipient was deactivated, at once and after the follower, and tells them nothing", async () => {
		const { ws, id, link } = await live();
		await deactivatePerson(ws.ctx("dana"), "ana@test.example");
		for (const then of [async () => {}, courier.follow]) {
			await then();
			await expect(openLink(pools, { ...link, session: null })).rejects.toMatchObject({ code: "not_found" });
			await expect(press(link)).rejects.toMatchObject({ code: "not_eligible" });
			await expect(sendLinkCode(courier.ports, link)).rejects.toMatchObject({ code: "closed" });
		}
		await nothingDecided(ws, id);
	});

	it("once it is too old: it asks to sign in, and decides no more", async () => {
		const { ws, id, link } = await live();
		await pools.owner.sql`update link_tokens set expires_at = now() where id = ${link.linkId}`;
		expect(await openLink(pools, { ...link, session: null })).toMatchObject({
			state: "dead",
			reason: "expired",
		});
		await expect(press(link)).rejects.toMatchObject({ code: "step_up_required" });
		await nothingDecided(ws, id);
	});

	it("after its deadline at the latest, and after seven days", async () => {
		const { link } = await live();
		const far = await courier.opened({ deadline: "30d" }, { risk: "low" });
		await courier.deliverAll();
		const rows = await pools.owner.sql<{ id: string; days: number }[]>`
			select l.id, extract(epoch from l.expires_at - now())::float8 / 86400 as days from link_tokens l
			where l.id in (${link.linkId}, ${courier.linkTo("ana").linkId}) order by days`;
		expect(rows.map(({ days }) => Math.round(days))).toEqual([1, 7]);
		expect(far.id).not.toBe("");
	});
});

describe("a forwarded link does not make another person its recipient", () => {
	it.each(["low", "normal", "high"])(
		"risk %s, in another person's session: refused, recorded, recipient told",
		async (risk) => {
			const { ws, id } = await courier.opened({}, { risk });
			await courier.deliverAll();
			const link = courier.linkTo("ana");
			courier.smtp.mails.length = 0;
			await expect(press(link, sessionOf(ws, "sam"))).rejects.toMatchObject({ code: "not_eligible" });
			await nothingDecided(ws, id);
			const entries = await pools.owner.sql<{ actor_id: string; recipient: string }[]>`
			select actor_id, body::jsonb->>'recipient' as recipient from audit_entries
			where request_id = ${id} and kind = 'link_refused'`;
			expect(entries).toEqual([{ actor_id: ws.people.sam.personId, recipient: ws.people.ana.personId }]);
			await courier.deliverAll();
			expect(courier.smtp.mails.map((mail) => mail.to?.[0]?.address)).toEqual(["ana@test.example"]);
			const [warning] = courier.mailsTo("ana");
			expect(warning?.subject).toMatch(/^Your link was used by somebody else: /);
			expect(warning?.text).toContain("sam, signed in, opened the link that was mailed to you");
			expect(warning?.text).not.toMatch(/\/l\//);
			// The link is its recipient's still.
			expect(await openLink(pools, { ...link, session: null })).toMatchObject({ state: "live" });
		},
	);

	it("pressed again and again, it warns once an hour, and a code asked for meanwhile still comes", async () => {
		const { ws, id } = await courier.opened({}, { risk: "normal" });
		await courier.deliverAll();
		const link = courier.linkTo("ana");
		courier.smtp.mails.length = 0;
		for (let time = 0; time < 5; time += 1) {
			await expect(press(link, sessionOf(ws, "sam"))).rejects.toMatchObject({ code: "not_eligible" });
			await courier.deliverAll();
		}
		expect(courier.mailsTo("ana")).toHaveLength(1);
		await sendLinkCode(courier.ports, link);
		await courier.deliverAll();
		expect(courier.mailsTo("ana").at(-1)?.subject).toMatch(/^Your code for/);
		await pools.owner.sql`
			update deliveries set delivered_at = now() - interval '2 hours' where request_id = ${id} and wants = 'link_used'`;
		await expect(press(link, sessionOf(ws, "sam"))).rejects.toMatchObject({ code: "not_eligible" });
		await courier.deliverAll();
		expect(courier.mailsTo("ana").filter((mail) => mail.subject?.startsWith("Your link"))).toHaveLength(2);
	});

	it("risk normal, without a session: the code goes to the recipient's mailbox alone", async () => {
		const { ws, id } = await courier.opened({}, { risk: "normal" });
		await courier.deliverAll();
		const link = courier.linkTo("ana");
		await expect(press(link)).rejects.toMatchObject({ code: "step_up_required" });
		await expect(press(link, null, "000000")).rejects.toMatchObject({ code: "step_up_required" });
		courier.smtp.mails.length = 0;
		await sendLinkCode(courier.ports, link);
		await courier.deliverAll();
		expect(courier.smtp.mails.map((mail) => mail.to?.[0]?.address)).toEqual(["ana@test.example"]);
		await nothingDecided(ws, id);
	});

	it("risk high, without a session or with an approver's own: refused, and never counted as the recipient", async () => {
		const { ws, id } = await courier.opened({}, { risk: "high" });
		await courier.deliverAll();
		const link = courier.linkTo("ana");
		await expect(press(link)).rejects.toMatchObject({ code: "step_up_required" });
		// Bo may decide this request, but not with Ana's link.
		await expect(press(link, sessionOf(ws, "bo"))).rejects.toMatchObject({ code: "not_eligible" });
		await nothingDecided(ws, id);
		await press(link, sessionOf(ws, "ana"));
		expect((await getRequest(ws.ctx("riley"), id)).decisions).toMatchObject([
			{ by: ws.people.ana.personId, assurance: "session" },
		]);
	});

	it("another workspace's person is not named", async () => {
		const { id } = await courier.opened({}, { risk: "low" });
		await courier.deliverAll();
		const link = courier.linkTo("ana");
		const elsewhere = await courier.opened();
		courier.smtp.mails.length = 0;
		await expect(press(link, sessionOf(elsewhere.ws, "sam"))).rejects.toMatchObject({ code: "not_eligible" });
		await pools.owner.sql`update deliveries set next_attempt_at = null where request_id <> ${id}`;
		await courier.deliverAll();
		expect(courier.mailsTo("ana")[0]?.text).toContain("Somebody who is signed in elsewhere");
	});
});

it("payload changed after it was shown: a link of the round before decides nothing", async () => {
	const { ws, id } = await courier.opened({}, { risk: "low" });
	await courier.deliverAll();
	const before = courier.linkTo("ana");
	const shown = (await openLink(pools, { ...before, session: null })).request;
	await sendBack(ws.ctx("bo"), { requestId: id, comment: "Too much" });
	await expect(press(before)).rejects.toMatchObject({ code: "paused" });
	await resubmit(ws.ctx("riley"), { requestId: id, context: { amount: 999 } });
	await expect(press(before)).rejects.toMatchObject({ code: "stale_version" });
	const { version, round } = shown;
	await expect(
		decideByLink(courier.ports, { ...before, verdict: "approve", version, session: null }),
	).rejects.toMatchObject({ code: "stale_version" });
	expect(round).toBe(1);
	expect(await openLink(pools, { ...before, session: null })).toMatchObject({
		state: "dead",
		request: { context: {} },
	});
	await nothingDecided(ws, id);
	await courier.deliverAll();
	const after = courier.linkTo("ana");
	expect(after.linkId).not.toBe(before.linkId);
	await press(after);
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({
		outcome: "approved",
		context: { amount: 999 },
	});
});
