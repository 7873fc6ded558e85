import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { cancel } from "../../ledger/cancel.ts";
import { decide } from "../../ledger/decide.ts";
import { changePreferences } from "../../ledger/preferences/change-preferences.ts";
import { submit } from "../../ledger/submit.ts";
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
	courier.smtp.accept();
});

const HOUR = 3_600_000;
/** What the clock on the wall shows in UTC, so many hours from now. */
const wall = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString().slice(11, 16);

const rowOf = async (id: string, name: string) => {
	const [row] = await pools.owner.sql<
		{ state: string; attempts: number; next: Date | null; channel: string }[]
	>`
		select d.state, d.attempts, d.next_attempt_at as next, d.channel from deliveries d join people p on p.id = d.person_id
		where d.request_id = ${id} and p.email = ${`${name}@test.example`} order by d.created_at`;
	return row;
};

describe("quiet hours", () => {
	const quietNow = () => ({ quietHours: { from: wall(-2), to: wall(3) } });

	it("put off what is not urgent, count no attempt, and end with it sent", async () => {
		const { ws, id } = await courier.opened();
		await changePreferences(ws.ctx("ana"), quietNow());
		expect(await courier.deliverAll()).toBe(1);
		expect(courier.mailsTo("ana")).toHaveLength(0);
		expect(courier.mailsTo("bo")).toHaveLength(1);
		const row = await rowOf(id, "ana");
		expect(row).toMatchObject({ state: "pending", attempts: 0 });
		const waits = (Date.parse(String(row?.next)) - Date.now()) / HOUR;
		expect(Math.round(waits)).toBe(3);
		// They end: the person takes them out, and what waited is due at once.
		await changePreferences(ws.ctx("ana"), { quietHours: null });
		expect(await courier.deliverAll()).toBe(1);
		expect(courier.mailsTo("ana")).toHaveLength(1);
	});

	it("never outlast a deadline, nor an escalation that would come without them", async () => {
		const soon = await courier.opened({ deadline: "200m" });
		await changePreferences(soon.ws.ctx("ana"), quietNow());
		const escalates = await courier.opened({
			escalate: [{ after: "2h", to: [{ group: "leads" }], mode: "replace" }],
		});
		await changePreferences(escalates.ws.ctx("ana"), quietNow());
		await courier.deliverAll();
		expect(courier.mailsTo("ana")).toHaveLength(2);
	});

	it("are passed over by reminders and escalations", async () => {
		const stage = {
			remind: { every: "5h", atMost: 1 },
			escalate: [{ after: "6h", to: [{ group: "leads" }], mode: "add" }],
		};
		const { ws, id } = await courier.opened(stage);
		for (const name of ["ana", "lee"] as const) await changePreferences(ws.ctx(name), quietNow());
		await courier.deliverAll();
		expect(courier.mailsTo("ana")).toHaveLength(0);
		const clock = (now: number) => now + 7 * HOUR;
		await wake({ db: pools.db, clock, after: courier.ports.after, workspaceId: ws.id }, id);
		await courier.deliverAll();
		expect(courier.mailsTo("ana").map((mail) => mail.subject?.split(":")[0])).toEqual(["Reminder"]);
		expect(courier.mailsTo("lee").map((mail) => mail.subject?.split(":")[0])).toEqual(["Escalated to you"]);
	});

	it("what is over before they end is never sent; an outcome waits too", async () => {
		const { ws, id } = await courier.opened();
		for (const name of ["ana", "riley"] as const) await changePreferences(ws.ctx(name), quietNow());
		await courier.deliverAll();
		await decide(ws.ctx("bo"), { requestId: id, verdict: "approve" });
		await courier.deliverAll();
		expect(courier.mailsTo("riley")).toHaveLength(0);
		for (const name of ["ana", "riley"] as const) await changePreferences(ws.ctx(name), { quietHours: null });
		await courier.deliverAll();
		expect(courier.mailsTo("ana")).toHaveLength(0);
		expect(await rowOf(id, "ana")).toMatchObject({ state: "withdrawn", next: null });
		expect(courier.mailsTo("riley").map((mail) => mail.subject?.split(":")[0])).toEqual(["Approved"]);
	});
});

