import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	ErrorCode,
	type KnownBlock,
	type UsersListResponse,
	WebClient,
	WebClientEvent,
	type WebClientOptions,
} from "@slack/web-api";
import { afterEach, expect, it } from "vitest";
import { quietLog } from "./quiet-log.ts";
import { type SlackStandIn, type StandInOptions, startSlackStandIn } from "./stand-in.ts";

const running: SlackStandIn[] = [];
afterEach(async () => {
	for (const slack of running.splice(0)) await slack.close();
});

async function start(options: StandInOptions = {}): Promise<SlackStandIn> {
	const slack = await startSlackStandIn(options);
	running.push(slack);
	return slack;
}

function clientOf(slack: SlackStandIn, token = slack.botToken(), options: WebClientOptions = {}): WebClient {
	return new WebClient(token, { slackApiUrl: slack.url, logger: quietLog, ...options });
}

/** The platform error that a call meets: code and what else Slack said. */
async function refusal(
	call: Promise<unknown>,
): Promise<{ error: string; messages: string[]; data: unknown }> {
	try {
		await call;
	} catch (error) {
		const { code, data } = error as {
			code: string;
			data: { error: string; response_metadata?: { messages?: string[] } };
		};
		expect(code).toBe(ErrorCode.PlatformError);
		return { error: data.error, messages: data.response_metadata?.messages ?? [], data };
	}
	throw new Error("the call was not refused");
}

const section = (text: string): KnownBlock => ({ type: "section", text: { type: "mrkdwn", text } });

it("auth.test tells who the token is", async () => {
	const slack = await start();
	const me = await clientOf(slack).auth.test();
	expect(me).toMatchObject({ ok: true, team_id: slack.team().id, user_id: slack.team().bot?.userId });
	expect(me.response_metadata?.scopes).toContain("chat:write");
});

it("posts to a person, updates, and keeps every version; an answer's shape is Slack's", async () => {
	const slack = await start();
	const client = clientOf(slack);
	const ana = slack.user("ana");
	const { channel } = await client.conversations.open({ users: ana.id });
	const posted = await client.chat.postMessage({
		channel: channel?.id ?? "",
		text: "Refund of 20",
		blocks: [section("Refund of *20*")],
	});
	expect(posted.channel).toBe(slack.direct("ana").id);
	expect(posted.message).toMatchObject({
		text: "Refund of 20",
		bot_id: slack.team().bot?.botId,
		ts: posted.ts,
	});
	expect(posted.message?.blocks?.[0]?.block_id).toMatch(/.+/);
	const ts = posted.ts ?? "";
	await client.chat.update({ channel: posted.channel ?? "", ts, text: "Approved by Bo", blocks: [] });
	const [message] = slack.messages({ channel: posted.channel ?? "" });
	expect(message).toMatchObject({ text: "Approved by Bo", blocks: null });
	expect(message?.versions.map((version) => version.by)).toEqual(["chat.postMessage", "chat.update"]);
	expect(slack.callsOf("chat.update")).toMatchObject([
		{ outcome: "ok", performed: true, channel: posted.channel },
	]);

	// A person's id instead of a channel's opens the same direct message; a thread hangs on the message.
	const reply = await client.chat.postMessage({ channel: ana.id, thread_ts: ts, text: "Story" });
	expect(reply).toMatchObject({ channel: posted.channel, message: { thread_ts: ts } });
	const link = await client.chat.getPermalink({ channel: posted.channel ?? "", message_ts: ts });
	expect(link.permalink).toContain(`/archives/${posted.channel}/p`);

	await client.chat.delete({ channel: posted.channel ?? "", ts });
	expect(slack.message(posted.channel ?? "", ts)).toBeUndefined();
	expect((await refusal(client.chat.update({ channel: posted.channel ?? "", ts, text: "x" }))).error).toBe(
		"message_not_found",
	);
});

it("an update without blocks keeps them, as Slack does", async () => {
	const slack = await start();
	const client = clientOf(slack);
	const { channel = "", ts = "" } = await client.chat.postMessage({
		channel: slack.user("ana").id,
		text: "a",
		blocks: [section("a")],
	});
	await client.chat.update({ channel, ts, text: "b" });
	expect(slack.message(channel, ts)).toMatchObject({ text: "b", blocks: [{ type: "section" }] });
});

