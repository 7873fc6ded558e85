import { afterAll, describe, expect, inject, it } from "vitest";
import {
	deleteCalendar,
	getCalendar,
	listCalendars,
	putCalendar,
} from "../../../ledger/directory/calendars.ts";
import { createPerson, deactivatePerson } from "../../../ledger/directory/people.ts";
import { deleteRota, getRota, listRotas, putRota } from "../../../ledger/directory/rotas.ts";
import { readAudit } from "../../../ledger/read/audit-trail.ts";
import { makeWorkspace, openPools, policy } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

const london = {
	name: "london",
	timeZone: "Europe/London",
	hours: { mon: [["09:00", "17:30"]], fri: [["09:00", "12:00"]] },
	holidays: ["2026-12-25"],
	exceptions: { "2026-12-24": [["09:00", "12:00"]] },
};
const turns = {
	name: "operations",
	timeZone: "Europe/London",
	start: "2026-01-05",
	handOver: "09:00",
	shiftLength: "1w",
	people: ["ana@test.example", "BO@test.example"],
	overrides: [{ person: "cy@test.example", start: "2026-01-07T09:00:00Z", end: "2026-01-08T09:00:00Z" }],
};

describe("calendars", () => {
	it("are put as YAML or data, kept as they were, and recorded by their digest", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const made = await putCalendar(dana, london);
		expect(made).toMatchObject({ created: true, name: "london", document: london });
		const { created: _, ...kept } = made;
		expect(await putCalendar(dana, JSON.stringify(london), "london")).toEqual({ ...kept, created: false });
		expect(await getCalendar(ws.ctx("ana"), "london")).toEqual(kept);
		const yaml = 'timeZone: Europe/London\nhours: { mon: [["09:00", "17:30"]] }\n';
		const changed = await putCalendar(dana, yaml, "london");
		expect(changed.document).toEqual({
			name: "london",
			timeZone: "Europe/London",
			hours: { mon: [["09:00", "17:30"]] },
		});
		const { items } = await readAudit(dana, { kind: "calendar_changed" });
		expect(items).toHaveLength(1);
		expect(JSON.parse(items[0]?.body ?? "{}")).toMatchObject({
			calendar: "london",
			digest: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});

	it("are refused with every path at fault", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const wrong = {
			...london,
			timeZone: "Mars",
			hours: { mon: [["9", "17:30"]] },
			holidays: ["2026-02-30"],
			more: 1,
		};
		await expect(putCalendar(dana, wrong)).rejects.toMatchObject({
			code: "invalid",
			errors: expect.arrayContaining(
				["timeZone", "hours.mon[0]", "holidays[0]", "more"].map((path) => expect.objectContaining({ path })),
			),
		});
		const paths = async (attempt: Promise<unknown>) =>
			attempt.then(
				() => [],
				(error) => error.errors.map(({ path }: { path: string }) => path),
			);
		expect(await paths(putCalendar(dana, { ...london, name: "London Office" }))).toEqual(["name"]);
		expect(await paths(putCalendar(dana, { ...london, name: undefined }))).toEqual([""]);
		const { name: _, ...nameless } = london;
		expect(await paths(putCalendar(dana, nameless))).toEqual(["name"]);
		expect(await paths(putCalendar(dana, london, "paris"))).toEqual(["name"]);
		expect(await paths(putCalendar(dana, nameless, "PARIS"))).toEqual(["name"]);
		expect(await paths(putCalendar(dana, "[1"))).toEqual([""]);
		expect(await paths(putCalendar(dana, "- 1"))).toEqual([""]);
		await putCalendar(dana, london);
		await expect(putCalendar(dana, london, undefined, { mustBeNew: true })).rejects.toMatchObject({
			code: "in_use",
			errors: [{ path: "name" }],
		});
		await expect(putCalendar(ws.ctx("ana"), london)).rejects.toMatchObject({ code: "not_eligible" });
	});

	it("are listed by name", async () => {
		const ws = await makeWorkspace(pools);
		for (const name of ["b", "a", "c"]) await putCalendar(ws.ctx("dana"), { ...london, name });
		const first = await listCalendars(ws.ctx("ana"), { limit: 2 });
		const rest = await listCalendars(ws.ctx("ana"), { limit: 2, cursor: first.nextCursor ?? "" });
		expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(["a", "b", "c"]);
	});

	it("cannot be deleted while a policy counts in them", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await putCalendar(dana, london);
		await ws.push(policy({ deadline: "8wh" }, { calendar: "london" }));
		await expect(deleteCalendar(dana, "london")).rejects.toMatchObject({
			code: "in_use",
			message: expect.stringContaining("refund"),
		});
		await ws.push(policy());
		await expect(deleteCalendar(ws.ctx("ana"), "london")).rejects.toMatchObject({ code: "not_eligible" });
		expect(await deleteCalendar(dana, "london")).toMatchObject({ name: "london" });
		await expect(deleteCalendar(dana, "london")).rejects.toMatchObject({ code: "not_found" });
		await expect(getCalendar(dana, "no such name")).rejects.toMatchObject({ code: "not_found" });
	});

	it("can be deleted again once the policy is retired", async () => {
		const ws = await makeWorkspace(pools);
		await putCalendar(ws.ctx("dana"), london);
		await ws.push(policy({ deadline: "8wh" }, { calendar: "london" }));
		await pools.owner.sql`update policies set retired_at = now() where workspace_id = ${ws.id}`;
		expect(await deleteCalendar(ws.ctx("dana"), "london")).toMatchObject({ name: "london" });
	});
});

