import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const require = createRequire(import.meta.url);

/**
 * What axe-core finds against WCAG 2.2 A and AA, a line a finding. It is run by the debugger, which the content
 * security policy does not hold back.
 */
export async function accessibilityFindings(page: Page): Promise<string[]> {
	await page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof import("axe-core") };
		// What fades in is looked at when it is there. What goes round for ever (a spinner) never ends.
		const ends = document
			.getAnimations()
			.filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
		await Promise.allSettled(ends.map(({ finished }) => finished));
		const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
		const { violations } = await axe.run(document, { runOnly: tags });
		return violations.flatMap(({ id, help, nodes }) =>
			nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
		);
	});
}
