import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { NO_ID, outside, unique } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { mailedLink } from "./support/mailed-link.ts";
import { alive, fileBrowser } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

const LOOKS: [string, BrowserContextOptions][] = [
	["light", { colorScheme: "light" }],
	["dark", { colorScheme: "dark" }],
	["phone", { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true }],
];

/** What the pages show: made once, read only. */
const shown = { id: "", decided: "", link: "" };

beforeAll(async () => {
	const title = unique("Refund order 1042: kettle arrived broken");
	const first = await o.submit("refund", title, {
		summary: "The customer sent two photos of the parcel. The courier has accepted the claim.",
		context: {
			amount: 18450,
			customer: "Ada Byron",
			order: "1042",
			reason: "Arrived broken; one side was open",
		},
		externalId: "order-1042",
		attachments: [
			{
				name: "photo-of-parcel.jpg",
				url: "https://files.example.com/claims/1042/photo-of-parcel.jpg",
				sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
			},
		],
	});
	await o.submit("deploy", "Deploy checkout 4.12.0", {
		summary: "Rolls out in three steps of ten minutes.",
		context: {
			service: "checkout",
			version: "4.12.0",
			changes: ["Apple Pay", "Fix rounding of split refunds"],
		},
	});
	// Text of strangers, as unkind to the layout as it may be.
	await o.submit("refund", `Pay invoice \u202e0001 fo 99\u202c ${"W".repeat(90)}`, {
		context: {
			amount: 9900,
			customer: `Mal\u202elory ${"x".repeat(200)}`,
			note: "<script>alert(1)</script>",
		},
	});
	const done = await o.submit("refund", "Goodwill for delayed delivery", {
		context: {
			amount: 2500,
			customer: "Katherine Johnson",
			tags: ["late"],
			lines: [{ sku: "KT-1", price: 49.9 }],
		},
	});
	await o.decide(done.id, "ana", "reject", { comment: "We refunded this last week." });
	shown.id = first.id;
	shown.decided = done.id;
	shown.link = await mailedLink(o, "ana", title);
});

interface Visit {
	name: string;
	/** First part of the person's e-mail address; nobody signed in when left out. */
	as?: string;
	path: () => string;
	/** It stands on the page once the page is whole. */
	whole: (page: Page) => ReturnType<Page["getByText"]>;
	/** A heading alone says nothing: what else the page must show. */
	says: (string | RegExp)[];
}

