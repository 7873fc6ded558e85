import { request } from "node:http";
import { App } from "@slack/bolt";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { launchBrowser, openPage } from "../browser/support/browser.ts";
import { quietLog } from "./quiet-log.ts";
import { type SlackStandIn, type StandInOptions, startSlackStandIn } from "./stand-in.ts";

let browser: Browser;
const ending: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(async () => await browser.close());
afterEach(async () => {
	for (const end of ending.splice(0).toReversed()) await end();
});

async function start(options: StandInOptions = {}): Promise<SlackStandIn> {
	const slack = await startSlackStandIn(options);
	ending.push(() => slack.close());
	return slack;
}

async function appFor(slack: SlackStandIn, prepare: (app: App) => void): Promise<App> {
	const app = new App({
		token: slack.botToken(),
		appToken: slack.app.appToken,
		socketMode: true,
		logger: quietLog,
		clientOptions: { slackApiUrl: slack.url, logger: quietLog },
	});
	prepare(app);
	await app.start();
	ending.push(() => app.stop());
	await slack.sockets.opened();
	return app;
}

const plain = (text: string) => ({ type: "plain_text" as const, text });

it("a person reads a message, presses, fills the modal in, and sees the message change; nothing runs that was written", async () => {
	const slack = await start();
	const given: unknown[] = [];
	const app = await appFor(slack, (bot) => {
		bot.action("reject", async ({ ack, body, client }) => {
			await ack();
			if (body.type !== "block_actions") throw new Error("not a press");
			await client.views.open({
				trigger_id: body.trigger_id,
				view: {
					type: "modal",
					callback_id: "reason",
					private_metadata: JSON.stringify([body.channel?.id, body.message?.ts]),
					title: plain("Reject"),
					submit: plain("Reject now"),
					blocks: [
						{
							type: "input",
							block_id: "why",
							label: plain("Reason"),
							element: { type: "plain_text_input", action_id: "text" },
						},
						{
							type: "input",
							block_id: "how",
							label: plain("How"),
							element: {
								type: "radio_buttons",
								action_id: "tone",
								options: [
									{ text: plain("Softly"), value: "soft" },
									{ text: plain("Firmly"), value: "firm" },
								],
							},
						},
						{
							type: "input",
							block_id: "who",
							optional: true,
							label: plain("Tell"),
							element: { type: "users_select", action_id: "person" },
						},
					],
				},
			});
		});
		bot.view("reason", async ({ ack, view, client }) => {
			const { why, how, who } = view.state.values;
			given.push([why?.text?.value, how?.tone?.selected_option?.value, who?.person?.selected_user]);
			if (given.length === 1)
				return await ack({ response_action: "errors", errors: { why: "Say more, please" } });
			await ack();
			const [channel, ts] = JSON.parse(view.private_metadata);
			await client.chat.update({ channel, ts, text: "Rejected", blocks: [] });
		});
	});
	const { ts = "" } = await app.client.chat.postMessage({
		channel: slack.user("ana").id,
		text: "Refund",
		blocks: [
			{
				type: "section",
				text: {
					type: "mrkdwn",
					text: "*Refund* <script>window.ran = 1</script> &lt;img src=x onerror='window.ran = 1'&gt; <javascript:window.ran=1|press> <https://example.com/?a=1&amp;b=2|fine>",
				},
			},
			{
				type: "actions",
				elements: [{ type: "button", action_id: "reject", style: "danger", text: plain("Reject") }],
			},
		],
	});
	const { page, complaints, close } = await openPage(browser);
	ending.push(close);
	await page.goto(`${slack.webUrl}#as=${slack.user("ana").id}`);
	const message = page.locator(`[data-ts="${ts}"]`);
	expect(await message.locator("strong").innerText()).toBe("Refund");
	expect(await message.locator(".said").innerText()).toContain("<img src=x onerror='window.ran = 1'>");
	expect(
		await message.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
	).toEqual(["https://example.com/?a=1&b=2"]);
	expect(await page.evaluate("window.ran")).toBeUndefined();

	await message.getByRole("button", { name: "Reject" }).click();
	const modal = page.getByRole("dialog", { name: "Reject" });
	await modal.getByLabel("Reason").fill("no");
	await modal.getByRole("button", { name: "Reject now" }).click();
	await modal.getByText("Please complete this required field.").waitFor();
	expect(given).toEqual([]);
	await modal.getByLabel("Firmly").check();
	await modal.getByLabel("Tell").selectOption({ label: "Bo Lindqvist" });
	await modal.getByRole("button", { name: "Reject now" }).click();
	await modal.getByText("Say more, please").waitFor();
	await modal.getByLabel("Reason").fill("far too dear");
	await modal.getByRole("button", { name: "Reject now" }).click();
	await message.getByText("Rejected").waitFor();
	expect(given.at(-1)).toEqual(["far too dear", "firm", slack.user("bo").id]);
	expect(await modal.count()).toBe(0);
	expect(complaints).toEqual([]);
});

