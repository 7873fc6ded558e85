import { afterAll, describe, expect, inject, it } from "vitest";
import { cancel } from "../../../ledger/cancel.ts";
import {
	changeMembers,
	createGroup,
	deleteGroup,
	getGroup,
	listGroups,
	putGroup,
} from "../../../ledger/directory/groups.ts";
import { readAudit } from "../../../ledger/read/audit-trail.ts";
import { submit } from "../../../ledger/submit.ts";
import { makeWorkspace, openPools, policy } from "../../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

describe("groups", () => {
	it("are put with members by id or e-mail address; what is left out stays", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const { ana, bo, cy } = ws.people;
		const made = await putGroup(dana, {
			name: "board",
			title: "The board",
			members: [ana.personId, "BO@test.example", ana.personId],
			externalId: "g-1",
		});
		expect(made).toMatchObject({ created: true, name: "board", title: "The board", externalId: "g-1" });
		expect(made.members).toEqual([ana.personId, bo.personId].sort());
		const kept = await putGroup(dana, { name: "board", title: "Board" });
		expect(kept).toMatchObject({ created: false, title: "Board", members: made.members, externalId: "g-1" });
		const only = await putGroup(dana, { name: "board", members: [cy.personId], externalId: null });
		expect(only).toMatchObject({ members: [cy.personId], externalId: null, title: "Board" });
		await putGroup(dana, { name: "board", members: ["cy@test.example"] });
		const { items } = await readAudit(dana, { kind: "group_changed" });
		expect(items).toHaveLength(2);
		expect(JSON.parse(items[0]?.body ?? "{}")).toMatchObject({
			group: "board",
			added: [cy.personId],
			removed: made.members,
		});
		expect(items[0]?.body).not.toMatch(/Board|@|g-1/);
	});

	it("refuse names that policies could not write, and what is taken", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		for (const name of ["Finance", "a b", "", "x".repeat(65), "a/b"]) {
			await expect(putGroup(dana, { name })).rejects.toMatchObject({
				code: "invalid",
				errors: [{ path: "name", message: expect.stringContaining("small letters") }],
			});
		}
		await expect(createGroup(dana, { name: "finance" })).rejects.toMatchObject({
			code: "in_use",
			errors: [{ path: "name" }],
		});
		await putGroup(dana, { name: "finance", externalId: "g" });
		await expect(putGroup(dana, { name: "other", externalId: "g" })).rejects.toMatchObject({
			code: "in_use",
			errors: [{ path: "externalId" }],
		});
		await expect(putGroup(dana, { name: "finance", title: " " })).rejects.toMatchObject({
			errors: [{ path: "title" }],
		});
	});

	it("name every unknown member by its index, and change nothing then", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const before = await getGroup(dana, "finance");
		const members = ["ana@test.example", "who@test.example", "bo@test.example", "?"];
		await expect(putGroup(dana, { name: "finance", members })).rejects.toMatchObject({
			code: "invalid",
			errors: [{ path: "members[1]" }, { path: "members[3]" }],
		});
		await expect(changeMembers(dana, "finance", { add: ["cy@test.example", "who"] })).rejects.toMatchObject({
			errors: [{ path: "add[1]" }],
		});
		await expect(changeMembers(dana, "finance", { remove: ["who"] })).rejects.toMatchObject({
			errors: [{ path: "remove[0]" }],
		});
		expect(await getGroup(dana, "finance")).toEqual(before);
	});

	it("gain and lose members; a repeat is harmless", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const { ana, bo, cy } = ws.people;
		const changed = await changeMembers(dana, "finance", { add: ["cy@test.example"], remove: [bo.personId] });
		expect(changed.members).toEqual([ana.personId, cy.personId].sort());
		expect(await changeMembers(dana, "finance", { add: ["cy@test.example"], remove: [bo.personId] })).toEqual(
			changed,
		);
		expect((await readAudit(dana, { kind: "group_changed" })).items).toHaveLength(1);
		await expect(changeMembers(dana, "nobody", {})).rejects.toMatchObject({ code: "not_found" });
	});

	it("are listed by name, for who may read the directory", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		const first = await listGroups(dana, { limit: 1 });
		expect(first.items.map(({ name }) => name)).toEqual(["finance"]);
		const second = await listGroups(dana, { limit: 1, cursor: first.nextCursor ?? "" });
		expect(second).toMatchObject({ items: [{ name: "leads" }], nextCursor: null });
		expect((await listGroups(dana, { q: "EAD" })).items.map(({ name }) => name)).toEqual(["leads"]);
		await expect(listGroups(ws.ctx("ana"))).rejects.toMatchObject({ code: "not_eligible" });
		await expect(changeMembers(ws.ctx("ana"), "finance", {})).rejects.toMatchObject({ code: "not_eligible" });
	});

	it("cannot be deleted while a policy, or the version an open request goes by, names them", async () => {
		const ws = await makeWorkspace(pools);
		const dana = ws.ctx("dana");
		await ws.push(policy());
		await expect(deleteGroup(dana, "finance")).rejects.toMatchObject({
			code: "in_use",
			status: 409,
			message: expect.stringContaining("refund"),
		});
		const { requestId } = await submit(ws.ctx("riley"), {
			policy: "refund",
			title: "x",
			context: { amount: 1 },
		});
		await ws.push(policy({ approvers: [{ group: "leads" }] }));
		await expect(deleteGroup(dana, "finance")).rejects.toMatchObject({ code: "in_use" });
		await cancel(ws.ctx("riley"), { requestId });
		const before = await getGroup(dana, "finance");
		expect(await deleteGroup(dana, "finance")).toEqual(before);
		await expect(getGroup(dana, "finance")).rejects.toMatchObject({ code: "not_found" });
		await expect(deleteGroup(dana, "finance")).rejects.toMatchObject({ code: "not_found" });
		await expect(deleteGroup(dana, "leads")).rejects.toMatchObject({ code: "in_use" });
		const moves = await pools.owner.sql`
			select groups from directory_moves where workspace_id = ${ws.id} order by id desc limit 2`;
		expect(moves.flatMap((row) => row.groups)).toContain("finance");
	});
});
