import { z } from "zod";
import { readJsonFile } from "./files.ts";

/** `<data>/demo.json`, as `db/seed.ts` writes it. */
const demoShape = z.object({
	url: z.string(),
	apiKey: z.string(),
	users: z.array(
		z.object({ id: z.string(), email: z.string(), signInUrl: z.string(), apiKey: z.string().nullish() }),
	),
	mailUrl: z.string().nullish(),
});
export type Demo = z.infer<typeof demoShape>;

/** The demonstration's links and keys, or undefined when nothing was seeded (or the file is damaged). */
export function readDemo(file: string): Demo | undefined {
	try {
		return demoShape.safeParse(readJsonFile(file)).data;
	} catch {
		return undefined;
	}
}

/** What is printed once everything is up; the last line begins with «Ready». */
export function readyBlock(facts: {
	url: string;
	mailUrl: string;
	demo: Demo | undefined;
	tookMs: number;
}): string {
	const { url, mailUrl, demo, tookMs } = facts;
	const lines = ["", `  Countersign  ${url}`];
	if (mailUrl) lines.push(`  Mail         ${mailUrl}`);
	if (demo) {
		lines.push(`  API key      ${demo.apiKey}   (the requester's)`);
		lines.push("", "  Sign in as");
		const width = Math.max(...demo.users.map(({ email }) => email.length), 0);
		for (const user of demo.users) lines.push(`    ${user.email.padEnd(width)}  ${user.signInUrl}`);
	}
	lines.push("", `Ready after ${(tookMs / 1000).toFixed(1)} s. Ctrl-C stops everything.`);
	return lines.join("\n");
}
