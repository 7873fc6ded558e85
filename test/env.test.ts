import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { environment, readEnvironment, requireSettings } from "../env.ts";

describe("the environment", () => {
	it("has the same names in env.ts and .env.example, and the same defaults", async () => {
		const text = await readFile(new URL("../.env.example", import.meta.url), "utf8");
		const example = new Map([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
		expect([...example.keys()].sort()).toEqual(Object.keys(environment.shape).sort());
		const defaults = readEnvironment({});
		for (const [name, value] of example) {
			if (value !== "") expect(String(defaults[name as keyof typeof defaults]), name).toBe(value);
		}
		expect(readEnvironment(Object.fromEntries(example))).toEqual(defaults);
	});

	it("names every setting that is wrong and says what to write", () => {
		const wrong = { PORT: "many", COUNTERSIGN_LINK_KEY: "short", DATABASE_URL: "mysql://x" };
		expect(() => readEnvironment(wrong)).toThrow(
			/DATABASE_URL: .*\n.*COUNTERSIGN_LINK_KEY: write 32 random bytes.*\n.*PORT: /s,
		);
	});

	it("names what a piece lacks", () => {
		expect(() => requireSettings(readEnvironment({}), "SMTP_URL", "NEXTAUTH_SECRET")).toThrow(
			"Set SMTP_URL and NEXTAUTH_SECRET",
		);
	});

	it("is read nowhere else but by the engine, which hands it on", () => {
		const files = execFileSync("git", ["grep", "-lE", "process\\.env\\b", "--", "*.ts", "*.tsx", "*.mts"], {
			encoding: "utf8",
		});
		const readers = files.split("\n").filter((file) => file !== "" && !/^(test|bench|engine)\//.test(file));
		// next-auth takes its own address from there; the command line is no server and has two settings of its own.
		expect(readers.sort()).toEqual(["app/server/session.ts", "cli/session.ts", "env.ts"]);
	});
});
