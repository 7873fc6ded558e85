import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { ask } from "../../ledger/ask.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { resubmit } from "../../ledger/resubmit.ts";
import { sendBack } from "../../ledger/send-back.ts";
import { policy } from "../support/workspace.ts";
import {
	answersTo,
	buttonsOf,
	eventually,
	messagesTo,
	messageTo,
	refusedAttempts,
	type SlackScene,
	slackScene,
	textsOf,
} from "./support.ts";

let scene: SlackScene;
beforeAll(async () => {
	scene = await slackScene(inject("stack"));
	await scene.workspace.push(policy({ requireComment: "reject" }));
	await scene.workspace.push(policy({}, { name: "wire", title: "Wire", risk: "high" }));
	await scene.link("ana");
	await scene.link("riley");
});
afterAll(async () => scene?.close());

async function press(title: string, act: string, version?: number) {
	const message = version === undefined ? latest(title) : messagesTo(scene.slack, "ana", title)[0];
	return scene.slack.people.pressButton({
		user: "ana",
		channel: message?.channel ?? "",
		ts: message?.ts ?? "",
		actionId: `countersign_${act}`,
		...(version === undefined ? {} : { version }),
	});
}

/** Each round asks anew, in a message of its own. */
function latest(title: string) {
	return messagesTo(scene.slack, "ana", title).at(-1);
}

async function modal(who = "ana") {
	return scene.slack.until(() => scene.slack.modals(who).at(-1));
}

test("Reject opens a modal with the digest of what was shown; the reason is the decision's comment", async () => {
	const { slack, workspace } = scene;
	const id = await scene.ask("Refund to reject");
	await scene.passes();
	const { digest } = await getRequest(workspace.ctx("riley"), id);
	await press("Refund to reject", "reject");
	const view = await modal();
	expect(JSON.stringify(view.blocks)).toContain(digest.slice(0, 12));
	expect(JSON.parse(view.privateMetadata)).toMatchObject({ digest, act: "reject" });
	const nothing = await slack.people.submitView({ user: "ana", viewId: view.id });
	expect(nothing).toMatchObject({ ok: false });
	const words = "Too much <b>& more</b>";
	const sent = await slack.people.submitView({ user: "ana", viewId: view.id, values: { text: words } });
	expect(sent.ok).toBe(true);
	expect(slack.modals("ana")).toHaveLength(0);
	const after = await getRequest(workspace.ctx("riley"), id);
	expect(after).toMatchObject({ outcome: "rejected", decisions: [{ comment: words, channel: "slack" }] });
	await scene.passes();
	expect(textsOf(messageTo(slack, "ana", "Refund to reject"))).toContain(words);
});

test("payload changed after it was shown: an old button and an old modal decide nothing", async () => {
	const { slack, workspace } = scene;
	const id = await scene.ask("Refund to change");
	await scene.passes();
	await press("Refund to change", "reject");
	const view = await modal();
	await sendBack(workspace.ctx("bo"), { requestId: id, comment: "Say which" });
	await resubmit(workspace.ctx("riley"), {
		requestId: id,
		context: { amount: 4000 },
		title: "Refund to change",
	});
	// Before the courier wrote it anew, and then once more in a window with the old rendering.
	await press("Refund to change", "approve");
	await slack.until(() => answersTo(slack, "ana").some((text) => text.includes("has changed")));
	await scene.passes();
	await press("Refund to change", "approve", 0);
	await slack.until(
		() => answersTo(slack, "ana").filter((text) => text.includes("has changed")).length === 2,
	);
	await slack.people.submitView({ user: "ana", viewId: view.id, values: { text: "No" } });
	expect(JSON.stringify((await modal()).blocks)).toContain("has changed");
	expect((await getRequest(workspace.ctx("riley"), id)).decisions).toHaveLength(0);
	await slack.people.closeView({ user: "ana", viewId: (await modal()).id });
	// The old message points to the new one, which can be decided.
	expect(textsOf(messagesTo(slack, "ana", "Refund to change")[0])).toContain("newer message");
	await press("Refund to change", "approve");
	const done = await eventually(async () => {
		const request = await getRequest(workspace.ctx("riley"), id);
		return request.outcome === null ? null : request;
	});
	expect(done.outcome).toBe("approved");
});

