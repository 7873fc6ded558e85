import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../db/connect.ts";
import type { DataKeyStore } from "../../vault/data-key-store.ts";
import { VaultError } from "../../vault/errors.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { startVault, type VaultFixture } from "./vault-fixture.ts";

let vault: VaultFixture;
beforeAll(async () => {
	vault = await startVault();
}, 60_000);
afterAll(() => vault.stop());

const MINUTE = 60_000;

/** The real store, counting what is asked of it. */
function countingStore() {
	const asked = { findMany: 0, findActive: 0, insert: 0, ids: 0 };
	const store = createPostgresDataKeyStore(vault.owner.sql);
	const counting: DataKeyStore = {
		findMany(ids) {
			asked.findMany++;
			asked.ids += ids.length;
			return store.findMany(ids);
		},
		findActive(...scope) {
			asked.findActive++;
			return store.findActive(...scope);
		},
		insert(row) {
			asked.insert++;
			return store.insert(row);
		},
	};
	return { asked, store: counting };
}

async function rowsOf(workspaceId: string) {
	return vault.owner.sql<
		{ id: string; subject: string; version: number; wrapped: string | null; createdAt: string }[]
	>`
		select id, subject, version, wrapped, created_at as "createdAt" from data_keys
		where workspace_id = ${workspaceId} order by subject, version`;
}

test("concurrent first uses, in several processes, make one key", async () => {
	const processes = Array.from({ length: 4 }, () => vault.process());
	for (let round = 0; round < 10; round++) {
		const workspaceId = randomUUID();
		const keys = await Promise.all(
			processes.flatMap((keys) => Array.from({ length: 3 }, () => keys.active(workspaceId, "history"))),
		);
		const rows = await rowsOf(workspaceId);
		expect(rows).toHaveLength(1);
		expect(new Set(keys.map((key) => key.id))).toEqual(new Set([rows[0]?.id]));
		const secrets = keys.map((key) => key.secret.export().toString("hex"));
		expect(new Set(secrets).size).toBe(1);
	}
});

test("each workspace and subject has a key of its own", async () => {
	const keys = vault.process();
	const [one, two, person] = [randomUUID(), randomUUID(), randomUUID()];
	const made = await Promise.all([
		keys.active(one, "history"),
		keys.active(two, "history"),
		keys.active(one, `person:${person}`),
		keys.active(two, `person:${person}`),
		keys.active(one, `request:${person}`),
	]);
	expect(new Set(made.map((key) => key.secret.export().toString("hex"))).size).toBe(5);
	for (const key of made) expect(key.secret.symmetricKeySize).toBe(32);
});

test("a printed key shows no secret", async () => {
	const key = await vault.process().active(randomUUID(), "history");
	const printed = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key);
	expect(printed).toContain(key.id);
	for (const form of ["hex", "base64", "base64url", "latin1"] as const)
		expect(printed).not.toContain(key.secret.export().toString(form));
});

test("a key found by id in another process is the same", async () => {
	const workspaceId = randomUUID();
	const made = await vault.process().active(workspaceId, `request:${randomUUID()}`);
	const found = await vault.process().find(made.id);
	expect(found).toMatchObject({ id: made.id, workspaceId, subject: made.subject, version: 1 });
	if (typeof found === "string") throw new Error(found);
	expect(found.secret.equals(made.secret)).toBe(true);
	expect(await vault.process().find(randomUUID())).toBe("unknown");
});

test("look-ups of one tick go out together, and known keys are not looked up again", async () => {
	const workspaceId = randomUUID();
	const writer = vault.process();
	const made = await Promise.all(
		Array.from({ length: 50 }, () => writer.active(workspaceId, `request:${randomUUID()}`)),
	);
	const { asked, store } = countingStore();
	const reader = vault.process({ store });
	const ids = [...made, ...made].map((key) => key.id);
	await Promise.all(ids.map((id) => reader.find(id)));
	await Promise.all(ids.map((id) => reader.find(id)));
	expect(asked).toEqual({ findMany: 1, ids: 50, findActive: 0, insert: 0 });
});

