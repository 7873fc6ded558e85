import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Scope } from "../../../ledger/actor.ts";
import type { FeedPorts } from "../../../ledger/away/feed-ports.ts";
import { findFeed, getFeed, removeFeed, setFeed } from "../../../ledger/away/feeds.ts";
import { createFetchCalendar } from "../../../ledger/away/fetch-calendar.ts";
import { nextLook } from "../../../ledger/away/next-look.ts";
import { syncFeed } from "../../../ledger/away/sync-feed.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { listDelegations } from "../../../ledger/directory/delegations.ts";
import { deactivatePerson } from "../../../ledger/directory/people.ts";
import { readAudit } from "../../../ledger/read/audit-trail.ts";
import { NOTHING_ALLOWED, readAllowance } from "../../../outbound/allowance.ts";
import { DataKeys } from "../../../vault/data-keys.ts";
import { openLocalKeyring } from "../../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../../vault/postgres-store.ts";
import { createSealer } from "../../../vault/sealed.ts";
import { startFeeds, syncDueFeeds } from "../../../worker/feeds.ts";
import { ownDatabase } from "../../support/own-database.ts";
import { makeWorkspace, openPools, type TestWorkspace } from "../../support/workspace.ts";
import { type CalendarHost, startCalendarHost } from "./calendar-host.ts";
import { away, calendar } from "./ics.ts";

const NOON = Date.parse("2026-03-02T12:00:00Z");
const HOUR = 3_600_000;
const iso = (hours: number) => new Date(NOON + hours * HOUR).toISOString();
const compact = (hours: number) => iso(hours).replace(/[-:]|[.]000/g, "");
const event = (uid: string, from: number, to: number) =>
	away(`UID:${uid}`, `DTSTART:${compact(from)}`, `DTEND:${compact(to)}`);

let pools: ReturnType<typeof openPools>;
let host: CalendarHost;
let ports: FeedPorts;
let now: number;
let ws: TestWorkspace;

beforeAll(async () => {
	// Feeds are taken across workspaces: another file's would be in the way.
	const stack = await ownDatabase(inject("stack"));
	pools = openPools(stack);
	host = await startCalendarHost();
	const provider = await openLocalKeyring(stack.keyring, { create: true });
	const dataKeys = new DataKeys({ store: createPostgresDataKeyStore(pools.system.sql), provider });
	const read = readAllowance("127.0.0.1");
	const allowance = "allowance" in read ? read.allowance : NOTHING_ALLOWED;
	ports = { sealer: createSealer(dataKeys), fetchCalendar: createFetchCalendar({ allowance }) };
});
beforeEach(async () => {
	now = NOON;
	ws = await makeWorkspace(pools, { clock: () => now });
});
afterEach(() => {
	host.asked.length = 0;
});
afterAll(async () => {
	await host.close();
	await pools.close();
});

const system = () => {
	const { db, clock, after } = ws.ctx("ana");
	return { db, clock, after };
};
const sync = async () => {
	const [feed] = await pools.owner.sql<{ id: string }[]>`
		select id from calendar_feeds where person_id = ${ws.people.ana.personId}`;
	return syncFeed({ ...system(), workspaceId: ws.id }, feed?.id ?? ws.id, ports);
};
const set = (more: Partial<Parameters<typeof setFeed>[1]> = {}, ctx: Ctx = ws.ctx("ana")) =>
	setFeed(ctx, { url: host.url, delegate: "bo@test.example", ...more }, ports);
const times = async () =>
	(await listDelegations(ws.ctx("ana"), { from: "ana@test.example", ended: true })).items.map(
		({ start, end, to }) => `${start}/${end} ${to === ws.people.bo.personId ? "bo" : "cy"}`,
	);
const kinds = async () =>
	(await readAudit(ws.ctx("dana"), {})).items
		.map(({ kind }) => kind)
		.filter((kind) => /feed|delegation/.test(kind));
const moves = async () =>
	Number(
		(await pools.owner.sql`select count(*) from directory_moves where workspace_id = ${ws.id}`)[0]?.count,
	);
const invalidAt = (path: string, message: RegExp = /./) => ({
	code: "invalid",
	errors: [{ path, message: expect.stringMatching(message) }],
});