it("commands, Home and shortcuts work from the page, and everybody sees only their own", async () => {
	const slack = await start({
		shortcuts: [{ callbackId: "turn", name: "Turn into a request", type: "message" }],
	});
	const turned: string[] = [];
	await appFor(slack, (bot) => {
		bot.command("/approvals", async ({ ack, body }) => await ack(`Nothing waits for ${body.user_name}`));
		bot.shortcut("turn", async ({ ack, shortcut }) => {
			await ack();
			if (shortcut.type === "message_action") turned.push(shortcut.message.text ?? "");
		});
		bot.event("app_home_opened", async ({ event, client }) => {
			await client.views.publish({
				user_id: event.user,
				view: { type: "home", blocks: [{ type: "header", text: plain("Waiting for you") }] },
			});
		});
	});
	await slack.people.sendMessage({ user: "bo", channel: "finance", text: "Can we refund <b>20</b>?" });
	const { page, complaints, close } = await openPage(browser);
	ending.push(close);
	await page.goto(`${slack.webUrl}#as=${slack.user("ana").id}&at=${slack.channel("finance").id}`);
	await page.getByText("Can we refund <b>20</b>?").waitFor();
	await page.getByRole("button", { name: "Turn into a request" }).click();
	await slack.until(() => turned.length === 1);
	expect(turned).toEqual(["Can we refund &lt;b&gt;20&lt;/b&gt;?"]);
	await page.getByLabel("Message to # finance").fill("/approvals");
	await page.getByRole("button", { name: "Send" }).click();
	await page.getByText("Nothing waits for ana").waitFor();
	await page.getByRole("button", { name: "Countersign: Home" }).click();
	await page.getByRole("heading", { name: "Waiting for you" }).waitFor();
	await page.getByLabel("Who I am").selectOption({ label: "Bo Lindqvist" });
	await page.getByRole("button", { name: "# finance" }).click();
	await page.getByText("Can we refund <b>20</b>?").waitFor();
	expect(await page.getByText("Nothing waits for ana").count()).toBe(0);
	expect(complaints).toEqual([]);
});

it("the page takes nothing from elsewhere, and answers neither another site nor another name", async () => {
	const slack = await start();
	const page = await fetch(slack.webUrl);
	const policy = page.headers.get("content-security-policy") ?? "";
	expect(policy).toContain("default-src 'none'");
	expect(policy).not.toContain("unsafe");
	const act = (headers: Record<string, string>) =>
		fetch(`${slack.webUrl}page/act`, {
			method: "POST",
			headers: { "content-type": "application/json", ...headers },
			body: JSON.stringify({
				act: "send",
				user: slack.user("ana").id,
				channel: slack.direct("ana").id,
				text: "x",
			}),
		});
	expect((await act({ origin: "https://evil.example" })).status).toBe(403);
	expect((await act({ "sec-fetch-site": "cross-site" })).status).toBe(403);
	expect(slack.messages()).toEqual([]);
	expect((await act({})).status).toBe(200);
	const status = await new Promise<number | undefined>((resolve, reject) => {
		request(slack.webUrl, { headers: { host: "evil.example" } }, (answer) => {
			answer.resume();
			resolve(answer.statusCode);
		})
			.on("error", reject)
			.end();
	});
	expect(status).toBe(421);
});