test("a key swapped into another row does not open", async () => {
	const workspaceId = randomUUID();
	const keys = vault.process();
	const mine = await keys.active(workspaceId, `person:${randomUUID()}`);
	const theirs = await keys.active(workspaceId, `person:${randomUUID()}`);
	await vault.owner.sql`
		update data_keys set wrapped = (select wrapped from data_keys where id = ${theirs.id}) where id = ${mine.id}`;
	await expect(vault.process().find(mine.id)).rejects.toMatchObject({
		code: "wrapped_key_unauthentic",
	});
	await vault.owner.sql`update data_keys set workspace_id = ${randomUUID()} where id = ${theirs.id}`;
	await expect(vault.process().find(theirs.id)).rejects.toMatchObject({
		code: "wrapped_key_unauthentic",
	});
});

test("an erasure takes effect at once in a new process and within the bound in an old one", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.integer({ min: 1, max: 4 * MINUTE }), { minLength: 1, maxLength: 5 }),
			async (steps) => {
				const workspaceId = randomUUID();
				const subject = `person:${randomUUID()}` as const;
				const old = vault.process({ store: createPostgresDataKeyStore(vault.owner.sql) });
				const key = await old.active(workspaceId, subject);
				// However the key is used meanwhile, use does not lengthen the bound.
				for (const step of steps) {
					vault.clock.ms += step;
					await old.find(key.id);
				}
				await vault.erase(workspaceId, subject);
				const fresh = vault.process({ store: createPostgresDataKeyStore(vault.owner.sql) });
				expect(await fresh.find(key.id)).toBe("erased");
				await expect(fresh.active(workspaceId, subject)).rejects.toMatchObject({
					code: "subject_erased",
				});
				vault.clock.ms += 5 * MINUTE;
				expect(await old.find(key.id)).toBe("erased");
				await expect(old.active(workspaceId, subject)).rejects.toMatchObject({
					code: "subject_erased",
				});
				expect((await rowsOf(workspaceId)).map((row) => row.wrapped)).toEqual([null]);
			},
		),
		{ numRuns: 10 },
	);
});

test("a destroyed key-encryption key erases what it wrapped", async () => {
	const key = await vault.process().active(randomUUID(), "history");
	const provider = {
		activeKeyId: () => "kek-new",
		wrap: () => Promise.reject(new Error("not used")),
		unwrap: () => Promise.reject(new VaultError("kek_destroyed", "destroyed")),
	};
	expect(await vault.process({ provider }).find(key.id)).toBe("erased");
});

test("while the key service is down, known keys go on; new ones fail and then work", async () => {
	let down = false;
	let unwrapped = 0;
	const provider: typeof vault.keyring = {
		activeKeyId: () => vault.keyring.activeKeyId(),
		async wrap(...args) {
			if (down) throw new Error("the key service is down");
			return vault.keyring.wrap(...args);
		},
		async unwrap(...args) {
			if (down) throw new Error("the key service is down");
			unwrapped++;
			return vault.keyring.unwrap(...args);
		},
	};
	const keys = vault.process({ provider });
	const workspaceId = randomUUID();
	const subject = `request:${randomUUID()}` as const;
	const known = await keys.active(workspaceId, subject);
	expect(unwrapped).toBe(1);
	down = true;
	for (let hours = 0; hours < 3; hours++) {
		vault.clock.ms += 60 * MINUTE;
		expect((await keys.active(workspaceId, subject)).id).toBe(known.id);
		expect(await keys.find(known.id)).toMatchObject({ id: known.id });
	}
	await expect(keys.active(workspaceId, "history")).rejects.toThrow("key service is down");
	down = false;
	await keys.active(workspaceId, "history");
	expect(unwrapped).toBe(2);
});

