import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { installationOf } from "../../ledger/slack/installations.ts";
import { policy } from "../support/workspace.ts";
import { answersTo, eventually, messageTo, type SlackScene, slackScene } from "./support.ts";

let scene: SlackScene;
beforeAll(async () => {
	scene = await slackScene(inject("stack"));
	await scene.workspace.push(policy());
	await scene.link("ana");
	await scene.link("riley");
});
afterAll(async () => scene?.close());

test("/approvals lists what waits, for the asker alone; help says what there is", async () => {
	const { slack } = scene;
	await slack.people.runCommand({ user: "ana", command: "/approvals" });
	await slack.until(() => answersTo(slack, "ana").some((text) => text.includes("Nothing waits")));
	await scene.ask("Refund <listed>");
	await slack.people.runCommand({ user: "ana", command: "/approvals" });
	const list = await slack.until(() =>
		slack
			.messages({ ephemeralTo: "ana" })
			.find(({ blocks }) => JSON.stringify(blocks).includes("Refund <listed>")),
	);
	expect(JSON.stringify(list.blocks)).not.toContain("mrkdwn");
	await slack.people.runCommand({ user: "ana", command: "/approvals", text: "help" });
	await slack.until(() => answersTo(slack, "ana").some((text) => text.includes("/approvals link CODE")));
});

test("App Home: what waits for me, and what I asked for; to a stranger, how to link", async () => {
	const { slack } = scene;
	await slack.people.openAppHome({ user: "ana" });
	const home = await slack.until(() => slack.home("ana"));
	expect(JSON.stringify(home.blocks)).toContain("Refund <listed>");
	await slack.people.openAppHome({ user: "riley" });
	const mine = await slack.until(() => slack.home("riley"));
	expect(JSON.stringify(mine.blocks)).toContain("Refund <listed>");
	await slack.people.openAppHome({ user: "ines" });
	const strange = await slack.until(() => slack.home("ines"));
	expect(JSON.stringify(strange.blocks)).toContain("/approvals link CODE");
	expect(JSON.stringify(strange.blocks)).not.toContain("Refund");
});

test("a message is turned into a request: policy, then title and fields, with the message and its link", async () => {
	const { slack, pools } = scene;
	const { message } = await slack.people.sendMessage({
		user: "riley",
		channel: "general",
		text: "Refund this & that",
	});
	await slack.people.messageShortcut({
		user: "riley",
		callbackId: "countersign_request",
		channel: message.channel,
		ts: message.ts,
	});
	const first = await slack.until(() => slack.modals("riley").at(-1));
	await slack.people.submitView({ user: "riley", viewId: first.id, values: { value: "refund" } });
	const fields = await slack.until(() =>
		slack.modals("riley").find(({ callbackId }) => callbackId.endsWith("fields")),
	);
	const wrong = {
		title: { value: "From Slack" },
		"field.amount": { value: "1.5" },
		"field.note": { value: "x" },
	};
	const refused = await slack.people
		.submitView({ user: "riley", viewId: fields.id, values: wrong })
		.catch(() => null);
	expect(refused === null || slack.modals("riley").length === 1).toBe(true);
	await slack.people.submitView({
		user: "riley",
		viewId: fields.id,
		values: { ...wrong, "field.amount": { value: "17" } },
	});
	const row = await eventually(async () => {
		const [found] = await pools.owner.sql<{ summary: string; context: Record<string, unknown> }[]>`
			select summary, context from requests where title = 'From Slack'`;
		return found ?? null;
	});
	expect(row.context).toEqual({ amount: 17, note: "x" });
	expect(row.summary).toContain("Refund this &amp; that");
	expect(row.summary).toMatch(/From Slack: http/);
});

test("the app is removed: nobody acts from there, and mails go out instead", async () => {
	const { slack, deps, pools } = scene;
	await scene.ask("Refund after removal");
	await slack.people.uninstall(slack.team().id);
	await eventually(async () =>
		(await installationOf(pools, deps.sealer, { enterprise: "", team: slack.team().id })) === null
			? true
			: null,
	);
	await scene.passes();
	expect(messageTo(slack, "ana", "Refund after removal")).toBeUndefined();
	const rows = await pools.owner.sql<{ channel: string }[]>`
		select d.channel from deliveries d join requests r on r.id = d.request_id
		where r.title = 'Refund after removal' and d.person_id = ${scene.workspace.people.ana.personId} order by 1`;
	expect(rows.map(({ channel }) => channel)).toEqual(["email", "slack"]);
});