describe("giving a calendar", () => {
	it("is fetched at once, answers what it says, and makes delegations of it", async () => {
		host.serve(calendar([event("a", 24, 48), event("b", -2, 3)]), '"v1"');
		const feed = await set();
		expect(feed).toMatchObject({
			host: new URL(host.url).host,
			delegate: { id: ws.people.bo.personId, email: "bo@test.example", active: true },
			periods: [
				{ start: iso(0), end: iso(3) },
				{ start: iso(24), end: iso(48) },
			],
			fetchedAt: iso(0),
			lastError: null,
		});
		expect(await getFeed(ws.ctx("ana"), ports)).toEqual(feed);
		expect(await times()).toEqual([`${iso(0)}/${iso(3)} bo`, `${iso(24)}/${iso(48)} bo`]);
		expect((await kinds()).sort()).toEqual(["calendar_feed_set", "delegation_added", "delegation_added"]);
	});

	it("keeps the address sealed and shows its host only", async () => {
		host.serve(calendar([]));
		const feed = await set({ words: ["Ferien"] });
		expect(JSON.stringify(feed)).not.toContain("private-token");
		expect(feed.words).toEqual(["Ferien"]);
		const rows = await pools.owner
			.sql`select to_jsonb(f) as row from calendar_feeds f where workspace_id = ${ws.id}`;
		expect(JSON.stringify(rows)).not.toMatch(/private-token|Ferien/);
		const entries = await readAudit(ws.ctx("dana"), {});
		expect(JSON.stringify(entries)).not.toMatch(/private-token|Ferien/);
		expect(await findFeed(ws.ctx("cy"), ports)).toBeNull();
		await expect(getFeed(ws.ctx("cy"), ports)).rejects.toMatchObject({ code: "not_found" });
	});

	it("reads whole days in the person's zone, and words that the person chose", async () => {
		await pools.owner
			.sql`update people set time_zone = 'America/New_York' where id = ${ws.people.ana.personId}`;
		host.serve(calendar([["UID:a", "SUMMARY:Ferien", "DTSTART;VALUE=DATE:20260305"]]));
		expect((await set({ words: ["ferien"] })).periods).toEqual([
			{ start: "2026-03-05T05:00:00.000Z", end: "2026-03-06T05:00:00.000Z" },
		]);
	});

	it("refuses what is no calendar, at `url`, and keeps what there is", async () => {
		host.serve(calendar([event("a", 24, 48)]));
		const feed = await set();
		host.serve("<p>Sign in</p>");
		await expect(set()).rejects.toMatchObject(invalidAt("url", /no calendar that can be read/));
		await expect(set({ url: "calendar" })).rejects.toMatchObject(invalidAt("url", /https:/));
		await expect(set({ url: "https://10.0.0.1/a.ics" })).rejects.toMatchObject(invalidAt("url"));
		expect(await getFeed(ws.ctx("ana"), ports)).toEqual(feed);
	});

	it.each([
		["delegate", { delegate: "ana@test.example" }, /is you/],
		["delegate", { delegate: "who@test.example" }, /nobody/],
		["delegate", { delegate: "cy@test.example" }, /deactivated/],
		["words[1]", { words: ["ooo", " "] }, /1 to 60/],
		["words", { words: Array.from({ length: 21 }, (_, i) => `w${i}`) }, /at most 20/],
	])("refuses a wrong %s before it fetches", async (path, wrong, message) => {
		await deactivatePerson(ws.ctx("dana"), "cy@test.example");
		await expect(set(wrong)).rejects.toMatchObject(invalidAt(path, message));
		expect(host.asked).toEqual([]);
	});

	it("refuses auditors, service accounts, and keys without a scope for it", async () => {
		const refused = { code: "not_eligible" };
		const as = (more: object): Ctx => ({ ...ws.ctx("sam"), actor: { ...ws.people.sam, ...more } });
		await expect(set({}, as({ role: "auditor" }))).rejects.toMatchObject(refused);
		await expect(set({}, as({ scopes: new Set<Scope>(["requests:read"]) }))).rejects.toMatchObject(refused);
		await pools.owner.sql`update people set kind = 'service' where id = ${ws.people.sam.personId}`;
		await expect(set({}, as({}))).rejects.toMatchObject(refused);
	});
});

