import { App, type ReceiverEvent, SocketModeReceiver } from "@slack/bolt";
import { ErrorCode, WebClient } from "@slack/web-api";
import { afterEach, expect, it } from "vitest";
import { quietLog } from "./quiet-log.ts";
import type { Acked, Fields } from "./shapes.ts";
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

/** A real Bolt app in Socket Mode. `connect` it once its listeners are there. */
function appFor(slack: SlackStandIn): { app: App; connect: () => Promise<void> } {
	const receiver = new SocketModeReceiver({
		appToken: slack.app.appToken,
		logger: quietLog,
		// How long it waits before it reconnects, too.
		clientPingTimeout: 500,
		installerOptions: { clientOptions: { slackApiUrl: slack.url } },
	});
	const app = new App({
		receiver,
		token: slack.botToken(),
		logger: quietLog,
		clientOptions: { slackApiUrl: slack.url, logger: quietLog },
	});
	return {
		app,
		connect: async () => {
			const before = slack.sockets.open;
			await app.start();
			await slack.sockets.opened(before + 1);
			ending.push(() => app.stop());
		},
	};
}

const approve = {
	type: "actions" as const,
	block_id: "decide",
	elements: [
		{
			type: "button" as const,
			action_id: "approve",
			value: "request-1",
			text: { type: "plain_text" as const, text: "Approve" },
		},
		{
			type: "button" as const,
			action_id: "reject",
			value: "request-1",
			text: { type: "plain_text" as const, text: "Reject" },
		},
	],
};

async function ask(slack: SlackStandIn, app: App, name = "ana"): Promise<{ channel: string; ts: string }> {
	const { channel = "", ts = "" } = await app.client.chat.postMessage({
		channel: slack.user(name).id,
		text: "Refund",
		blocks: [{ type: "section", text: { type: "mrkdwn", text: "Refund" } }, approve],
	});
	return { channel, ts };
}

it("a button is pressed, acknowledged, and the message rewritten; an old look of it can still be pressed", async () => {
	const slack = await start();
	const { app, connect } = appFor(slack);
	const seen: unknown[] = [];
	app.action("approve", async ({ ack, body, action, client }) => {
		await ack();
		if (body.type !== "block_actions") throw new Error("not a press");
		seen.push([body.user.id, body.team?.id, body.channel?.id, "value" in action && action.value]);
		await client.chat.update({
			channel: body.channel?.id ?? "",
			ts: body.message?.ts ?? "",
			text: "Approved",
			blocks: [],
		});
	});
	await connect();
	const place = await ask(slack, app);
	const acked = await slack.people.pressButton({ user: "ana", ...place, actionId: "approve" });
	expect(acked).toMatchObject({ ok: true, failure: null });
	await slack.until(() => slack.message(place.channel, place.ts)?.text === "Approved");
	const me = slack.user("ana");
	expect(seen).toEqual([[me.id, slack.team().id, place.channel, "request-1"]]);
	const press = { user: "ana", ...place, actionId: "approve" };
	await expect(slack.people.pressButton(press)).rejects.toThrow("there is: none");
	await slack.people.pressButton({ ...press, version: 0 });
	await slack.until(() => seen.length === 2);
	await expect(slack.people.pressButton({ ...press, user: "bo" })).rejects.toThrow("bo does not see");
});

