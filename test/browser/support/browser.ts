import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** Debian's Chromium where it is installed, else Playwright's own. */
export function launchBrowser(): Promise<Browser> {
	const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
		existsSync,
	);
	return chromium.launch({
		headless: true,
		args: FLAGS,
		...(installed === undefined ? {} : { executablePath: installed }),
	});
}

/** A page in a browser of its own (cookies, storage), and everything it complained about. */
export interface WatchedPage {
	page: Page;
	/** Console errors and warnings of the content security policy, uncaught errors, requests to other origins. */
	complaints: string[];
	close(): Promise<void>;
}

/** Opens a page that notes every complaint; a browser test ends by expecting none. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
	const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/London", ...options });
	// Two cores may be busy with other things: the limit is for what hangs.
	context.setDefaultTimeout(60_000);
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("console", (message) => {
		// Chromium logs every refusal of the API as an error; refusals are answers, and tests look at them.
		const refused = /status of 4\d\d/.test(message.text()) && message.location().url.includes("/api/v1/");
		if (message.type() === "error" && !refused) complaints.push(`console: ${message.text()}`);
	});
	page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
	page.on("request", (request) => {
		const own = options.baseURL === undefined || request.url().startsWith(options.baseURL);
		if (!own && !request.url().startsWith("data:")) complaints.push(`foreign request: ${request.url()}`);
	});
	return { page, complaints, close: () => context.close() };
}