describe("a daily digest", () => {
	const ask = (ws: TestWorkspace, title: string) =>
		submit(ws.ctx("riley"), { policy: "refund", title, context: { amount: 5 } }).then(
			({ requestId }) => requestId,
		);
	/** What was put off came about before the digest that is due now. */
	const comesDue = async (ws: TestWorkspace, name: "ana" | "riley") => {
		const person = ws.people[name].personId;
		await pools.owner.sql`
			update deliveries set created_at = now() - interval '20 hours', next_attempt_at = now() - interval '1 second'
			where person_id = ${person} and state = 'pending'`;
		await pools.owner.sql`update people set digest_at = ${wall(-0.05)} where id = ${person}`;
	};

	it("gathers new requests into one mail, each with its own link, and leaves out what is over", async () => {
		const { ws, id } = await courier.opened({ deadline: "5d" });
		await changePreferences(ws.ctx("ana"), { digestAt: wall(5) });
		const second = await ask(ws, "The second");
		const third = await ask(ws, "The third");
		await courier.deliverAll();
		expect(courier.mailsTo("ana")).toHaveLength(0);
		await cancel(ws.ctx("riley"), { requestId: third });
		await comesDue(ws, "ana");
		await courier.deliverAll();
		const mails = courier.mailsTo("ana");
		expect(mails).toHaveLength(1);
		const [mail] = mails;
		expect(mail?.subject).toBe("2 requests wait for you");
		expect(mail?.text).not.toContain("The third");
		const links = [...(mail?.text ?? "").matchAll(/\/l\/([0-9a-f-]{36})#[\w-]{43}/g)].map(([, link]) => link);
		expect(new Set(links).size).toBe(2);
		for (const request of [id, second])
			expect(await rowOf(request, "ana")).toMatchObject({ state: "delivered", next: null });
		const kinds = await pools.owner.sql`
			select 1 from audit_entries where kind = 'delivered' and body::jsonb->>'person' = ${ws.people.ana.personId}`;
		expect(kinds).toHaveLength(2);
		const headers = new Map(mail?.headers.map(({ key, value }) => [key, value]));
		expect(headers.get("list-unsubscribe")).toBe("<http://127.0.0.1:9/preferences>");
		expect(mail?.inReplyTo).toBe(`<digest-${ws.people.ana.personId}@test.example>`);
	});

	it("does not hold back what is due before it, and one alone is an ordinary mail", async () => {
		const { ws } = await courier.opened({ deadline: "5h" });
		await changePreferences(ws.ctx("ana"), { digestAt: wall(12) });
		await courier.deliverAll();
		expect(courier.mailsTo("ana").map((mail) => mail.subject?.split(":")[0])).toEqual(["Decide"]);

		const alone = await courier.opened({ deadline: "5d" });
		await changePreferences(alone.ws.ctx("ana"), { digestAt: wall(5) });
		await courier.deliverAll();
		await comesDue(alone.ws, "ana");
		await courier.deliverAll();
		expect(courier.mailsTo("ana").map((mail) => mail.subject?.split(":")[0])).toEqual(["Decide", "Decide"]);
	});

	it("refused for now, it is tried again as a whole", async () => {
		const { ws, id } = await courier.opened({ deadline: "5d" });
		await changePreferences(ws.ctx("ana"), { digestAt: wall(5) });
		const second = await ask(ws, "The second");
		await courier.deliverAll();
		await comesDue(ws, "ana");
		courier.smtp.refuse("ana", 451);
		await courier.deliverAll();
		for (const request of [id, second])
			expect(await rowOf(request, "ana")).toMatchObject({ state: "pending", attempts: 1 });
		courier.smtp.accept();
		await pools.owner
			.sql`update deliveries set next_attempt_at = now() - interval '1 second' where request_id = ${id} and state = 'pending'`;
		await courier.deliverAll();
		expect(courier.mailsTo("ana").map((mail) => mail.subject)).toEqual(["2 requests wait for you"]);
	});
});

describe("the next channel", () => {
	const linkSlack = async (ws: TestWorkspace, name: "ana" | "bo") => {
		await pools.owner.sql`
			insert into slack_links (id, workspace_id, person_id, team_id, user_id)
			values (gen_random_uuid(), ${ws.id}, ${ws.people[name].personId}, ${`T${ws.id}`}, ${name})`;
		await changePreferences(ws.ctx(name), { channels: ["email", "slack"] });
	};
	const channelsOf = async (id: string, name: string) =>
		pools.owner.sql`
			select d.channel, d.state, d.wants, d.next_attempt_at is not null as due from deliveries d
			join people p on p.id = d.person_id
			where d.request_id = ${id} and p.email = ${`${name}@test.example`} order by d.channel`;

	it("takes over what the mailbox refuses for good, before anybody is counted as unreached", async () => {
		const { ws, id } = await courier.opened({
			escalate: [{ after: "20h", to: [{ group: "leads" }], mode: "add" }],
			need: 2,
		});
		await linkSlack(ws, "ana");
		courier.smtp.refuse("ana", 550);
		await courier.deliverAll();
		expect(await channelsOf(id, "ana")).toEqual([
			{ channel: "email", state: "undeliverable", wants: "asked", due: false },
			{ channel: "slack", state: "pending", wants: "asked", due: true },
		]);
		expect(await channelsOf(id, "lee")).toEqual([]);
		const told = await pools.owner.sql`
			select 1 from audit_entries where request_id = ${id} and kind = 'undeliverable'`;
		expect(told).toHaveLength(1);
	});

	it("without one, too few have heard of it, and it escalates at once", async () => {
		const { id } = await courier.opened({
			escalate: [{ after: "20h", to: [{ group: "leads" }], mode: "add" }],
			need: 2,
		});
		courier.smtp.refuse("ana", 550);
		await courier.deliverAll();
		expect((await channelsOf(id, "lee")).map((row) => row.wants)).toEqual(["escalated"]);
	});
});

it("mails are in the recipient's language and zone", async () => {
	const { ws, id } = await courier.opened({ deadline: "5d" });
	await changePreferences(ws.ctx("ana"), { language: "de", timeZone: "Europe/Berlin" });
	await changePreferences(ws.ctx("riley"), { language: "de" });
	await courier.deliverAll();
	const [ana] = courier.mailsTo("ana");
	expect(ana?.subject).toMatch(/^Bitte entscheiden: .* Uhr$/);
	expect(ana?.text).toContain("riley bittet Sie um eine Entscheidung.");
	expect(ana?.text).toContain("(Europe/Berlin)");
	expect(courier.mailsTo("bo")[0]?.subject).toMatch(/^Decide: /);
	await decide(ws.ctx("ana"), { requestId: id, verdict: "approve" });
	await courier.deliverAll();
	expect(courier.mailsTo("riley")[0]?.subject).toMatch(/^Genehmigt: /);
});