it("a modal is opened with the trigger, checked, refused by the app, submitted; a trigger counts once, for 3 s", async () => {
	let now = Date.now();
	const slack = await start({ now: () => now });
	const { app, connect } = appFor(slack);
	const view = {
		type: "modal" as const,
		callback_id: "reason",
		private_metadata: "request-1",
		title: { type: "plain_text" as const, text: "Reject" },
		submit: { type: "plain_text" as const, text: "Reject" },
		notify_on_close: true,
		blocks: [
			{
				type: "input" as const,
				block_id: "why",
				label: { type: "plain_text" as const, text: "Why" },
				element: { type: "plain_text_input" as const, action_id: "text", max_length: 20 },
			},
			{
				type: "input" as const,
				block_id: "kind",
				optional: true,
				label: { type: "plain_text" as const, text: "Kind" },
				element: {
					type: "static_select" as const,
					action_id: "choice",
					options: [{ text: { type: "plain_text" as const, text: "Price" }, value: "price" }],
				},
			},
		],
	};
	const triggers: string[] = [];
	const submitted: unknown[] = [];
	const closed: string[] = [];
	app.action("reject", async ({ ack, body, client }) => {
		await ack();
		if (body.type !== "block_actions") throw new Error("not a press");
		triggers.push(body.trigger_id);
		await client.views.open({ trigger_id: body.trigger_id, view });
	});
	app.view("reason", async ({ ack, view: sent }) => {
		const why = sent.state.values.why?.text?.value ?? "";
		if (why === "no") return await ack({ response_action: "errors", errors: { why: "Say more" } });
		submitted.push([sent.private_metadata, why, sent.state.values.kind?.choice?.selected_option?.value]);
		await ack();
	});
	app.view({ callback_id: "reason", type: "view_closed" }, async ({ ack, body }) => {
		await ack();
		closed.push(body.view.id);
	});
	await connect();
	const place = await ask(slack, app);
	const press = { user: "ana", ...place, actionId: "reject" };
	const opened = async () => {
		await slack.people.pressButton(press);
		return await slack.until(() => slack.modals("ana").at(-1));
	};
	const modal = await opened();
	const submit = (values: Record<string, string>) =>
		slack.people.submitView({ user: "ana", viewId: modal.id, values });
	expect(await submit({})).toEqual({
		ok: false,
		objections: { why: "Please complete this required field." },
	});
	expect(await submit({ text: "x".repeat(21) })).toMatchObject({ ok: false });
	expect(await submit({ text: "no" })).toMatchObject({
		ok: true,
		payload: { response_action: "errors", errors: { why: "Say more" } },
	});
	expect(slack.modals("ana")[0]).toMatchObject({ open: true, errors: { why: "Say more" } });
	await submit({ text: "too dear", choice: "price" });
	expect(submitted).toEqual([["request-1", "too dear", "price"]]);
	expect(slack.modals("ana")).toEqual([]);

	const second = await opened();
	await slack.people.closeView({ user: "ana", viewId: second.id });
	expect(closed).toEqual([second.id]);

	const used = triggers[0] ?? "";
	const open = (trigger_id: string) => app.client.views.open({ trigger_id, view });
	await expect(open(used)).rejects.toMatchObject({ data: { error: "exchanged_trigger_id" } });
	slack.faults.next({ kind: "error", error: "internal_error" }, { method: "views.open" });
	await slack.people.pressButton(press);
	await slack.until(() => triggers.length === 3 && slack.callsOf("views.open").at(-1)?.fault === "error");
	now += 3001;
	await expect(open(triggers[2] ?? "")).rejects.toMatchObject({ data: { error: "expired_trigger_id" } });
});

it("a submission may update the modal and push another; views.update minds the hash", async () => {
	const slack = await start();
	const { app, connect } = appFor(slack);
	const modal = (callback_id: string, text: string) => ({
		type: "modal" as const,
		callback_id,
		title: { type: "plain_text" as const, text: "Step" },
		submit: { type: "plain_text" as const, text: "Next" },
		blocks: [{ type: "section" as const, text: { type: "plain_text" as const, text } }],
	});
	app.command("/steps", async ({ ack, body, client }) => {
		await ack();
		await client.views.open({ trigger_id: body.trigger_id, view: modal("one", "first") });
	});
	app.view("one", async ({ ack }) => await ack({ response_action: "update", view: modal("two", "second") }));
	app.view("two", async ({ ack }) => await ack({ response_action: "push", view: modal("three", "third") }));
	app.view("three", async ({ ack }) => await ack({ response_action: "clear" }));
	await connect();
	await slack.people.runCommand({ user: "ana", command: "/steps" });
	const first = await slack.until(() => slack.modals("ana").at(-1));
	const hash = first.hash;
	await slack.people.submitView({ user: "ana", viewId: first.id });
	expect(slack.modals("ana").map((view) => view.callbackId)).toEqual(["two"]);
	await expect(
		app.client.views.update({ view_id: first.id, hash, view: modal("two", "late") }),
	).rejects.toMatchObject({ code: ErrorCode.PlatformError, data: { error: "hash_conflict" } });
	await slack.people.submitView({ user: "ana", viewId: first.id });
	const [below, top] = slack.modals("ana");
	expect([below?.callbackId, top?.callbackId]).toEqual(["two", "three"]);
	expect(top).toMatchObject({ rootViewId: first.id, previousViewId: first.id });
	await expect(slack.people.submitView({ user: "ana", viewId: first.id })).rejects.toThrow("is covered");
	await slack.people.submitView({ user: "ana", viewId: top?.id ?? "" });
	expect(slack.modals("ana")).toEqual([]);
});

