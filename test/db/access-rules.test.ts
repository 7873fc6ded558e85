import { afterAll, describe, expect, inject, it } from "vitest";
import { connect } from "../../db/connect.ts";
import { migrateUp } from "../../db/migrate-up.ts";
import { migrationState } from "../../db/migrations.ts";
import { inWorkspace } from "../../db/transaction.ts";
import { decide } from "../../ledger/decide.ts";
import { submit } from "../../ledger/submit.ts";
import { makeWorkspace, openPools, policy } from "../support/workspace.ts";

const pools = openPools(inject("stack"));
afterAll(() => pools.close());

describe("row-level security", () => {
	it("is on for every table that belongs to a workspace", async () => {
		const rows = await pools.owner.sql<{ relname: string }[]>`
			select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
				and not relrowsecurity and relname <> 'schema_migrations'`;
		expect(rows.map((row) => row.relname)).toEqual([]);
	});

	it("lets the application's roles own nothing", async () => {
		const rows = await pools.owner.sql`
			select relname from pg_class c join pg_roles r on r.oid = c.relowner
			where r.rolname in ('countersign_app', 'countersign_system')`;
		expect(rows).toHaveLength(0);
	});

	it("shows one workspace's rows and no others, whatever a statement forgets", async () => {
		const one = await makeWorkspace(pools);
		const two = await makeWorkspace(pools);
		await inWorkspace(pools.db, { workspaceId: one.id, actorId: null }, async ({ sql }) => {
			const rows = await sql`select distinct workspace_id from people`;
			expect(rows).toEqual([{ workspace_id: one.id }]);
			const changed = await sql`update people set name = 'x' where workspace_id = ${two.id} returning 1`;
			expect(changed).toHaveLength(0);
		});
		const outside = await pools.db.sql`select 1 from people`;
		expect(outside).toHaveLength(0);
		const insert = inWorkspace(pools.db, { workspaceId: one.id, actorId: null }, ({ sql }) =>
			sql`insert into groups (id, workspace_id, name, title) values (gen_random_uuid(), ${two.id}, 'x', 'x')`.then(
				() => {},
			),
		);
		await expect(insert).rejects.toThrow(/row-level security/);
	});

	it("lets the second role look up who comes and carry what waits, and read no request", async () => {
		const { sql } = pools.system;
		for (const table of ["decisions", "comments", "policies", "audit_entries"]) {
			await expect(sql`select 1 from ${sql(table)}`).rejects.toThrow(/permission denied/);
		}
		for (const column of ["title", "context", "record", "requester_id"]) {
			await expect(sql`select ${sql(column)} from requests`).rejects.toThrow(/permission denied/);
		}
		await expect(pools.system.sql`select token_hash from link_tokens`).rejects.toThrow(/permission denied/);
	});
});

describe("what is written for good", () => {
	it("refuses every change of the audit trail, decisions and policy versions, also by the owner", async () => {
		const ws = await makeWorkspace(pools);
		await ws.push(policy());
		const { requestId } = await submit(ws.ctx("riley"), {
			policy: "refund",
			title: "x",
			context: { amount: 1 },
		});
		await decide(ws.ctx("ana"), { requestId, verdict: "approve" });
		const { sql } = pools.owner;
		await expect(sql`update audit_entries set kind = 'x' where request_id = ${requestId}`).rejects.toThrow(
			/append-only/,
		);
		await expect(sql`delete from audit_entries where request_id = ${requestId}`).rejects.toThrow(
			/append-only/,
		);
		await expect(sql`truncate audit_entries`).rejects.toThrow(/append-only/);
		await expect(sql`delete from decisions where request_id = ${requestId}`).rejects.toThrow(/append-only/);
		await expect(sql`update policy_versions set document = '{}'`).rejects.toThrow(/append-only/);
		const asApp = inWorkspace(pools.db, { workspaceId: ws.id, actorId: null }, (tx) =>
			tx.sql`update audit_entries set kind = 'x'`.then(() => {}),
		);
		await expect(asApp).rejects.toThrow(/permission denied/);
	});
});

describe("migrations", () => {
	it("may run from several starts at once and change nothing the second time", async () => {
		const name = `migrate_${Date.now()}`;
		const { superuserUrl } = inject("stack");
		const admin = connect(superuserUrl, "owner", 1);
		await admin.sql.unsafe(`create database ${name}`);
		await admin.close();
		const url = new URL(superuserUrl);
		url.pathname = `/${name}`;
		const starts = [1, 2, 3].map(() => connect(url.href, "owner", 2));
		await Promise.all(starts.map((start) => migrateUp(start)));
		const states = await Promise.all(starts.map((start) => migrationState(start)));
		for (const { known, applied } of states) expect(applied).toBe(known);
		await Promise.all(starts.map((start) => start.close()));
	});
});