it("refuses tokens: none, unknown, revoked, without the scope, of the wrong kind", async () => {
	const slack = await start();
	expect((await refusal(clientOf(slack, "").auth.test())).error).toBe("not_authed");
	expect((await refusal(clientOf(slack, "xoxb-wrong").auth.test())).error).toBe("invalid_auth");
	const reader = clientOf(slack, slack.issueToken(["users:read"]));
	const missing = await refusal(reader.chat.postMessage({ channel: slack.user("ana").id, text: "x" }));
	expect(missing.data).toMatchObject({
		error: "missing_scope",
		needed: "chat:write",
		provided: "users:read",
	});
	expect((await refusal(clientOf(slack).apps.connections.open({}))).error).toBe("not_allowed_token_type");
	const doomed = slack.issueToken(["chat:write"]);
	await clientOf(slack, doomed).auth.revoke({});
	expect((await refusal(clientOf(slack, doomed).auth.test())).error).toBe("token_revoked");
	expect(slack.messages()).toEqual([]);
});

it("refuses places and people with Slack's codes", async () => {
	const slack = await start({
		teams: [
			{
				name: "Demo",
				users: [
					{ name: "ana" },
					{ name: "old", deactivated: true },
					{ name: "eve", kind: "external", homeTeam: "Partner" },
				],
				channels: [
					{ name: "open", bot: false },
					{ name: "closed", private: true, bot: false },
				],
			},
			{ name: "Other", users: [{ name: "zoe" }], channels: [{ name: "theirs" }] },
		],
	});
	const client = clientOf(slack);
	const to = async (channel: string) =>
		(await refusal(client.chat.postMessage({ channel, text: "x" }))).error;
	expect(await to("C0NOWHERE")).toBe("channel_not_found");
	expect(await to(slack.channel("open").id)).toBe("not_in_channel");
	expect(await to(slack.channel("closed").id)).toBe("channel_not_found");
	expect(await to(slack.channel("theirs", "Other").id)).toBe("channel_not_found");
	expect(await to(slack.user("zoe").id)).toBe("channel_not_found");
	const open = async (name: string) =>
		(await refusal(client.conversations.open({ users: slack.user(name).id }))).error;
	expect(await open("old")).toBe("user_disabled");
	expect(await open("eve")).toBe("user_not_visible");
	expect(await open("zoe")).toBe("user_not_found");
	expect((await refusal(client.users.info({ user: "U0NOBODY" }))).error).toBe("user_not_found");
	expect((await refusal(client.users.lookupByEmail({ email: "no@demo.example" }))).error).toBe(
		"users_not_found",
	);
	const other = clientOf(slack, slack.botToken("Other"));
	const { channel = "", ts = "" } = await other.chat.postMessage({
		channel: slack.user("zoe").id,
		text: "x",
	});
	expect((await refusal(client.chat.update({ channel, ts, text: "y" }))).error).toBe("channel_not_found");
	const { message } = await slack.people.sendMessage({ user: "zoe", text: "mine" });
	expect((await refusal(other.chat.update({ channel, ts: message.ts, text: "y" }))).error).toBe(
		"cant_update_message",
	);
});

it("tells guests, externals, bots and the deactivated apart, and shows addresses only with the scope", async () => {
	const slack = await start();
	const client = clientOf(slack);
	const info = async (name: string) => (await client.users.info({ user: slack.user(name).id })).user;
	expect(await info("ana")).toMatchObject({
		is_restricted: false,
		tz: "Europe/Madrid",
		profile: { email: "ana@demo.example" },
	});
	expect(await info("gus")).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
	expect(await info("old")).toMatchObject({ deleted: true });
	const eve = await info("eve");
	expect(eve).toMatchObject({ is_stranger: true });
	expect(eve?.team_id).not.toBe(slack.team().id);
	expect(await info("countersign")).toMatchObject({ is_bot: true });
	const found = await client.users.lookupByEmail({ email: "bo@demo.example" });
	expect(found.user?.id).toBe(slack.user("bo").id);
	const blind = clientOf(slack, slack.issueToken(["users:read"]));
	expect((await blind.users.info({ user: slack.user("ana").id })).user?.profile?.email).toBeUndefined();
	const names: (string | undefined)[] = [];
	for await (const page of client.paginate("users.list", { limit: 3 })) {
		for (const user of (page as UsersListResponse).members ?? []) names.push(user.name);
	}
	expect(names).toHaveLength(11);
});