test("while the database is away, history keys go on, and other subjects' keys stop at the bound", async () => {
	// A pool that can be closed for good stands for a database that is away.
	const database = connect(vault.url, "system", 2);
	const keys = vault.process({ store: createPostgresDataKeyStore(database.sql) });
	const workspaceId = randomUUID();
	const subject = `person:${randomUUID()}` as const;
	const history = await keys.active(workspaceId, "history");
	const person = await keys.active(workspaceId, subject);
	await database.close();
	vault.clock.ms += 4 * MINUTE;
	expect((await keys.active(workspaceId, subject)).id).toBe(person.id);
	vault.clock.ms += 60 * MINUTE;
	await expect(keys.active(workspaceId, subject)).rejects.toThrow();
	await expect(keys.find(person.id)).rejects.toThrow();
	for (let use = 0; use < 3; use++) {
		expect((await keys.active(workspaceId, "history")).id).toBe(history.id);
		expect(await keys.find(history.id)).toMatchObject({ id: history.id });
		vault.clock.ms += 60 * MINUTE;
	}
	await expect(keys.active(randomUUID(), "history")).rejects.toThrow();
});

test("a minted key is stored by the caller's transaction or not at all", async () => {
	const keys = vault.process();
	const workspaceId = randomUUID();
	const subject = `request:${randomUUID()}` as const;
	const lost = await keys.mint(workspaceId, subject);
	expect(await rowsOf(workspaceId)).toEqual([]);
	expect(await keys.find(lost.key.id)).toBe("unknown");
	const { key, row } = await keys.mint(workspaceId, subject);
	await vault.owner.sql`
		insert into data_keys (id, workspace_id, subject, version, wrapped)
		values (${row.id}, ${row.workspaceId}, ${row.subject}, ${row.version}, ${row.wrapped})`;
	const active = await keys.active(workspaceId, subject);
	expect(active.id).toBe(key.id);
	expect(active.secret.equals(key.secret)).toBe(true);
});

test("a key is replaced after about 2^n uses by whichever process draws it, and the old one still opens", async () => {
	const workspaceId = randomUUID();
	const one = vault.process({ rotateAfterBits: 4 });
	const two = vault.process({ rotateAfterBits: 4 });
	const first = await one.active(workspaceId, "history");
	await two.active(workspaceId, "history");
	one.countUse(first, Uint8Array.of(0x10, 0, 0, 0));
	expect((await one.active(workspaceId, "history")).version).toBe(1);
	one.countUse(first, Uint8Array.of(0x0f, 0xff, 0xff, 0xff));
	two.countUse(first, Uint8Array.of(0, 0, 0, 0));
	await expect.poll(async () => (await one.active(workspaceId, "history")).version).toBe(2);
	await expect
		.poll(async () => (await two.active(workspaceId, "history")).id)
		.toBe((await one.active(workspaceId, "history")).id);
	expect((await rowsOf(workspaceId)).map((row) => row.version)).toEqual([1, 2]);
	expect(await one.find(first.id)).toMatchObject({ version: 1 });
});

test("an erased subject is not given a new key by a replacement under way", async () => {
	const workspaceId = randomUUID();
	const subject = `person:${randomUUID()}` as const;
	const keys = vault.process();
	const key = await keys.active(workspaceId, subject);
	await vault.erase(workspaceId, subject);
	keys.countUse(key, new Uint8Array(12));
	await expect
		.poll(() =>
			keys.active(workspaceId, subject).then(
				() => "live",
				() => "erased",
			),
		)
		.toBe("erased");
	expect(await rowsOf(workspaceId)).toHaveLength(1);
});

test("instants of rows are ISO 8601, also on a pool that Drizzle has taken over", async () => {
	const store = createPostgresDataKeyStore(vault.owner.sql);
	const workspaceId = randomUUID();
	const key = await vault.process().active(workspaceId, "history");
	const row = await store.findActive(workspaceId, "history");
	expect(row).toMatchObject({ id: key.id, version: 1, erasedAt: null });
	expect(row?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	await vault.erase(workspaceId, "history");
	expect((await store.findMany([key.id]))[0]).toMatchObject({
		wrapped: null,
		erasedAt: expect.stringMatching(/Z$/),
	});
	expect(await store.findMany([])).toEqual([]);
});
