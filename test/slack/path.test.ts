import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { decide } from "../../ledger/decide.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { policy } from "../support/workspace.ts";
import {
	answersTo,
	buttonsOf,
	eventually,
	messageTo,
	type SlackScene,
	slackScene,
	textsOf,
} from "./support.ts";

let scene: SlackScene;
beforeAll(async () => {
	scene = await slackScene(inject("stack"));
	await scene.workspace.push(policy({}, { show: ["amount", "note"] }));
	await scene.link("ana");
	await scene.link("bo");
});
afterAll(async () => scene?.close());

const DECIDING = ["countersign_approve", "countersign_reject", "countersign_send_back", "countersign_ask"];

test("request → message → Approve pressed → decided → the message says who, when and where", async () => {
	const { slack, workspace } = scene;
	const id = await scene.ask("Refund 41");
	await scene.passes();
	const message = messageTo(slack, "ana", "Refund 41");
	expect(buttonsOf(message)).toEqual([...DECIDING, "countersign_open"]);
	expect(textsOf(message)).toContain("amount\\n40");
	expect(textsOf(message)).toContain("Also asked: bo");

	const acked = await slack.people.pressButton({
		user: "ana",
		channel: message?.channel ?? "",
		ts: message?.ts ?? "",
		actionId: "countersign_approve",
	});
	expect(acked.ok).toBe(true);
	const view = await eventually(async () => {
		const request = await getRequest(workspace.ctx("riley"), id);
		return request.outcome === null ? null : request;
	});
	expect(view.outcome).toBe("approved");
	expect(view.decisions[0]).toMatchObject({ channel: "slack", assurance: "slack", verdict: "approve" });
	await scene.passes();
	for (const who of ["ana", "bo"]) {
		const after = messageTo(slack, who, "Refund 41");
		expect(buttonsOf(after)).toEqual(["countersign_open"]);
		expect(textsOf(after)).toMatch(/ana approved · .+ · in Slack/);
	}
});

test("button of an old message after the web decided: refused with what stands, and nothing changes", async () => {
	const { slack, workspace } = scene;
	const id = await scene.ask("Refund 42");
	await scene.passes();
	const message = messageTo(slack, "ana", "Refund 42");
	await decide(workspace.ctx("bo", { channel: "web", assurance: "session" }), {
		requestId: id,
		verdict: "reject",
	});
	// Not rewritten yet: the buttons are still there.
	await slack.people.pressButton({
		user: "ana",
		channel: message?.channel ?? "",
		ts: message?.ts ?? "",
		actionId: "countersign_approve",
	});
	await slack.until(() => answersTo(slack, "ana").some((text) => text.includes("Rejected by bo")));
	// And pressed in a window that shows the old rendering, after it was rewritten.
	await scene.passes();
	await slack.people.pressButton({
		user: "ana",
		channel: message?.channel ?? "",
		ts: message?.ts ?? "",
		actionId: "countersign_approve",
		version: 0,
	});
	await slack.until(
		() => answersTo(slack, "ana").filter((text) => text.includes("Rejected by bo")).length === 2,
	);
	const view = await getRequest(workspace.ctx("riley"), id);
	expect(view.decisions).toHaveLength(1);
	expect(textsOf(messageTo(slack, "ana", "Refund 42"))).toMatch(/bo rejected · .+ · in the inbox/);
});