const PAGES: Visit[] = [
	{
		name: "sign-in",
		path: () => "/sign-in",
		whole: (page) => page.getByRole("heading", { name: "Sign in" }),
		says: ["This is a demo workspace"],
	},
	{
		name: "inbox",
		as: "bo",
		path: () => "/",
		whole: (page) => page.locator(`[data-request="${shown.id}"] a`),
		says: ["Refund order 1042", "Riley Reyes", "18,450", /Due in/, "Deploy checkout 4.12.0"],
	},
	{
		name: "inbox-empty",
		as: "ines",
		path: () => "/",
		whole: (page) => page.getByText("Nothing waits for you"),
		says: ["When somebody asks for your decision, it appears here by itself"],
	},
	{
		name: "inbox-filtered-empty",
		as: "bo",
		path: () => "/?q=no-such-title",
		whole: (page) => page.getByText("Nothing matches these filters"),
		says: ["There may be requests that these filters leave out."],
	},
	{
		name: "request",
		as: "bo",
		path: () => `/requests/${shown.id}`,
		whole: (page) => page.getByRole("heading", { level: 1 }),
		says: ["Ada Byron", "photo-of-parcel.jpg", "What happens next", "Timeline", "Approve"],
	},
	{
		name: "request-decided",
		as: "riley",
		path: () => `/requests/${shown.decided}`,
		whole: (page) => page.getByRole("heading", { level: 1 }),
		says: ["Rejected by decision.", "We refunded this last week.", "Ana Ruiz rejected through the API"],
	},
	{
		name: "link",
		path: () => shown.link,
		whole: (page) => page.getByRole("heading", { level: 1 }),
		says: ["This link was sent to Ana Ruiz.", "Ada Byron", "Approve", "Reject"],
	},
	{
		name: "audit",
		as: "dana",
		path: () => "/admin/audit",
		whole: (page) => page.getByRole("heading", { name: "Audit trail" }),
		says: ["Submitted", "Decided", "Riley Reyes"],
	},
	{
		name: "policies",
		as: "dana",
		path: () => "/admin/policies",
		whole: (page) => page.getByRole("heading", { name: "Policies" }),
		says: ["Customer refund", "Production deployment"],
	},
	{
		name: "policy",
		as: "dana",
		path: () => "/admin/policies/refund",
		whole: (page) => page.getByRole("heading", { name: "Customer refund" }),
		says: ["Asks Finance", "After 3 days, the request expires."],
	},
	{
		name: "people",
		as: "dana",
		path: () => "/admin/people",
		whole: (page) => page.getByRole("heading", { name: "People", level: 1 }),
		says: ["ana@demo.example", "Lee Tanaka", "Add a person"],
	},
	{
		name: "person",
		as: "dana",
		path: () => `/admin/people/${o.id("ana")}`,
		whole: (page) => page.getByRole("heading", { name: "Ana Ruiz", level: 1 }),
		says: ["Time zone", "About", "Deactivate"],
	},
	{
		name: "person-new",
		as: "dana",
		path: () => "/admin/people/new",
		whole: (page) => page.getByRole("heading", { name: "Add a person", level: 1 }),
		says: ["Time zone", "Manager"],
	},
	{
		name: "people-import",
		as: "dana",
		path: () => "/admin/people/import",
		whole: (page) => page.getByRole("heading", { name: "Import people from CSV", level: 1 }),
		says: ["See what would change", "What the file may hold"],
	},
	{
		name: "groups",
		as: "dana",
		path: () => "/admin/groups",
		whole: (page) => page.getByRole("heading", { name: "Groups", level: 1 }),
		says: ["Finance leads", /\d members?/],
	},
	{
		name: "group",
		as: "dana",
		path: () => "/admin/groups/finance",
		whole: (page) => page.getByRole("heading", { name: "Finance", level: 1 }),
		says: ["Ana Ruiz", "Add a member", "Policies that ask it"],
	},
	{
		name: "delegations",
		as: "dana",
		path: () => "/admin/delegations",
		whole: (page) => page.getByRole("heading", { name: "Delegations", level: 1 }),
		says: ["New delegation", "Lee Tanaka"],
	},
	{
		name: "delegation-new",
		as: "dana",
		path: () => "/admin/delegations/new",
		whole: (page) => page.getByRole("heading", { name: "New delegation", level: 1 }),
		says: ["Who is away", "Who decides meanwhile"],
	},
	{
		name: "working-time",
		as: "dana",
		path: () => "/admin/working-time",
		whole: (page) => page.getByRole("heading", { name: "Working time", level: 1 }),
		says: [/Mon–Fri 09:00–17:30/, "operations"],
	},
	{
		name: "calendar",
		as: "dana",
		path: () => "/admin/working-time/calendars/london",
		whole: (page) => page.getByRole("heading", { name: "london", level: 1 }),
		says: ["Monday", "Days with other hours", "Change it as a document"],
	},
	{
		name: "rota",
		as: "dana",
		path: () => "/admin/working-time/rotas/operations",
		whole: (page) => page.getByRole("heading", { name: "operations", level: 1 }),
		says: ["On call now", "The next two weeks", "Stand in"],
	},
	{
		name: "replay",
		as: "dana",
		path: () => "/admin/policies/refund/replay",
		whole: (page) => page.getByRole("heading", { name: "Replay", level: 1 }),
		says: ["Requests submitted in the last", "A draft"],
	},
	{
		name: "no-access",
		as: "bo",
		path: () => "/admin/audit",
		whole: (page) => page.getByRole("heading", { name: "Not for your role" }),
		says: ["Your role is member."],
	},
	{
		name: "not-found",
		as: "bo",
		path: () => `/requests/${NO_ID}`,
		whole: (page) => page.getByRole("heading", { name: "Nothing here" }),
		says: ["There is no such page or request"],
	},
];

test.for(PAGES)("$name: light, dark and at 360 pixels, whole and without complaint", async (visit) => {
	for (const [look, options] of LOOKS) {
		const visitor = await (visit.as === undefined
			? visitors.anonymous(options)
			: visitors.as(visit.as, options));
		const { page, complaints, close } = visitor;
		const answer = await page.goto(visit.path());
		await visit.whole(page).waitFor();
		await alive(visit.whole(page));
		for (const part of visit.says) await page.getByText(part).filter({ visible: true }).first().waitFor();
		expect(await accessibilityFindings(page), look).toEqual([]);
		expect(await sidewaysScroll(page), look).toBe(0);
		await keepPicture(page, `${visit.name}-${look}`);
		expect(expectedToo(complaints, answer?.status()), look).toEqual([]);
		await close();
	}
});

/** How far the page can be moved sideways, in pixels. */
function sidewaysScroll(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Chromium logs the page's own 404 as an error: it is what a page that is not there has to answer. */
function expectedToo(complaints: string[], status: number | undefined): string[] {
	return status === 404 ? complaints.filter((line) => !/status of 404/.test(line)) : complaints;
}

/** Writes a picture to the folder that SHOTS names, for looking at. */
async function keepPicture(page: Page, name: string): Promise<void> {
	const folder = process.env.SHOTS;
	if (folder === undefined || folder === "") return;
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage: name.endsWith("-phone") });
}