it("commands, shortcuts, home, messages and options reach the app; answers by ack and response_url are kept", async () => {
	const slack = await start();
	const { app, connect } = appFor(slack);
	const seen: unknown[] = [];
	app.command("/approvals", async ({ ack, body, respond }) => {
		await ack("Two requests wait");
		await respond({ text: `for ${body.user_name}`, response_type: "in_channel" });
	});
	app.shortcut("turn-into-request", async ({ ack, shortcut, respond }) => {
		await ack();
		if (shortcut.type !== "message_action") throw new Error("not on a message");
		seen.push([shortcut.message.text, shortcut.channel.id]);
		await respond("Noted");
	});
	app.event("app_home_opened", async ({ event, client }) => {
		await client.views.publish({
			user_id: event.user,
			view: {
				type: "home",
				blocks: [
					{
						type: "section",
						block_id: "pick",
						text: { type: "plain_text", text: "Pick" },
						accessory: { type: "external_select", action_id: "who", min_query_length: 0 },
					},
				],
			},
		});
	});
	app.message("hello", async ({ message, say }) => {
		seen.push([message.channel_type, "text" in message && message.text]);
		await say("hi");
	});
	app.options("who", async ({ ack, options }) => {
		const text = `${options.value} Ruiz`;
		await ack({ options: [{ text: { type: "plain_text", text }, value: "u1" }] });
	});
	app.action("who", async ({ ack, action }) => {
		await ack();
		seen.push("selected_option" in action && action.selected_option?.value);
	});
	await connect();

	const ran = await slack.people.runCommand({ user: "ana", command: "/approvals", channel: "finance" });
	expect(ran).toMatchObject({ ok: true, payload: { text: "Two requests wait" } });
	const finance = slack.channel("finance").id;
	expect(slack.messages({ channel: finance, ephemeralTo: "ana" })).toMatchObject([
		{ text: "Two requests wait", answerTo: "/approvals" },
	]);
	await slack.until(() => slack.messages({ channel: finance }).some((one) => one.text === "for ana"));

	const { message, acked } = await slack.people.sendMessage({
		user: "bo",
		channel: "finance",
		text: "hello <b> & @all",
	});
	expect(acked?.ok).toBe(true);
	await slack.until(() => slack.messages({ channel: finance }).some((one) => one.text === "hi"));
	await slack.people.messageShortcut({
		user: "ana",
		callbackId: "turn-into-request",
		channel: "finance",
		ts: message.ts,
	});
	await slack.until(() => slack.messages({ channel: finance, ephemeralTo: "ana" }).at(-1)?.text === "Noted");
	const escaped = "hello &lt;b&gt; &amp; @all";
	expect(seen).toEqual([
		["channel", escaped],
		[escaped, finance],
	]);

	await slack.people.openAppHome({ user: "ana" });
	const home = await slack.until(() => slack.home("ana"));
	const pick = { user: "ana", viewId: home.id, actionId: "who" };
	expect(await slack.people.suggest({ ...pick, query: "Ana" })).toMatchObject([
		{ text: { text: "Ana Ruiz" }, value: "u1" },
	]);
	await slack.people.choose({ ...pick, entered: "u1" });
	expect(seen.at(-1)).toBe("u1");
});

