import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { getRequest } from "../../ledger/read/get-request.ts";
import { policy } from "../support/workspace.ts";
import { buttonsOf, eventually, messageTo, type SlackScene, slackScene } from "./support.ts";

let scene: SlackScene;
beforeAll(async () => {
	scene = await slackScene(inject("stack"), { http: {} });
	await scene.workspace.push(policy());
	await scene.link("ana");
});
afterAll(async () => scene?.close());

/** A press of Approve as Slack sends it, signed for the given time. */
async function pressed(title: string, at?: number, secret?: string) {
	const { slack } = scene;
	const message = messageTo(slack, "ana", title);
	const block = message?.blocks?.at(-1) as { block_id: string; elements: Record<string, unknown>[] };
	const ana = slack.user("ana");
	return slack.sign(
		"interactivity",
		{
			type: "block_actions",
			user: { id: ana.id, username: "ana", name: "ana", team_id: ana.teamId },
			team: { id: ana.teamId, domain: "demo" },
			api_app_id: slack.app.id,
			token: "x",
			container: { type: "message", message_ts: message?.ts, channel_id: message?.channel },
			channel: { id: message?.channel, name: "directmessage" },
			trigger_id: "1.2.3",
			actions: [{ ...block.elements[0], block_id: block.block_id, action_ts: "1.1" }],
		},
		{ ...(at === undefined ? {} : { at }), ...(secret === undefined ? {} : { secret }) },
	);
}

async function send({ url, headers, body }: Awaited<ReturnType<typeof pressed>>): Promise<number> {
	return (await fetch(url, { method: "POST", headers, body })).status;
}

test("skewed clock, both ways, and a wrong secret: refused, and nothing is decided", async () => {
	const id = await scene.ask("Refund over HTTP");
	await scene.passes();
	const now = Date.now();
	expect(await send(await pressed("Refund over HTTP", now - 301_000))).toBe(401);
	expect(await send(await pressed("Refund over HTTP", now + 305_000))).toBe(401);
	expect(await send(await pressed("Refund over HTTP", now, "not the secret"))).toBe(401);
	const request = await pressed("Refund over HTTP", now);
	expect(await send({ ...request, body: request.body.replace("approve", "reject") })).toBe(401);
	expect((await getRequest(scene.workspace.ctx("riley"), id)).decisions).toHaveLength(0);
});

test("a replayed request is dropped, and a fresh one decides", async () => {
	const id = await scene.ask("Refund replayed");
	await scene.passes();
	const request = await pressed("Refund replayed");
	expect(await send(request)).toBe(200);
	expect(await send(request)).toBe(409);
	const view = await eventually(async () => {
		const found = await getRequest(scene.workspace.ctx("riley"), id);
		return found.outcome === null ? null : found;
	});
	expect(view.decisions).toHaveLength(1);
	await scene.passes();
	expect(buttonsOf(messageTo(scene.slack, "ana", "Refund replayed"))).toEqual(["countersign_open"]);
});

test("the same clock inside the limits, both ways, is let through", async () => {
	for (const [title, off] of [
		["Refund a little early", 240_000],
		["Refund a little late", -240_000],
	] as const) {
		await scene.ask(title);
		await scene.passes();
		expect(await send(await pressed(title, Date.now() + off))).toBe(200);
	}
});

test("Slack's own check of the address is answered", async () => {
	expect(await scene.slack.verifyRequestUrl()).toBe(true);
});
