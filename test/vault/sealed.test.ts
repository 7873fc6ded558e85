import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Subject } from "../../vault/data-key-store.ts";
import type { DataKeys } from "../../vault/data-keys.ts";
import { createSealer, isSealedText, type JsonValue, type Sealer } from "../../vault/sealed.ts";
import { startVault, type VaultFixture } from "./vault-fixture.ts";

let vault: VaultFixture;
let keys: DataKeys;
let sealer: Sealer;
beforeAll(async () => {
	vault = await startVault();
	keys = vault.process();
	sealer = createSealer(keys);
}, 60_000);
afterAll(() => vault.stop());

const someone = () => ({
	workspaceId: randomUUID() as string,
	subject: `person:${randomUUID()}` as Subject,
});

const tokenParts = (token: string) => {
	const [version, keyId, body] = token.split(".");
	return { version, keyId: keyId ?? "", box: Buffer.from(body ?? "", "base64url") };
};

test("what is sealed opens again, in this process and in another", async () => {
	const whose = someone();
	const other = createSealer(vault.process());
	await fc.assert(
		fc.asyncProperty(fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()), async (value) => {
			const token = await sealer.seal(value as JsonValue, whose);
			expect(isSealedText(token)).toBe(true);
			const expected = { ok: true, value: JSON.parse(JSON.stringify(value)) };
			expect(await sealer.open(token)).toEqual(expected);
			expect(await other.open(token, whose)).toEqual(expected);
		}),
	);
});

test("a token shows nothing of its value", async () => {
	const whose = someone();
	const token = await sealer.seal("canary-3f1c", whose);
	expect(token).not.toContain("canary");
	expect(tokenParts(token).box.toString("latin1")).not.toContain("canary");
});

test("every changed byte, and every changed character, is detected", async () => {
	const whose = someone();
	const token = await sealer.seal("a comment", whose);
	const { keyId, box } = tokenParts(token);
	for (let at = 0; at < box.length; at++) {
		for (const flip of [1, 0x80, 0xff]) {
			const changed = Buffer.from(box);
			changed[at] = (changed[at] ?? 0) ^ flip;
			expect(await sealer.open(`cs1.${keyId}.${changed.toString("base64url")}`)).toEqual({
				ok: false,
				tombstone: { code: "unreadable", keyId },
			});
		}
	}
	for (let at = 0; at < token.length; at++) {
		for (const other of ["A", "f", "7", "-", "=", ".", " ", "\n"]) {
			if (token[at] === other) continue;
			const opened = await sealer.open(token.slice(0, at) + other + token.slice(at + 1));
			expect(opened).toMatchObject({ ok: false, tombstone: { code: "unreadable" } });
		}
		expect(await sealer.open(token.slice(0, at))).toMatchObject({ ok: false });
	}
	expect(await sealer.open(`${token}A`)).toMatchObject({ ok: false });
});

test("any text opens to a value or a tombstone, never to an error", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(
				fc.string(),
				fc.tuple(fc.uuid(), fc.base64String()).map(([id, body]) => `cs1.${id}.${body}`),
			),
			async (text) => {
				expect(await sealer.open(text)).toMatchObject({
					ok: false,
					tombstone: { code: "unreadable" },
				});
			},
		),
	);
});

test("a token of another workspace or subject is unreadable where it is not expected", async () => {
	const mine = someone();
	const token = await sealer.seal("mine", mine);
	const unreadable = {
		ok: false,
		tombstone: { code: "unreadable", keyId: tokenParts(token).keyId },
	};
	expect(await sealer.open(token, { workspaceId: randomUUID() })).toEqual(unreadable);
	expect(await sealer.open(token, { subject: `request:${randomUUID()}` })).toEqual(unreadable);
	expect(await sealer.open(token, mine)).toEqual({ ok: true, value: "mine" });
});

test("a box does not open under another key id, subject or workspace", async () => {
	const workspaceId = randomUUID();
	const subject: Subject = `request:${randomUUID()}`;
	const key = await keys.active(workspaceId, subject);
	const { box } = tokenParts(sealer.sealWith(key, "mine"));
	// The same secret bytes under other names: only what is bound can tell them apart.
	for (const name of [
		{ id: randomUUID() },
		{ workspaceId: randomUUID() },
		{ subject: `request:${randomUUID()}` as const },
	]) {
		const impostor = { ...key, ...name };
		const token = sealer.sealWith(impostor, "theirs").replace(impostor.id, key.id);
		expect(await sealer.open(token)).toMatchObject({ ok: false });
	}
	expect(await sealer.open(`cs1.${key.id}.${box.toString("base64url")}`)).toMatchObject({
		ok: true,
	});
	const other = await keys.active(workspaceId, `request:${randomUUID()}`);
	expect(await sealer.open(`cs1.${other.id}.${box.toString("base64url")}`)).toMatchObject({
		ok: false,
	});
});

test("after erasure a tombstone, and only for the subject that was erased", async () => {
	const workspaceId = randomUUID();
	const [gone, stays] = [`person:${randomUUID()}`, `person:${randomUUID()}`] as const;
	const tokens = await Promise.all([
		sealer.seal("gone", { workspaceId, subject: gone }),
		sealer.seal("stays", { workspaceId, subject: stays }),
	]);
	await vault.erase(workspaceId, gone);
	const fresh = createSealer(vault.process());
	expect(await Promise.all(tokens.map((token) => fresh.open(token)))).toEqual([
		{ ok: false, tombstone: { code: "erased", keyId: tokenParts(tokens[0]).keyId } },
		{ ok: true, value: "stays" },
	]);
	await expect(fresh.seal("more", { workspaceId, subject: gone })).rejects.toMatchObject({
		code: "subject_erased",
	});
	vault.clock.ms += 5 * 60_000;
	expect(await sealer.open(tokens[0])).toMatchObject({ tombstone: { code: "erased" } });
});

test("no nonce comes twice", async () => {
	const key = await keys.active(randomUUID(), "history");
	const nonces = new Set<string>();
	for (let use = 0; use < 20_000; use++) {
		nonces.add(tokenParts(sealer.sealWith(key, "")).box.subarray(0, 12).toString("hex"));
	}
	expect(nonces.size).toBe(20_000);
});

test("what JSON cannot hold is refused", async () => {
	for (const value of [undefined, () => 1, Symbol("x")]) {
		await expect(sealer.seal(value as unknown as JsonValue, someone())).rejects.toMatchObject({
			code: "value_not_json",
		});
	}
});