it("sends an event again that was not acknowledged, and a press never", async () => {
	const slack = await start({ times: { ackWithinMs: 500, retryEventsAfterMs: [0, 10, 10] } });
	const receiver = new SocketModeReceiver({
		appToken: slack.app.appToken,
		logger: quietLog,
		installerOptions: { clientOptions: { slackApiUrl: slack.url } },
	});
	const seen: { id: unknown; retryNum: number | undefined; reason: string | undefined }[] = [];
	const presses: unknown[] = [];
	// Between the socket and Bolt's own handling, so that the first two deliveries stay unacknowledged.
	receiver.init({
		processEvent: async (event: ReceiverEvent) => {
			if (event.body.type === "block_actions") presses.push(event.body);
			else {
				seen.push({ id: event.body.event_id, retryNum: event.retryNum, reason: event.retryReason });
				if (seen.length === 3) await event.ack();
			}
		},
	} as App);
	await receiver.start();
	ending.push(() => receiver.stop());
	await slack.sockets.opened();
	const first = await slack.people.openAppHome({ user: "ana" });
	expect(first).toMatchObject({ ok: false, failure: "timeout" });
	await slack.until(() => seen.length === 3);
	await slack.people.openAppHome({ user: "bo" });
	const [one, two, three] = seen;
	expect(new Set([one?.id, two?.id, three?.id]).size).toBe(1);
	expect([one?.retryNum, two?.retryNum, three?.retryNum]).toEqual([0, 1, 2]);
	expect([one?.reason, two?.reason, three?.reason]).toEqual(["", "timeout", "timeout"]);
	expect(slack.deliveries[0]?.attempts.map((attempt) => attempt.failure)).toEqual([
		"timeout",
		"timeout",
		null,
	]);

	const { people } = slack;
	const message = await people.sendMessage({ user: "ana", text: "x" });
	const pressed = await slack.deliver("interactive", {
		type: "block_actions",
		actions: [],
		of: message.message.ts,
	});
	expect(pressed).toMatchObject({ ok: false, failure: "timeout" });
	expect(pressed.delivery.attempts).toHaveLength(1);
	expect(presses).toHaveLength(1);
});

it("what nobody listens to, the person is told; several sockets share the work; a refreshed client comes back", async () => {
	const slack = await start();
	const alone = await slack.people.runCommand({ user: "ana", command: "/approvals" });
	expect(alone).toMatchObject({ ok: false, failure: "no_connection" });
	expect(slack.messages({ channel: slack.direct("ana").id, ephemeralTo: "ana" })).toMatchObject([
		{ userId: "USLACKBOT", text: '/approvals failed with the error "dispatch_failed"' },
	]);
	const answers: string[] = [];
	for (const name of ["one", "two"]) {
		const { app, connect } = appFor(slack);
		app.command("/who", async ({ ack }) => {
			answers.push(name);
			await ack();
		});
		await connect();
	}
	expect(slack.sockets.open).toBe(2);
	const run = (): Promise<Acked> => slack.people.runCommand({ user: "ana", command: "/who" });
	await run();
	await run();
	expect(answers.toSorted()).toEqual(["one", "two"]);
	const opens = slack.callsOf("apps.connections.open").length;
	slack.sockets.refresh();
	await slack.until(() => slack.callsOf("apps.connections.open").length === opens + 2);
	await slack.sockets.opened(2);
	expect((await run()).ok).toBe(true);
	slack.sockets.cut();
	await slack.until(() => slack.callsOf("apps.connections.open").length === opens + 4);
	await slack.sockets.opened(2);
	expect((await run()).ok).toBe(true);
});

