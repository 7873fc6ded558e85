import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { ApprovalRequest, Page } from "../../sdk/index.ts";
import { expectProblem, outside } from "./support/outside.ts";

const o = outside();
const mark = randomUUID().slice(0, 8);
let policy: string;
let soon: string;
/** Oldest first; the last two are due first and decided. */
const ids: string[] = [];

beforeAll(async () => {
	policy = await o.policy({ deadline: "2d" });
	soon = await o.policy({ deadline: "1h" });
	for (const [name, title] of [
		[policy, "100% of A_b"],
		[policy, "Alpha"],
		[policy, "Beta"],
		[soon, "Gamma"],
		[soon, "Delta"],
	] as const) {
		ids.push((await o.submit(name, `${title} ${mark}`)).id);
	}
	await o.decide(ids[4] ?? "", "ana", "approve");
});

async function list(query: string, as?: string): Promise<Page<ApprovalRequest>> {
	const { status, body } = await o.call<Page<ApprovalRequest>>(
		"GET",
		`/requests?${query}`,
		as === undefined ? {} : { as },
	);
	expect(status, JSON.stringify(body)).toBe(200);
	expect(Object.keys(body).toSorted()).toEqual(["items", "nextCursor"]);
	return body;
}

async function idsOf(query: string, as?: string): Promise<string[]> {
	return (await list(query, as)).items.map(({ id }) => id);
}

/** These of the five, by their place. */
function these(...places: number[]): string[] {
	return places.map((place) => ids[place] ?? "");
}

test("newest first; by due the soonest first", async () => {
	expect(await idsOf(`q=${mark}`)).toEqual(these(4, 3, 2, 1, 0));
	expect(await idsOf(`q=${mark}&sort=due`)).toEqual(these(3, 0, 1, 2));
	expect(await idsOf(`q=${mark}&assignee=me`, "ana")).toEqual(these(3, 2, 1, 0));
	expect(await idsOf(`q=${mark}&assignee=me&sort=due`, "ana")).toEqual(these(3, 0, 1, 2));
});

test("state, policy, requester and a part of the title filter", async () => {
	expect(await idsOf(`q=${mark}&state=approved`)).toEqual(these(4));
	expect(await idsOf(`q=${mark}&state=open`)).toEqual(these(3, 2, 1, 0));
	expect(await idsOf(`q=${mark}&state=open,approved`)).toHaveLength(5);
	expect(await idsOf(`q=${mark}&state=open&state=approved`)).toHaveLength(5);
	expect(await idsOf(`policy=${soon}`)).toEqual(these(4, 3));
	expect(await idsOf(`q=${encodeURIComponent(`beta ${mark}`)}`)).toEqual(these(2));
	expect(await idsOf(`q=${encodeURIComponent(`100% of A_b ${mark}`)}`)).toEqual(these(0));
	expect(await idsOf(`q=${encodeURIComponent(`100_ of A%b ${mark}`)}`)).toEqual([]);
	expect(await idsOf(`q=${mark}&requester=me`)).toHaveLength(5);
	expect(await idsOf(`q=${mark}&requester=me`, "ana")).toEqual([]);
	expect(await idsOf(`q=${mark}&assignee=${o.id("bo")}`, "dana")).toEqual(these(3, 2, 1, 0));
	expect(await idsOf(`q=${mark}&assignee=nobody`, "dana")).toEqual([]);
	expect(await idsOf("policy=no-such-policy")).toEqual([]);
});

test("people see what they asked for, are asked to decide, or may see all", async () => {
	expect(await idsOf(`q=${mark}`, "ana")).toHaveLength(5);
	expect(await idsOf(`q=${mark}`, "cy")).toEqual([]);
	expect(await idsOf(`q=${mark}&assignee=${o.id("ana")}`, "cy")).toEqual([]);
	expect(await idsOf(`q=${mark}&requester=${o.id("riley")}`, "cy")).toEqual([]);
	expect(await idsOf(`q=${mark}`, "ines")).toHaveLength(5);
});

test.each([`q=MARK`, `q=MARK&sort=due`, `q=MARK&assignee=me`, `q=MARK&assignee=me&sort=due`])(
	"pages of %s hold each request once",
	async (pattern) => {
		const query = pattern.replace("MARK", mark);
		const whole = await idsOf(query, "ana");
		const found: string[] = [];
		let cursor: string | null = null;
		do {
			const page: Page<ApprovalRequest> = await list(
				`${query}&limit=2${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
				"ana",
			);
			expect(page.items.length).toBeLessThanOrEqual(2);
			found.push(...page.items.map(({ id }) => id));
			cursor = page.nextCursor;
		} while (cursor !== null);
		expect(found).toEqual(whole);
	},
);

test("a page may hold 1 to 200", async () => {
	expect((await list("limit=1")).items).toHaveLength(1);
	await list("limit=200");
});

test("what no query says is refused by name, with what to write", async () => {
	for (const [query, path] of [
		["limit=0", "limit"],
		["limit=201", "limit"],
		["limit=ten", "limit"],
		["limit=1.5", "limit"],
		["sort=title", "sort"],
		["state=closed", "state[0]"],
		["nothing=1", "nothing"],
		["sort=due&sort=created", "sort"],
		["cursor=nonsense", "cursor"],
	]) {
		const { errors } = expectProblem(await o.call("GET", `/requests?${query}`), 422, "invalid");
		expect(errors?.map((error) => error.path)).toEqual([path]);
	}
	// Well-formed JSON that no list ever gave out.
	for (const made of [
		["2026-01-01", "x"],
		["2026", o.id("ana")],
		["Jan 1 2026", o.id("ana")],
		["2026-01-01T00:00:00.000Z", "x"],
		["9999999-01-01", o.id("ana")],
		[1, 2],
		{ at: 1 },
		null,
	]) {
		const cursor = Buffer.from(JSON.stringify(made)).toString("base64url");
		for (const more of ["", "&sort=due", "&assignee=me", "&assignee=me&sort=due"]) {
			expectProblem(await o.call("GET", `/requests?cursor=${cursor}${more}`), 422, "invalid");
		}
	}
	const { id } = await o.submit(policy, "Waited for");
	for (const query of ["wait=ever", "wait=2m", "wait=-1s", "version=x", "version=-1", "until=1"]) {
		const [path = ""] = query.split("=");
		const { errors } = expectProblem(await o.call("GET", `/requests/${id}?${query}`), 422, "invalid");
		expect(errors?.map((error) => error.path)).toEqual([path]);
		expectProblem(await o.call("GET", `/requests/${id}?${query}`, { as: "cy" }), 404, "not_found");
	}
	expectProblem(await o.call("GET", "/policies/refund?version=0"), 422, "invalid");
});
