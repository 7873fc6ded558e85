import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WrappedKey } from "../../vault/key-provider.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";

let folder: string;
let count = 0;
const freshPath = () => join(folder, String(count++), "keyring.json");

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "countersign-keyring-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A keyring of two keys, of which the second is active, as a rotation leaves it. */
async function rotatedKeyring() {
	const [older, newer] = [freshPath(), freshPath()];
	const first = await openLocalKeyring(older, { create: true });
	await openLocalKeyring(newer, { create: true });
	const file = JSON.parse(await readFile(newer, "utf8"));
	const oldFile = JSON.parse(await readFile(older, "utf8"));
	file.keys.push(...oldFile.keys);
	await writeFile(newer, JSON.stringify(file));
	return { first, path: newer, file, rotated: await openLocalKeyring(newer) };
}

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("keyring file", () => {
	test("is refused when missing, unless it may be created", async () => {
		const path = freshPath();
		await expect(openLocalKeyring(path)).rejects.toMatchObject({ code: "keyring_missing" });
		const made = await openLocalKeyring(path, { create: true });
		const again = await openLocalKeyring(path);
		expect(again.activeKeyId()).toBe(made.activeKeyId());
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		expect(await readdir(join(path, ".."))).toEqual(["keyring.json"]);
	});

	test.each([0o640, 0o604, 0o660, 0o666, 0o610])("is refused with mode %o", async (mode) => {
		const path = freshPath();
		await openLocalKeyring(path, { create: true });
		await chmod(path, mode);
		const refusal = openLocalKeyring(path, { create: true });
		await expect(refusal).rejects.toMatchObject({ code: "keyring_mode" });
		await expect(refusal).rejects.toThrow(`chmod 600 ${path}`);
		await chmod(path, 0o400);
		await openLocalKeyring(path);
	});

	test("is one file when several processes create it at once", async () => {
		const path = freshPath();
		const module = fileURLToPath(new URL("../../vault/keyring.ts", import.meta.url));
		const script = `
			const { openLocalKeyring } = await import(${JSON.stringify(module)});
			const opened = await Promise.all(Array.from({ length: 5 }, () =>
				openLocalKeyring(${JSON.stringify(path)}, { create: true })));
			console.log(opened.map((keyring) => keyring.activeKeyId()).join("\\n"));`;
		const runs = await Promise.all(
			Array.from({ length: 4 }, () =>
				promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script]),
			),
		);
		const ids = runs.flatMap((run) => run.stdout.trim().split("\n"));
		expect(ids).toHaveLength(20);
		expect(new Set(ids)).toEqual(new Set([(await openLocalKeyring(path)).activeKeyId()]));
		expect(await readdir(join(path, ".."))).toEqual(["keyring.json"]);
	}, 60_000);

	test.each([
		["is not JSON", (text: string) => text.slice(1)],
		["format", (text: string) => text.replace("keyring/1", "keyring/2")],
		["keys[0].algorithm", (text: string) => text.replace("A256GCM", "A128GCM")],
		["active", (text: string) => text.replace(/"active": "kek-/, '"active": "kek-0')],
		["keys[0].key", (text: string) => text.replace(/("key": ".{42})./, "$1")],
		["destroyedAt is not set", (text: string) => text.replace(/"key": ".*"/, '"key": null')],
	])("names what is wrong with it: %s", async (what, damage) => {
		const path = freshPath();
		await openLocalKeyring(path, { create: true });
		await writeFile(path, damage(await readFile(path, "utf8")));
		const refusal = openLocalKeyring(path, { create: true });
		await expect(refusal).rejects.toMatchObject({ code: "keyring_malformed" });
		await expect(refusal).rejects.toThrow(what);
	});

	test("is refused when a key was changed, so that no data key is wrapped under a damaged one", async () => {
		const path = freshPath();
		await openLocalKeyring(path, { create: true });
		const file = JSON.parse(await readFile(path, "utf8"));
		const key = Buffer.from(file.keys[0].key, "base64url");
		await fc.assert(
			fc.asyncProperty(fc.nat(31), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
				const changed = Buffer.from(key);
				changed[at] = (changed[at] ?? 0) ^ flip;
				file.keys[0].key = changed.toString("base64url");
				await writeFile(path, JSON.stringify(file));
				await expect(openLocalKeyring(path)).rejects.toMatchObject({
					code: "keyring_malformed",
				});
			}),
			{ numRuns: 30 },
		);
	});
});

describe("wrapping", () => {
	test("gives the data key back, and never the same wrapped bytes twice", async () => {
		const keyring = await openLocalKeyring(freshPath(), { create: true });
		await fc.assert(
			fc.asyncProperty(bytes(32), fc.uint8Array(), async (dataKey, aad) => {
				const wrapped = await keyring.wrap(dataKey, aad);
				expect(wrapped).toMatch(/^cw1\.A256GCM\.kek-[0-9a-f]{16}\.[A-Za-z0-9_-]{80}$/);
				expect(wrapped).not.toBe(await keyring.wrap(dataKey, aad));
				expect(Buffer.from(await keyring.unwrap(wrapped, aad))).toEqual(Buffer.from(dataKey));
			}),
		);
	});

	test("does not open when any character is changed", async () => {
		const keyring = await openLocalKeyring(freshPath(), { create: true });
		const aad = Buffer.from("row");
		const wrapped = await keyring.wrap(new Uint8Array(32), aad);
		const codes = new Set<unknown>();
		for (let at = 0; at < wrapped.length; at++) {
			for (const other of ["A", "B", "-", ".", "=", "0", "é"]) {
				if (wrapped[at] === other) continue;
				const changed = (wrapped.slice(0, at) + other + wrapped.slice(at + 1)) as WrappedKey;
				const error = await keyring.unwrap(changed, aad).catch((thrown: unknown) => thrown);
				expect(error).toHaveProperty("code");
				codes.add((error as { code: unknown }).code);
			}
		}
		expect(codes).toEqual(new Set(["wrapped_key_malformed", "wrapped_key_unauthentic", "kek_unknown"]));
	});

	test("does not open in another row", async () => {
		const keyring = await openLocalKeyring(freshPath(), { create: true });
		await fc.assert(
			fc.asyncProperty(fc.uint8Array(), fc.uint8Array(), async (aad, other) => {
				fc.pre(Buffer.compare(aad, other) !== 0);
				const wrapped = await keyring.wrap(new Uint8Array(32), aad);
				await expect(keyring.unwrap(wrapped, other)).rejects.toMatchObject({
					code: "wrapped_key_unauthentic",
				});
			}),
		);
	});

	test("uses the active key, and opens what an older one wrapped", async () => {
		const { first, rotated } = await rotatedKeyring();
		const aad = Buffer.from("row");
		const old = await first.wrap(Buffer.alloc(32, 7), aad);
		expect(Buffer.from(await rotated.unwrap(old, aad))).toEqual(Buffer.alloc(32, 7));
		const fresh = await rotated.wrap(Buffer.alloc(32, 7), aad);
		expect(fresh).toContain(rotated.activeKeyId());
		await expect(first.unwrap(fresh, aad)).rejects.toMatchObject({ code: "kek_unknown" });
	});

	test("tells a key that was destroyed from one that is missing", async () => {
		const { first, path, file } = await rotatedKeyring();
		const aad = Buffer.from("row");
		const old = await first.wrap(new Uint8Array(32), aad);
		file.keys[1].key = null;
		file.keys[1].destroyedAt = "2026-01-02T03:04:05.000Z";
		await writeFile(path, JSON.stringify(file));
		const keyring = await openLocalKeyring(path);
		await expect(keyring.unwrap(old, aad)).rejects.toMatchObject({ code: "kek_destroyed" });
	});
});