it("several workspaces with a token each; an external person is of another workspace", async () => {
	const slack = await start({
		teams: [
			{
				name: "Demo",
				enterprise: { id: "E0ONE", name: "One" },
				users: [{ name: "ana" }, { name: "eve", kind: "external", homeTeam: "Partner" }],
				channels: [{ name: "joint", shared: true, members: ["ana", "eve"] }],
			},
			{ name: "Second", users: [{ name: "zoe" }] },
			{ name: "Third", users: [{ name: "kim", kind: "admin" }], installed: false },
		],
	});
	expect(() => slack.botToken("Third")).toThrow("not installed");
	const authorized: (string | undefined)[] = [];
	const receiver = new SocketModeReceiver({
		appToken: slack.app.appToken,
		logger: quietLog,
		installerOptions: { clientOptions: { slackApiUrl: slack.url } },
	});
	const app = new App({
		receiver,
		logger: quietLog,
		clientOptions: { slackApiUrl: slack.url, logger: quietLog },
		authorize: async ({ teamId, enterpriseId }) => {
			authorized.push(`${enterpriseId ?? ""}/${teamId}`);
			const team = slack.team(teamId);
			return {
				botToken: slack.botToken(teamId),
				botId: team.bot?.botId ?? "",
				botUserId: team.bot?.userId ?? "",
			};
		},
	});
	const bodies: Fields[] = [];
	app.command("/x", async ({ ack, client }) => {
		await ack();
		await client.auth.test();
	});
	app.action("approve", async ({ ack, body }) => {
		bodies.push({ ...body.user });
		await ack();
	});
	await app.start();
	ending.push(() => app.stop());
	await slack.sockets.opened();
	await slack.people.runCommand({ user: "zoe", command: "/x" });
	const [demo, second] = slack.teams;
	await slack.until(() => slack.callsOf("auth.test").at(-1)?.teamId === second?.id);
	const channel = slack.channel("joint").id;
	const { ts = "" } = await new WebClient(slack.botToken("Demo"), {
		slackApiUrl: slack.url,
	}).chat.postMessage({
		channel,
		text: "x",
		blocks: [approve],
	});
	await slack.people.pressButton({ user: "eve", channel, ts, actionId: "approve" });
	expect(authorized).toEqual([`/${second?.id}`, `E0ONE/${demo?.id}`]);
	expect(bodies[0]?.team_id).toBe(slack.user("eve").homeTeamId);
	expect(bodies[0]?.team_id).not.toBe(demo?.id);
});

it("a client whose Slack was down connects again, and what happened meanwhile is sent again", async () => {
	const slack = await start({ times: { ackWithinMs: 3000, retryEventsAfterMs: [0, 50, 5000, 5000] } });
	const { app, connect } = appFor(slack);
	const opened: (number | undefined)[] = [];
	app.event("app_home_opened", async ({ context }) => {
		opened.push(context.retryNum);
	});
	await connect();
	slack.faults.down();
	expect(slack.sockets.open).toBe(0);
	const lost = await slack.people.openAppHome({ user: "ana" });
	expect(lost).toMatchObject({ ok: false, failure: "no_connection" });
	await slack.until(() => slack.callsOf("apps.connections.open").at(-1)?.status === 503);
	slack.faults.up();
	await slack.sockets.opened();
	await slack.until(() => opened.length === 1);
	expect(opened[0]).toBeGreaterThan(0);
});

it("a submission that the app does not answer, or answers wrongly, leaves the modal open and says so", async () => {
	const slack = await start({ times: { ackWithinMs: 500 } });
	const { app, connect } = appFor(slack);
	const view = (text: string) => ({
		type: "modal" as const,
		callback_id: "form",
		title: { type: "plain_text" as const, text: "Form" },
		submit: { type: "plain_text" as const, text: "Go" },
		blocks: [{ type: "section" as const, text: { type: "plain_text" as const, text } }],
	});
	app.command("/form", async ({ ack, body, client }) => {
		await ack();
		await client.views.open({ trigger_id: body.trigger_id, view: view("a") });
	});
	let submissions = 0;
	app.view("form", async ({ ack }) => {
		submissions += 1;
		if (submissions === 2) await ack({ response_action: "update", view: view("x".repeat(3001)) });
		if (submissions === 3) await ack({ response_action: "errors", errors: { nowhere: "x" } });
	});
	await connect();
	await slack.people.runCommand({ user: "ana", command: "/form" });
	const modal = await slack.until(() => slack.modals("ana").at(-1));
	const submit = () => slack.people.submitView({ user: "ana", viewId: modal.id });
	expect(await submit()).toMatchObject({ ok: false, failure: "timeout" });
	expect(slack.modals("ana")[0]?.trouble).toContain("trouble connecting");
	await submit();
	expect(slack.modals("ana")[0]?.trouble).toContain("less than 3001");
	await submit();
	expect(slack.modals("ana")[0]?.trouble).toContain("no input block nowhere");
});
