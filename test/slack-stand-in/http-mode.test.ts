import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, type Installation } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { afterEach, expect, it } from "vitest";
import { quietLog } from "./quiet-log.ts";
import { sendRequest } from "./request-url.ts";
import { type SlackStandIn, type StandInOptions, startSlackStandIn } from "./stand-in.ts";

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const end of ending.splice(0).toReversed()) await end();
});

async function start(options: StandInOptions = {}): Promise<SlackStandIn> {
	const slack = await startSlackStandIn(options);
	ending.push(() => slack.close());
	return slack;
}

/** A real Bolt app behind its own HTTP receiver, on a free port; the stand-in is told its Request URL. */
async function listening(slack: SlackStandIn, prepare: (app: App) => void): Promise<string> {
	const receiver = new HTTPReceiver({ signingSecret: slack.app.signingSecret, logger: quietLog });
	const app = new App({
		receiver,
		token: slack.botToken(),
		logger: quietLog,
		clientOptions: { slackApiUrl: slack.url, logger: quietLog },
	});
	prepare(app);
	const server = (await app.start({ port: 0, host: "127.0.0.1" })) as Server;
	ending.push(() => app.stop());
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
	slack.useRequestUrl(url);
	return url;
}

it("events, presses, commands and options pass Bolt's own signature check and are answered", async () => {
	const slack = await start();
	const seen: string[] = [];
	await listening(slack, (app) => {
		app.event("app_home_opened", async ({ event }) => {
			seen.push(`home ${event.user}`);
		});
		app.command(
			"/approvals",
			async ({ ack }) => await ack({ text: "One waits", response_type: "ephemeral" }),
		);
		app.action("approve", async ({ ack, respond }) => {
			await ack();
			await respond({ text: "Approved", replace_original: true });
		});
		app.options("who", async ({ ack }) => {
			await ack({ options: [{ text: { type: "plain_text", text: "Ana" }, value: "ana" }] });
		});
	});
	expect(await slack.verifyRequestUrl()).toBe(true);
	const opened = await slack.people.openAppHome({ user: "ana" });
	expect(opened).toMatchObject({ ok: true, failure: null });
	expect(opened.delivery.attempts).toMatchObject([{ status: 200, late: false }]);
	expect(seen).toEqual([`home ${slack.user("ana").id}`]);
	await slack.people.runCommand({ user: "ana", command: "/approvals", text: "open & late" });
	const direct = slack.direct("ana").id;
	expect(slack.messages({ channel: direct, ephemeralTo: "ana" })).toMatchObject([{ text: "One waits" }]);
	const client = new WebClient(slack.botToken(), { slackApiUrl: slack.url });
	const { ts = "" } = await client.chat.postMessage({
		channel: direct,
		text: "Refund",
		blocks: [
			{
				type: "actions",
				elements: [
					{ type: "button", action_id: "approve", text: { type: "plain_text", text: "Approve" } },
					{ type: "external_select", action_id: "who" },
				],
			},
		],
	});
	const place = { user: "ana", channel: direct, ts };
	expect(await slack.people.suggest({ ...place, actionId: "who", query: "a" })).toMatchObject([
		{ value: "ana" },
	]);
	await slack.people.pressButton({ ...place, actionId: "approve" });
	await slack.until(() => slack.message(direct, ts)?.text === "Approved");
	expect(slack.message(direct, ts)?.versions.at(-1)?.by).toBe("response_url");
});

it("a wrong secret, an altered body and an old stamp are refused by Bolt; a replay reaches it", async () => {
	const slack = await start();
	let runs = 0;
	await listening(slack, (app) => {
		app.command("/approvals", async ({ ack }) => {
			runs += 1;
			await ack();
		});
	});
	await slack.people.runCommand({ user: "ana", command: "/approvals" });
	const [request] = slack.requests;
	if (!request) throw new Error("nothing was sent");
	const { signal } = new AbortController();
	const status = async (changed: Partial<typeof request>) =>
		(await sendRequest({ ...request, ...changed }, signal)).status;
	expect(await status({ body: request.body.replace("approvals", "approval5") })).toBe(401);
	const payload = slack.deliveries[0]?.payload ?? {};
	expect(await status(slack.sign("commands", payload, { secret: "wrong" }))).toBe(401);
	expect(await status(slack.sign("commands", payload, { at: Date.now() - 301_000 }))).toBe(401);
	expect(runs).toBe(1);
	expect(await status({})).toBe(200);
	expect(runs).toBe(2);
});

