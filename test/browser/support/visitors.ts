import type { Browser, BrowserContextOptions, Locator } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";

/** Opens pages of the shared product, each in a browser of its own (cookies, storage). */
export interface Visitors {
	/** Nobody signed in. */
	anonymous(options?: BrowserContextOptions): Promise<WatchedPage>;
	/** Signed in as this demo person (not Ana, whose link `whole-path.test.ts` opens). */
	as(name: string, options?: BrowserContextOptions): Promise<WatchedPage>;
}

/** One Chromium for the file. */
export function fileBrowser(): Visitors {
	const { url } = inject("product");
	let browser: Browser;
	beforeAll(async () => {
		browser = await launchBrowser();
	});
	afterAll(() => browser.close());
	const anonymous: Visitors["anonymous"] = (options) =>
		openPage(browser, { baseURL: url, viewport: { width: 1440, height: 900 }, ...options });
	return {
		anonymous,
		as(name, options) {
			const session = inject("sessions")[name];
			if (session === undefined) throw new Error(`nobody signed in as ${name}`);
			const cookie = {
				...session,
				domain: new URL(url).hostname,
				path: "/",
				expires: -1,
				httpOnly: true,
				secure: false,
				sameSite: "Lax" as const,
			};
			return anonymous({ storageState: { cookies: [cookie], origins: [] }, ...options });
		},
	};
}

/** Waits until the page's scripts answer for this element: React marks the elements that it has taken over. */
export async function alive(locator: Locator): Promise<void> {
	await locator.evaluate(async (element) => {
		while (!Object.keys(element).some((key) => key.startsWith("__reactProps$")))
			await new Promise((resolve) => setTimeout(resolve, 20));
	});
}

/** Presses what has come alive. */
export async function press(locator: Locator): Promise<void> {
	await alive(locator);
	await locator.click();
}
