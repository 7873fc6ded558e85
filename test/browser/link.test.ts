import { describe, expect, inject, test } from "vitest";
import { eventually, outside, unique } from "../product/support/outside.ts";
import { mailedCode, mailedLink } from "./support/mailed-link.ts";
import { fileBrowser, press } from "./support/visitors.ts";

const { url } = inject("product");
const o = outside();
const visitors = fileBrowser();

async function asked(words: string, more: Record<string, unknown> = {}) {
	const title = unique(words);
	const { id } = await o.submit(await o.policy({}, more), title);
	return { id, title, link: await mailedLink(o, "ana", title) };
}

// Side by side: one of them is a page that stands for a minute.
describe.concurrent("the mailed link", () => {
	test("a scanner that fetches it 50 times and runs its scripts for a minute decides nothing", async () => {
		const { id, title, link } = await asked("Scanned");
		const before = await o.read(id);
		// Both of those asked have their mail, and the record says so: from here on it stands still.
		const story = await eventually(async () => {
			const { body } = await o.call<{ items: { kind: string }[] }>("GET", `/requests/${id}/timeline`);
			return body.items.filter(({ kind }) => kind === "delivered").length === 2 && body;
		});
		const scanner = await visitors.anonymous();
		const called: string[] = [];
		scanner.page.on("request", (request) => {
			if (request.method() !== "GET") called.push(`${request.method()} ${request.url()}`);
		});
		await scanner.page.goto(link);
		await scanner.page.getByRole("heading", { name: title }).waitFor();
		await scanner.page.mouse.move(300, 300);
		await scanner.page.mouse.wheel(0, 2_000);
		const minute = new Promise((resolve) => setTimeout(resolve, 60_000));
		for (let n = 0; n < 50; n++) {
			for (const method of ["GET", "HEAD"]) expect((await fetch(link, { method })).status).toBe(200);
		}
		await minute;
		expect(called).toEqual([]);
		expect(scanner.complaints).toEqual([]);
		await scanner.close();

		expect(await o.read(id)).toEqual(before);
		expect(before.state).toBe("open");
		expect((await o.call("GET", `/requests/${id}/timeline`)).body).toEqual(story);
		// It is live still.
		const ana = await visitors.anonymous();
		await ana.page.goto(link);
		await press(ana.page.getByRole("button", { name: "Approve", exact: true }));
		await ana.page.getByText("Your approval is recorded").waitFor();
		expect(await o.read(id)).toMatchObject({ outcome: "approved" });
		await ana.close();
	});

	test("under low risk a press decides, once, and the token leaves the address", async () => {
		const { id, title, link } = await asked("Low risk");
		const { page, complaints, close } = await visitors.anonymous();
		await page.goto(link);
		await page.getByRole("heading", { name: title }).waitFor();
		await page.getByText("This link was sent to Ana Ruiz.").waitFor();
		expect(page.url()).toBe(link.split("#")[0]);
		await page.reload();
		await page.getByLabel("Comment (optional)").fill("Fine");
		await press(page.getByRole("button", { name: "Approve", exact: true }));
		await page.getByText("Your approval is recorded").waitFor();
		expect(await o.read(id)).toMatchObject({
			outcome: "approved",
			decisions: [{ by: o.id("ana"), comment: "Fine", channel: "email", assurance: "email_link" }],
		});
		expect(complaints).toEqual([]);
		await close();
	});

	test("under normal risk it takes the code, which is mailed on a press", async () => {
		const { id, title, link } = await asked("Normal risk", { risk: "normal" });
		const { page, complaints, close } = await visitors.anonymous({ viewport: { width: 390, height: 844 } });
		await page.goto(link);
		const approve = page.getByRole("button", { name: "Approve", exact: true });
		await press(approve);
		await page.getByText("Type the six digits from the mail first.").waitFor();
		await page.getByRole("button", { name: "Send me a code" }).click();
		await page.getByText("A code is on its way").waitFor();
		const code = await mailedCode(o, "ana", title);
		await page.getByLabel("Code from the mail").fill(code === "000000" ? "000001" : "000000");
		const [refused] = await Promise.all([page.waitForResponse("**/decision"), approve.click()]);
		expect(refused.status()).toBe(403);
		expect(await o.read(id)).toMatchObject({ state: "open", decisions: [] });
		await page.getByLabel("Code from the mail").fill(code);
		await approve.click();
		await page.getByText("Your approval is recorded").waitFor();
		expect(await o.read(id)).toMatchObject({
			outcome: "approved",
			decisions: [{ by: o.id("ana"), channel: "email", assurance: "email_code" }],
		});
		expect(complaints).toEqual([]);
		await close();
	});

	test("a dead link says what became of the request", async () => {
		const { id, title, link } = await asked("Over");
		await o.decide(id, "bo", "reject", { comment: "No" });
		const { page, complaints, close } = await visitors.anonymous();
		await page.goto(link);
		await page.getByRole("heading", { name: "This request is over" }).waitFor();
		await page.getByText(title).waitFor();
		await page.getByText("Rejected by decision.").waitFor();
		await page.getByText(/Bo Lindqvist rejected/).waitFor();
		expect(await page.getByRole("button", { name: /Approve|Reject/ }).count()).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});

	test("without the part after # it offers to sign in, and tells nothing of the request", async () => {
		const { title, link } = await asked("Cut off");
		const { page, complaints, close } = await visitors.anonymous();
		await page.goto(link.split("#")[0] ?? "");
		await page.getByRole("heading", { name: "This address is not the whole link" }).waitFor();
		expect(await page.content()).not.toContain(title);
		await press(page.getByRole("link", { name: "Sign in" }));
		await page.waitForURL(`${url}/sign-in**`);
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	});
});