describe("rotas", () => {
	it("keep people as ids, and say who is on call", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const { ana, bo, cy } = ws.people;
		const made = await putRota(dana, turns);
		expect(made).toMatchObject({ created: true, name: "operations" });
		expect(made.document).toEqual({
			...turns,
			people: [ana.personId, bo.personId],
			overrides: [{ ...turns.overrides[0], person: cy.personId }],
		});
		expect(made.people[cy.personId]).toEqual({ name: "cy", email: "cy@test.example" });
		expect(await putRota(dana, turns)).toMatchObject({ created: false });
		expect((await readAudit(dana, { kind: "rota_changed" })).items).toEqual([]);
		const onCall = async (at: string) =>
			(await getRota(ws.ctx("riley"), "operations", Date.parse(at))).onCall;
		expect(await onCall("2026-01-06T00:00:00Z")).toEqual({
			at: "2026-01-06T00:00:00.000Z",
			person: ana.personId,
			until: "2026-01-07T09:00:00.000Z",
			next: cy.personId,
		});
		expect(await onCall("2026-01-07T09:00:00Z")).toMatchObject({
			person: cy.personId,
			until: "2026-01-08T09:00:00.000Z",
			next: ana.personId,
		});
		expect(await onCall("2026-01-08T09:00:00Z")).toMatchObject({
			person: ana.personId,
			until: "2026-01-12T09:00:00.000Z",
			next: bo.personId,
		});
		expect(await onCall("2025-06-01T00:00:00Z")).toMatchObject({
			person: null,
			until: "2026-01-05T09:00:00.000Z",
			next: ana.personId,
		});
		await expect(onCall("0001-01-01T00:00:00Z")).rejects.toMatchObject({ errors: [{ path: "at" }] });
		const moves = await pools.owner.sql`
			select rotas from directory_moves where workspace_id = ${ws.id} order by id desc limit 1`;
		expect(moves[0]?.rotas).toEqual(["operations"]);
		expect((await listRotas(dana)).items.map(({ name }) => name)).toEqual(["operations"]);
	});

	it("are refused with every path at fault, also of people who cannot be on call", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await expect(putRota(dana, { ...turns, shiftLength: "5m", start: "soon" })).rejects.toMatchObject({
			code: "invalid",
			errors: [{ path: "start" }, { path: "shiftLength" }],
		});
		await deactivatePerson(dana, "bo@test.example");
		await createPerson(dana, { email: "shop@test.example", name: "Shop", kind: "service" });
		const later = { start: "2099-01-01T00:00:00Z", end: "2099-01-02T00:00:00Z" };
		const wrong = {
			...turns,
			people: ["ana@test.example", "who@test.example", "bo@test.example", "shop@test.example"],
			overrides: [
				{ person: "bo@test.example", start: "2026-01-07T09:00:00Z", end: "2026-01-08T09:00:00Z" },
				{ person: "bo@test.example", ...later },
				{ person: "who", ...later },
			],
		};
		await expect(putRota(dana, wrong)).rejects.toMatchObject({
			code: "invalid",
			errors: [
				{ path: "people[1]", message: expect.stringContaining("nobody") },
				{ path: "people[2]", message: expect.stringContaining("deactivated") },
				{ path: "people[3]", message: expect.stringContaining("service account") },
				{ path: "overrides[1].person" },
				{ path: "overrides[2].person" },
			],
		});
		await expect(putRota(ws.ctx("ana"), turns)).rejects.toMatchObject({ code: "not_eligible" });
	});

	it("cannot be deleted while a policy asks them, nor made twice", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await putRota(dana, turns);
		await expect(putRota(dana, turns, undefined, { mustBeNew: true })).rejects.toMatchObject({
			code: "in_use",
			errors: [{ path: "name" }],
		});
		await ws.push(policy({ escalate: [{ after: "1h", to: [{ oncall: "operations" }], mode: "add" }] }));
		await expect(deleteRota(dana, "operations")).rejects.toMatchObject({ code: "in_use" });
		await ws.push(policy());
		expect(await deleteRota(dana, "operations")).toMatchObject({ name: "operations" });
		await expect(getRota(dana, "operations")).rejects.toMatchObject({ code: "not_found" });
	});
});