describe("looking again", () => {
	it("changes what differs and touches nothing else", async () => {
		host.serve(calendar([event("a", -5, 10), event("b", 24, 48), event("c", 60, 70)]));
		await set();
		const before = await moves();
		now += HOUR;
		expect(await sync()).toBe("read");
		expect(await moves()).toBe(before);
		host.serve(calendar([event("a", -5, 12), event("b", 24, 48), event("d", 80, 90)]));
		now += HOUR;
		expect(await sync()).toBe("read");
		expect(await times()).toEqual([
			`${iso(0)}/${iso(12)} bo`,
			`${iso(24)}/${iso(48)} bo`,
			`${iso(80)}/${iso(90)} bo`,
		]);
		expect((await kinds()).slice(0, 3).sort()).toEqual([
			"delegation_added",
			"delegation_changed",
			"delegation_ended",
		]);
		expect(await moves()).toBe(before + 3);
		now = NOON + 30 * HOUR;
		host.serve(calendar([]));
		expect(await sync()).toBe("read");
		// What is over stays, what was going on ends now, what had not begun is gone.
		expect(await times()).toEqual([`${iso(0)}/${iso(12)} bo`, `${iso(24)}/${iso(30)} bo`]);
	});

	it("asks with the ETag, once a day without", async () => {
		host.serve(calendar([event("a", 24, 48)]), '"v1"');
		await set();
		now += HOUR;
		expect(await sync()).toBe("unchanged");
		expect((await getFeed(ws.ctx("ana"), ports)).fetchedAt).toBe(iso(1));
		now += 12 * HOUR;
		expect(await sync()).toBe("read");
		expect(host.asked.map(({ etag }) => etag)).toEqual([undefined, '"v1"', undefined]);
	});

	it("keeps delegations where the calendar fails, says why, and waits longer and longer", async () => {
		host.serve(calendar([event("a", 24, 48)]));
		await set();
		host.answer = (_request, response) => response.writeHead(410).end();
		const waits: number[] = [];
		for (let i = 0; i < 8; i += 1) {
			const { nextFetchAt } = await getFeed(ws.ctx("ana"), ports);
			waits.push((Date.parse(nextFetchAt) - now) / 60_000);
			now = Date.parse(nextFetchAt);
			expect(await sync()).toBe("failed");
		}
		expect(waits[0]).toBeLessThanOrEqual(33);
		expect(waits[3]).toBeGreaterThan(60);
		expect(waits[7]).toBeGreaterThan(1_000);
		const failed = await getFeed(ws.ctx("ana"), ports);
		expect(failed).toMatchObject({
			lastError: expect.stringMatching(/no calendar at this address/),
			fetchedAt: iso(0),
		});
		host.serve(calendar([event("a", 2_400, 2_500)]));
		expect(await sync()).toBe("read");
		expect(await getFeed(ws.ctx("ana"), ports)).toMatchObject({ lastError: null });
	});

	it("waits a day at the most", () => {
		expect(nextLook(0, -1_000 * HOUR, () => 0.5)).toBe(24 * HOUR);
		expect([nextLook(0, 0, () => 0), nextLook(0, 0, () => 1)]).toEqual([27 * 60_000, 33 * 60_000]);
	});

	it("says that an erased person's address is gone", async () => {
		host.serve(calendar([]));
		await set();
		await pools.owner.sql`
			update calendar_feeds set sealed_url = overlay(sealed_url placing '00000000-0000-4000-8000-000000000000' from 5 for 36)
			where person_id = ${ws.people.ana.personId}`;
		expect(await sync()).toBe("failed");
		expect((await getFeed(ws.ctx("ana"), ports)).lastError).toMatch(/give it again/);
	});

	it("drops what an address said that was replaced meanwhile", async () => {
		host.serve(calendar([event("a", 24, 48)]));
		await set();
		const slow: FeedPorts = {
			...ports,
			fetchCalendar: async () => {
				host.serve(calendar([event("b", 50, 60)]));
				await set({ delegate: "cy@test.example" });
				return { changed: true, text: calendar([]), etag: null };
			},
		};
		const [feed] = await pools.owner.sql<
			{ id: string }[]
		>`select id from calendar_feeds where workspace_id = ${ws.id}`;
		expect(await syncFeed({ ...system(), workspaceId: ws.id }, feed?.id ?? "", slow)).toBe("gone");
		expect(await times()).toEqual([`${iso(50)}/${iso(60)} cy`]);
	});
});

