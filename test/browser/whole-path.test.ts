import { expect, inject, test } from "vitest";
import { eventually, outside, unique } from "../product/support/outside.ts";
import { fileBrowser, press } from "./support/visitors.ts";

const { url } = inject("product");
const o = outside();
const visitors = fileBrowser();

test("Riley asks by the API, Ana approves in the inbox, and Riley's open page says so by itself", async () => {
	const title = unique("Refund order 1042");
	const comment = "The photos show it.";
	const { id } = await o.submit("refund", title, {
		context: { amount: 18450, customer: "Ada Byron", order: "1042", reason: "Arrived broken" },
	});

	const riley = await visitors.as("riley");
	await riley.page.goto(`/requests/${id}`);
	await riley.page.getByRole("heading", { name: title }).waitFor();
	await riley.page.getByText("You asked for this, so others decide.").waitFor();
	await riley.page.evaluate(() => document.documentElement.setAttribute("data-same-page", ""));

	const ana = await visitors.anonymous();
	const inbox = ana.page;
	await inbox.goto(o.demo.users.find((user) => user.id === o.id("ana"))?.signInUrl ?? "");
	expect(inbox.url()).toBe(`${url}/`);
	const row = inbox.locator(`[data-request="${id}"]`);
	await row.waitFor();
	const told = await row.textContent();
	for (const part of [title, "Riley Reyes", "18,450", /Due in \d+ d|Due in \d+ h/])
		expect(told).toMatch(part);

	await press(row.getByRole("link"));
	await inbox.getByRole("heading", { name: title }).waitFor();
	await inbox.getByText("Arrived broken", { exact: true }).waitFor();
	await inbox.getByLabel("Comment (optional)").fill(comment);
	await press(inbox.getByRole("button", { name: "Approve", exact: true }));
	await inbox.getByText(`Approved: ${title}`).waitFor();
	await eventually(async () => (await row.count()) === 0);
	await inbox.reload();
	await inbox.getByRole("heading", { name: "Inbox" }).waitFor();
	expect(await row.count()).toBe(0);

	const request = await o.read(id);
	expect(request).toMatchObject({ state: "approved", outcome: "approved" });
	expect(request.decisions).toMatchObject([
		{ by: o.id("ana"), verdict: "approve", comment, channel: "web", assurance: "session" },
	]);

	// Nobody touched Riley's page.
	await riley.page.getByText("Approved by decision.").waitFor();
	const timeline = riley.page.getByRole("region", { name: "Timeline" });
	await timeline.getByText("Ana Ruiz approved in the web inbox").waitFor();
	await timeline.getByText("Request approved").waitFor();
	const story = await timeline.textContent();
	expect(story).toMatch(/Riley Reyes asked.*Stage Finance opened.*Ana Ruiz approved.*Request approved/s);
	expect(story).toContain(comment);
	expect(await riley.page.locator("[data-same-page]").count()).toBe(1);

	expect([...riley.complaints, ...ana.complaints]).toEqual([]);
	await Promise.all([riley.close(), ana.close()]);
});