it("retries an event after an error and after silence, says why, stops when told, and records a late answer", async () => {
	const slack = await start({ times: { ackWithinMs: 500, retryEventsAfterMs: [0, 10, 10] } });
	const heard: { number: string | undefined; reason: string | undefined }[] = [];
	const plan: ("error" | "silence" | "ok" | "stop")[] = ["error", "silence", "ok", "stop", "ok"];
	const silent: (() => void)[] = [];
	const server = createServer((request, response) => {
		request.resume();
		const { "x-slack-retry-num": number, "x-slack-retry-reason": reason } = request.headers;
		heard.push({ number: number?.toString(), reason: reason?.toString() });
		const next = plan.shift();
		if (next === "silence") silent.push(() => response.end());
		else if (next === "stop") response.writeHead(500, { "x-slack-no-retry": "1" }).end();
		else response.writeHead(next === "ok" ? 200 : 500).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	ending.push(() => {
		server.closeAllConnections();
		return new Promise((resolve) => server.close(resolve));
	});
	slack.useRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
	const first = await slack.people.openAppHome({ user: "ana" });
	expect(first).toMatchObject({ ok: false, failure: "http_500" });
	await slack.until(() => heard.length === 3);
	expect(heard).toEqual([
		{ number: undefined, reason: undefined },
		{ number: "1", reason: "http_error" },
		{ number: "2", reason: "http_timeout" },
	]);
	for (const answer of silent) answer();
	await slack.until(() => first.delivery.attempts[1]?.late);
	expect(first.delivery.attempts.map((attempt) => [attempt.status, attempt.failure, attempt.late])).toEqual([
		[500, "http_error", false],
		[200, "timeout", true],
		[200, null, false],
	]);
	const stopped = await slack.people.openAppHome({ user: "bo" });
	expect(stopped).toMatchObject({ ok: false, failure: "http_500" });
	const pressed = await slack.deliver("interactive", { type: "block_actions" });
	expect(pressed.ok).toBe(true);
	expect(stopped.delivery.attempts).toHaveLength(1);
});

it("Bolt's installer installs the app in a second workspace over OAuth", async () => {
	const slack = await start({
		teams: [
			{ name: "Demo", users: [{ name: "ana" }] },
			{ name: "Second", users: [{ name: "zoe", kind: "admin" }], installed: false },
		],
	});
	const installations: Installation[] = [];
	const receiver = new HTTPReceiver({
		signingSecret: slack.app.signingSecret,
		clientId: slack.app.clientId,
		clientSecret: slack.app.clientSecret,
		stateSecret: "state-secret",
		scopes: ["chat:write", "commands"],
		logger: quietLog,
		installationStore: {
			storeInstallation: async (installation) => {
				installations.push(installation as Installation);
			},
			fetchInstallation: async () => {
				throw new Error("nobody asks");
			},
		},
		installerOptions: {
			directInstall: true,
			authorizationUrl: slack.authorizeUrl,
			clientOptions: { slackApiUrl: slack.url },
		},
	});
	const server = (await receiver.start({ port: 0, host: "127.0.0.1" })) as Server;
	ending.push(() => receiver.stop());
	const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const manual = { redirect: "manual" as const };
	const toSlack = await fetch(`${appUrl}/slack/install`, manual);
	const asked = new URL(toSlack.headers.get("location") ?? "");
	asked.searchParams.set("redirect_uri", `${appUrl}/slack/oauth_redirect`);
	const page = await fetch(asked);
	expect(await page.text()).toContain("<option");
	expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
	const form = new URLSearchParams(asked.searchParams);
	form.set("team", slack.team("Second").id);
	form.set("decision", "allow");
	const allowed = await fetch(slack.authorizeUrl, { ...manual, method: "POST", body: form });
	const back = allowed.headers.get("location") ?? "";
	const cookie = (toSlack.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	const done = await fetch(back, { headers: { cookie } });
	expect(done.status).toBe(200);
	expect(installations[0]).toMatchObject({
		team: { id: slack.team("Second").id },
		bot: { token: slack.botToken("Second"), scopes: ["chat:write", "commands"] },
	});
});
