import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataFolderAt, openDataFolder, requireDiskSpace } from "../../engine/data-folder.ts";
import { loadSecrets } from "../../engine/secrets.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

test("the data folder is for its owner only, also when it was there before with a wider mode", () => {
	const parent = temporaryFolder();
	const fresh = dataFolderAt(join(parent, "fresh"));
	openDataFolder(fresh);
	expect(modeOf(fresh.root)).toBe(0o700);
	mkdirSync(join(parent, "old"), { mode: 0o755 });
	openDataFolder(dataFolderAt(join(parent, "old")));
	expect(modeOf(join(parent, "old"))).toBe(0o700);
});

test("a start that comes to nothing takes away the folder it made, and never one that was there", () => {
	const parent = temporaryFolder();
	const fresh = dataFolderAt(join(parent, "fresh"));
	openDataFolder(fresh).undo();
	expect(existsSync(fresh.root)).toBe(false);
	mkdirSync(join(parent, "old"));
	openDataFolder(dataFolderAt(join(parent, "old"))).undo();
	expect(existsSync(join(parent, "old"))).toBe(true);
});

test("a place where no folder can be is said with the variable to set", () => {
	const file = join(temporaryFolder(), "file");
	writeFileSync(file, "");
	expect(() => openDataFolder(dataFolderAt(join(file, "data")))).toThrow(
		/cannot be written .*COUNTERSIGN_DATA/,
	);
});

test("a full disk is said before anything is begun", () => {
	const folder = join(temporaryFolder(), "not", "there", "yet");
	expect(() => requireDiskSpace(folder, 1)).not.toThrow();
	expect(() => requireDiskSpace(folder, 2 ** 60)).toThrow(
		/^Only \d+ MB are free on the disk of .* are needed/,
	);
});

test("secrets are made once, kept with mode 0600, completed, and never replaced when damaged", () => {
	const file = join(temporaryFolder(), "secrets.json");
	const first = loadSecrets(file);
	expect(modeOf(file)).toBe(0o600);
	expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
	expect(loadSecrets(file)).toEqual(first);
	const { linkKey: _, ...older } = first;
	writeFileSync(file, JSON.stringify(older));
	const completed = loadSecrets(file);
	expect(completed).toMatchObject(older);
	expect(completed.linkKey).toMatch(/^[0-9a-f]{64}$/);
	expect(loadSecrets(file)).toEqual(completed);
	writeFileSync(file, '{"temporal": ');
	expect(() => loadSecrets(file)).toThrow(/not readable JSON: restore it/);
	writeFileSync(file, '{"temporal": ""}');
	expect(() => loadSecrets(file)).toThrow(/damaged \(temporal\)/);
});