it("refuses blocks that Slack refuses, and says where", async () => {
	const slack = await start({ limits: null });
	const client = clientOf(slack);
	const channel = slack.user("ana").id;
	const button = (more: object) => ({
		type: "actions",
		elements: [{ type: "button", action_id: "a", text: { type: "plain_text", text: "Go" }, ...more }],
	});
	const cases: [unknown[], string][] = [
		[[section("x".repeat(3001))], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
		[[{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }], "less than 151"],
		[[{ type: "header", text: { type: "mrkdwn", text: "x" } }], "[json-pointer:/blocks/0/text/type]"],
		[[button({ text: { type: "plain_text", text: "x".repeat(76) } })], "less than 76"],
		[[button({ value: "x".repeat(2001) })], "less than 2001"],
		[[button({ action_id: "x".repeat(256) })], "less than 256"],
		[[button({ style: "green" })], "primary, danger"],
		[Array.from({ length: 51 }, () => ({ type: "divider" })), "no more than 50 items allowed"],
		[
			[
				{ type: "divider", block_id: "same" },
				{ type: "divider", block_id: "same" },
			],
			"`block_id` already exists",
		],
		[
			[
				{
					type: "actions",
					elements: [...button({}).elements, ...button({}).elements],
				},
			],
			"`action_id` already exists",
		],
		[[{ type: "section" }], "missing required field: text"],
		[[section("")], "must be more than 0 characters"],
		[[{ type: "nonsense" }], "unsupported type: nonsense"],
	];
	for (const [blocks, said] of cases) {
		const met = await refusal(
			client.chat.postMessage({ channel, text: "x", blocks: blocks as KnownBlock[] }),
		);
		expect(met.error).toBe("invalid_blocks");
		expect(met.messages.join("\n")).toContain(said);
	}
	// One character less is fine, counted as characters and not as UTF-16 units.
	await client.chat.postMessage({ channel, text: "x", blocks: [section("😀".repeat(3000))] });
	expect(slack.messages()).toHaveLength(1);
	expect((await refusal(client.chat.postMessage({ channel } as never))).error).toBe("no_text");
});

it("limits messages to a channel, and the client waits as it was told", async () => {
	// The clock stands until the limit is met, so that a slow machine does not refill the bucket.
	const noon = Date.parse("2026-03-01T12:00:00Z");
	let since: number | null = null;
	const slack = await start({
		limits: { messagesPerSecond: 1, messageBurst: 2 },
		now: () => (since === null ? noon : noon + Date.now() - since),
	});
	const client = clientOf(slack, slack.botToken(), { retryConfig: { retries: 5, minTimeout: 20 } });
	client.on(WebClientEvent.RATE_LIMITED, () => {
		since ??= Date.now();
	});
	const channel = slack.direct("ana").id;
	for (const text of ["1", "2", "3"]) await client.chat.postMessage({ channel, text });
	const calls = slack.callsOf("chat.postMessage");
	expect(calls.map((call) => call.outcome)).toEqual(["ok", "ok", "rate_limited", "ok"]);
	expect(calls[2]).toMatchObject({ retryAfter: 1, performed: false, status: 429 });
	expect(calls.some((call) => call.early)).toBe(false);
	expect(slack.messages({ channel }).map((message) => message.text)).toEqual(["1", "2", "3"]);
});

it("notices a client that does not wait", async () => {
	const slack = await start();
	slack.faults.next({ kind: "rate_limited", retryAfter: 30 });
	const client = clientOf(slack, slack.botToken(), { rejectRateLimitedCalls: true });
	const message = { channel: slack.direct("ana").id, text: "x" };
	await expect(client.chat.postMessage(message)).rejects.toMatchObject({
		code: ErrorCode.RateLimitedError,
		retryAfter: 30,
	});
	await client.chat.postMessage(message);
	expect(slack.callsOf("chat.postMessage").map((call) => call.early)).toEqual([false, true]);
});

it("limits each method by its tier, per workspace", async () => {
	const slack = await start({ limits: { perMinute: { "users.info": 2 } } });
	const client = clientOf(slack, slack.botToken(), { rejectRateLimitedCalls: true });
	const user = slack.user("ana").id;
	await client.users.info({ user });
	await client.users.info({ user });
	await expect(client.users.info({ user })).rejects.toMatchObject({ code: ErrorCode.RateLimitedError });
	await client.auth.test();
});

it("fails as ordered: 5xx, an error, garbage, a lost answer, a slow one, a hung one", async () => {
	const slack = await start();
	const once = clientOf(slack, slack.botToken(), { retryConfig: { retries: 0 } });
	const channel = slack.direct("ana").id;
	slack.faults.next({ kind: "status", status: 500 });
	await expect(once.chat.postMessage({ channel, text: "a" })).rejects.toMatchObject({ statusCode: 500 });
	slack.faults.next({ kind: "error", error: "internal_error" }, { method: "chat.postMessage" });
	expect((await once.auth.test()).ok).toBe(true);
	expect((await refusal(once.chat.postMessage({ channel, text: "b" }))).error).toBe("internal_error");
	slack.faults.next({ kind: "garbage" });
	await expect(once.chat.postMessage({ channel, text: "c" })).rejects.toThrow();
	slack.faults.next({ kind: "drop" });
	await expect(once.chat.postMessage({ channel, text: "d" })).rejects.toMatchObject({
		code: ErrorCode.RequestError,
	});
	expect(slack.messages({ channel })).toEqual([]);
	slack.faults.next({ kind: "drop", performs: true });
	await expect(once.chat.postMessage({ channel, text: "e" })).rejects.toMatchObject({
		code: ErrorCode.RequestError,
	});
	slack.faults.next({ kind: "slow", ms: 20 });
	await once.chat.postMessage({ channel, text: "f" });
	slack.faults.next({ kind: "hang" });
	const hung = once.chat.postMessage({ channel, text: "g" }).catch((error: unknown) => error);
	await slack.until(() => slack.calls.some((call) => call.fault === "hang"));
	slack.faults.release();
	expect(await hung).toMatchObject({ code: ErrorCode.RequestError });
	expect(slack.messages({ channel }).map((message) => message.text)).toEqual(["e", "f"]);
	expect(slack.calls.map((call) => [call.fault, call.performed])).toEqual([
		["status", false],
		[null, true],
		["error", false],
		["garbage", false],
		["drop", false],
		["drop", true],
		["slow", true],
		["hang", false],
	]);
});

it("fails a share of the calls, the same ones for the same seed; and is down for a while by its clock", async () => {
	const outcomes = async (seed: number) => {
		const slack = await start({ limits: null });
		slack.faults.ratio(0.5, { kind: "rate_limited", retryAfter: 1 }, { seed, method: "chat.postMessage" });
		const client = clientOf(slack, slack.botToken(), { rejectRateLimitedCalls: true });
		const channel = slack.direct("ana").id;
		for (let at = 0; at < 40; at += 1) await client.chat.postMessage({ channel, text: "x" }).catch(() => {});
		return slack.calls.map((call) => call.outcome);
	};
	const first = await outcomes(7);
	expect(await outcomes(7)).toEqual(first);
	expect(await outcomes(8)).not.toEqual(first);
	expect(first.filter((outcome) => outcome === "rate_limited").length).toBeGreaterThan(8);
	expect(first.filter((outcome) => outcome === "ok").length).toBeGreaterThan(8);

	let now = Date.parse("2026-03-01T09:00:00Z");
	const slack = await start({ now: () => now });
	const once = clientOf(slack, slack.botToken(), { retryConfig: { retries: 0 } });
	slack.faults.down({ forMs: 3_600_000 });
	await expect(once.auth.test()).rejects.toMatchObject({ statusCode: 503 });
	now += 3_599_999;
	await expect(once.auth.test()).rejects.toMatchObject({ statusCode: 503 });
	now += 1;
	expect((await once.auth.test()).ok).toBe(true);
});

it("publishes a home, refuses an old hash and a modal in its place", async () => {
	const slack = await start();
	const client = clientOf(slack);
	const user_id = slack.user("ana").id;
	const home = (text: string) => ({ type: "home" as const, blocks: [section(text)] });
	const first = await client.views.publish({ user_id, view: home("one") });
	const hash = first.view?.hash ?? "";
	await client.views.publish({ user_id, view: home("two"), hash });
	expect((await refusal(client.views.publish({ user_id, view: home("three"), hash }))).error).toBe(
		"hash_conflict",
	);
	expect(slack.home("ana")?.blocks[0]).toMatchObject({ text: { text: "two" } });
	const modal = { type: "modal" as const, title: { type: "plain_text" as const, text: "x" }, blocks: [] };
	expect((await refusal(client.views.publish({ user_id, view: modal as never }))).error).toBe(
		"invalid_arguments",
	);
	expect((await refusal(client.views.open({ trigger_id: "1.2.made-up", view: modal }))).error).toBe(
		"invalid_trigger_id",
	);
});

it("keeps its state in a file and goes on from it", async () => {
	const folder = await mkdtemp(join(tmpdir(), "slack-stand-in-"));
	try {
		const dataFile = join(folder, "slack.json");
		const first = await startSlackStandIn({ dataFile });
		const token = first.botToken();
		const posted = await clientOf(first).chat.postMessage({ channel: first.user("ana").id, text: "kept" });
		await first.close();
		const second = await start({ dataFile, teams: [] });
		const client = clientOf(second, token);
		const { channel = "", ts = "" } = posted;
		await client.chat.update({ channel, ts, text: "changed" });
		expect(second.message(channel, ts)?.versions).toHaveLength(2);
		const next = await client.chat.postMessage({ channel, text: "later" });
		expect(Number(next.ts)).toBeGreaterThan(Number(ts));
	} finally {
		for (const slack of running.splice(0)) await slack.close();
		await rm(folder, { recursive: true, force: true });
	}
});
