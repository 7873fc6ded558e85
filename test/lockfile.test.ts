import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Lock, missingOptional } from "./support/complete-lock.ts";

const lock: Lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));

it("package-lock.json has the optional packages of every platform (else: npm run lock), so that npm ci takes it", () => {
	expect(Object.keys(missingOptional(lock))).toEqual([]);
});

it("notices one that is missing", () => {
	const { "node_modules/@biomejs/cli-darwin-arm64": _, ...rest } = lock.packages;
	expect(Object.keys(missingOptional({ packages: rest }))).toEqual([
		"node_modules/@biomejs/cli-darwin-arm64",
	]);
});

it("keeps versions that have no known holes", () => {
	const at = (name: string) => lock.packages[`node_modules/${name}`]?.version ?? "";
	expect(at("next").localeCompare("16.4.6", "en", { numeric: true })).toBeGreaterThanOrEqual(0);
	expect(at("nodemailer").localeCompare("10.0.0", "en", { numeric: true })).toBeGreaterThanOrEqual(0);
});
