import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDemo, readyBlock } from "../../engine/ready-block.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("the ready block names a sign-in link a person, the API key, the mail page and how long it took", () => {
	const file = join(temporaryFolder(), "demo.json");
	expect(readDemo(file)).toBeUndefined();
	writeFileSync(
		file,
		JSON.stringify({
			url: "http://127.0.0.1:3000",
			apiKey: "cs_1",
			mailUrl: "http://127.0.0.1:3025",
			users: [
				{ id: "1", email: "ana@example.com", signInUrl: "http://127.0.0.1:3000/s/1", apiKey: "cs_a" },
				{ id: "2", email: "bo@example.com", signInUrl: "http://127.0.0.1:3000/s/2", apiKey: "cs_b" },
			],
		}),
	);
	const lines = readyBlock({
		url: "http://127.0.0.1:3000",
		mailUrl: "http://127.0.0.1:3025",
		demo: readDemo(file),
		tookMs: 12_345,
	}).split("\n");
	expect(lines.at(-1)).toBe("Ready after 12.3 s. Ctrl-C stops everything.");
	expect(lines).toContain("    ana@example.com  http://127.0.0.1:3000/s/1");
	expect(lines).toContain("    bo@example.com   http://127.0.0.1:3000/s/2");
	expect(lines.join("\n")).toContain("cs_1");
	writeFileSync(file, "{");
	expect(readDemo(file)).toBeUndefined();
});
