import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sourcesDigest } from "../../engine/web-build.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("the pages are built again when a source changes, moves or goes, and for nothing else", () => {
	const root = temporaryFolder();
	mkdirSync(join(root, "app"));
	mkdirSync(join(root, "test"));
	mkdirSync(join(root, ".next"));
	mkdirSync(join(root, "node_modules"));
	writeFileSync(join(root, "app/page.tsx"), "a");
	writeFileSync(join(root, "package-lock.json"), "{}");
	const first = sourcesDigest(root);
	for (const path of [
		"test/x.test.ts",
		".next/BUILD_ID",
		"node_modules/x.js",
		"tsconfig.tsbuildinfo",
		".env",
	]) {
		writeFileSync(join(root, path), "other");
	}
	expect(sourcesDigest(root)).toBe(first);
	writeFileSync(join(root, "app/page.tsx"), "b");
	const changed = sourcesDigest(root);
	expect(changed).not.toBe(first);
	rmSync(join(root, "app/page.tsx"));
	writeFileSync(join(root, "app/pages.tsx"), "b");
	expect(sourcesDigest(root)).not.toBe(changed);
	rmSync(join(root, "app/pages.tsx"));
	writeFileSync(join(root, "app/page.tsx"), "a");
	expect(sourcesDigest(root)).toBe(first);
});