describe("taking a calendar away", () => {
	it("ends what has begun, forgets what has not, and keeps what was", async () => {
		host.serve(calendar([event("a", -5, 10), event("b", 24, 48)]));
		await set();
		now += 2 * HOUR;
		expect(await removeFeed(ws.ctx("ana"))).toEqual({ removed: true });
		expect(await times()).toEqual([`${iso(0)}/${iso(2)} bo`]);
		expect(await findFeed(ws.ctx("ana"), ports)).toBeNull();
		expect((await kinds())[0]).toBe("calendar_feed_removed");
		await expect(removeFeed(ws.ctx("ana"))).rejects.toMatchObject({ code: "not_found" });
		expect(await sync()).toBe("gone");
	});

	it("is for its person and administrators", async () => {
		host.serve(calendar([]));
		await set();
		const person = "ana@test.example";
		await expect(removeFeed(ws.ctx("cy"), { person })).rejects.toMatchObject({ code: "not_eligible" });
		await expect(removeFeed(ws.ctx("dana"), { person: "who@test.example" })).rejects.toMatchObject(
			invalidAt("person"),
		);
		expect(await removeFeed(ws.ctx("dana"), { person })).toEqual({ removed: true });
	});
});

describe("the worker", () => {
	const due = () =>
		pools.owner
			.sql`update calendar_feeds set next_fetch_at = now() - interval '1 second' where workspace_id = ${ws.id}`;
	const deps = () => ({ ctx: system(), system: pools.system, ports, log: pino({ level: "silent" }) });

	it("takes what is due, each once, and not of people who left", async () => {
		await pools.owner.sql`update calendar_feeds set next_fetch_at = 'infinity'`;
		// What is due is so by the database's clock.
		now = Date.now();
		host.serve(calendar([event("a", 24, 48)]));
		await set();
		await set({ delegate: "ana@test.example" }, ws.ctx("cy"));
		await due();
		await deactivatePerson(ws.ctx("dana"), "cy@test.example");
		host.asked.length = 0;
		const taken = await Promise.all([syncDueFeeds(deps()), syncDueFeeds(deps())]);
		expect(taken.reduce((sum, count) => sum + count, 0)).toBe(1);
		expect(host.asked).toHaveLength(1);
		expect(await syncDueFeeds(deps())).toBe(0);
	});

	it("leaves a calendar as it was when it is stopped while fetching", async () => {
		await pools.owner.sql`update calendar_feeds set next_fetch_at = 'infinity'`;
		host.serve(calendar([event("a", 24, 48)]));
		await set();
		await due();
		const stopping = new AbortController();
		host.answer = () => stopping.abort();
		const read = readAllowance("127.0.0.1");
		const allowance = "allowance" in read ? read.allowance : NOTHING_ALLOWED;
		const fetchCalendar = createFetchCalendar({ allowance, signal: stopping.signal });
		expect(await syncDueFeeds({ ...deps(), ports: { ...ports, fetchCalendar } })).toBe(1);
		expect(await getFeed(ws.ctx("ana"), ports)).toMatchObject({ lastError: null, fetchedAt: iso(0) });
		expect(await times()).toEqual([`${iso(24)}/${iso(48)} bo`]);
	});

	it("goes on by itself until it is stopped", async () => {
		host.serve(calendar([event("a", 24, 48)]));
		await set();
		host.serve(calendar([event("a", 24, 50)]));
		await due();
		const feeds = startFeeds(deps());
		await expect.poll(times, { timeout: 20_000 }).toEqual([`${iso(24)}/${iso(50)} bo`]);
		await feeds.stop();
	});
});