test("Ask pauses; the requester answers in Slack; the thread tells the story", async () => {
	const { slack, workspace } = scene;
	const id = await scene.ask("Refund with a question");
	await scene.passes();
	await press("Refund with a question", "ask");
	const asking = await modal();
	await slack.people.submitView({ user: "ana", viewId: asking.id, values: { text: "Which order?" } });
	expect((await getRequest(workspace.ctx("riley"), id)).state).toBe("question");
	await scene.passes();
	expect(buttonsOf(messageTo(slack, "ana", "Refund with a question"))).toEqual(["countersign_open"]);
	const toRiley = messageTo(slack, "riley", "Refund with a question");
	expect(textsOf(toRiley)).toContain("Which order?");
	await slack.people.pressButton({
		user: "riley",
		channel: toRiley?.channel ?? "",
		ts: toRiley?.ts ?? "",
		actionId: "countersign_answer",
	});
	const answering = await modal("riley");
	await slack.people.submitView({ user: "riley", viewId: answering.id, values: { text: "Order 17" } });
	expect((await getRequest(workspace.ctx("riley"), id)).state).toBe("open");
	await scene.passes();
	const message = messageTo(slack, "ana", "Refund with a question");
	expect(buttonsOf(message)).toContain("countersign_approve");
	const thread = slack.messages({ channel: message?.channel ?? "", threadTs: message?.ts ?? "" });
	expect(thread.map(textsOf).join()).toMatch(/Which order\?.*Order 17/s);
});

test("a policy of high risk is not decided in Slack: a sign-in is asked for, and the attempt recorded", async () => {
	const { slack, workspace } = scene;
	const { submit } = await import("../../ledger/submit.ts");
	const { requestId } = await submit(workspace.ctx("riley"), {
		policy: "wire",
		title: "Wire 9000",
		context: { amount: 9000 },
	});
	await scene.passes();
	await press("Wire 9000", "approve");
	await slack.until(() => answersTo(slack, "ana").some((text) => text.includes("fresh sign-in")));
	expect((await getRequest(workspace.ctx("riley"), requestId)).outcome).toBeNull();
	await eventually(async () =>
		(await refusedAttempts(scene)).some(({ code }) => code === "step_up_required") ? true : null,
	);
});

test("one's own request cannot be decided, by this path either", async () => {
	const { workspace } = scene;
	const id = await scene.ask("Refund of my own");
	await expect(ask(workspace.ctx("riley"), { requestId: id, comment: "?" })).rejects.toMatchObject({
		code: "own_request",
	});
});

test("what people write stays text: no markup, no mention, no steering characters", async () => {
	const { slack } = scene;
	const title = "<!channel> *bold* <https://evil.example|Approve> \u202Eevil";
	await scene.ask(title, { amount: 1, note: "<@U123> & `code`\n".repeat(400) });
	await scene.passes();
	const message = slack
		.messages({ channel: slack.direct("ana").id })
		.findLast((item) => textsOf(item).includes("evil.example"));
	expect(message?.text).toContain("&lt;!channel&gt;");
	expect(message?.text).not.toContain("<!channel>");
	const user = JSON.stringify(message?.blocks);
	expect(user).not.toContain("mrkdwn");
	expect(user).not.toContain("\u202E");
	expect(user).toContain("[U+202E]");
});

test("German for who reads German, in their own time zone", async () => {
	const { slack, pools, workspace } = scene;
	await pools.owner.sql`
		update people set language = 'de', time_zone = 'Europe/Berlin' where id = ${workspace.people.ana.personId}`;
	await scene.ask("Erstattung 12");
	await scene.passes();
	const message = messageTo(slack, "ana", "Erstattung 12");
	expect(textsOf(message)).toMatch(/Fällig .+\(Europe\/Berlin\)/);
	expect(JSON.stringify(message?.blocks)).toContain("Zustimmen");
});
