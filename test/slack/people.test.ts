import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { deactivatePerson } from "../../ledger/directory.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { makeLinkCode } from "../../ledger/slack/link-codes.ts";
import { unlinkSlack } from "../../ledger/slack/unlink.ts";
import { policy } from "../support/workspace.ts";
import { answersTo, buttonsOf, messageTo, refusedAttempts, type SlackScene, slackScene } from "./support.ts";

let scene: SlackScene;
beforeAll(async () => {
	scene = await slackScene(inject("stack"));
	await scene.workspace.push(policy({ approvers: [{ group: "finance" }] }));
});
afterAll(async () => scene?.close());

const command = (user: string, text: string, channel?: string) =>
	scene.slack.people.runCommand({
		user,
		command: "/approvals",
		text,
		...(channel === undefined ? {} : { channel }),
	});

async function told(who: string, part: string): Promise<void> {
	await scene.slack.until(() => answersTo(scene.slack, who).some((text) => text.includes(part)));
}

test("a code links once, and its person's channels begin with Slack; a used code links nobody", async () => {
	const { code } = await makeLinkCode(scene.session("ana"));
	expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
	await command("ana", `link ${code.toLowerCase().slice(0, 4)}-${code.slice(4)}`);
	await told("ana", "linked as ana").catch(() => {});
	await command("bo", `link ${code}`);
	await told("bo", "wrong or too old");
	const [row] = await scene.pools.owner.sql<{ channels: string[] }[]>`
		select channels from people where id = ${scene.workspace.people.ana.personId}`;
	expect(row?.channels).toEqual(["slack", "email"]);
	const links = await scene.pools.owner.sql`select 1 from slack_links`;
	expect(links).toHaveLength(1);
});

test("a wrong, an expired and a replaced code link nobody", async () => {
	await command("cy", "link ABCDEFGH");
	await told("cy", "wrong or too old");
	const first = await makeLinkCode(scene.session("cy"));
	const second = await makeLinkCode(scene.session("cy"));
	await command("cy", `link ${first.code}`);
	await scene.slack.until(() => answersTo(scene.slack, "cy").length === 2);
	await scene.pools.owner
		.sql`update slack_link_codes set expires_at = now() - interval '1 second' where used_at is null`;
	await command("cy", `link ${second.code}`);
	await scene.slack.until(() => answersTo(scene.slack, "cy").length === 3);
	expect(answersTo(scene.slack, "cy").every((text) => text.includes("wrong or too old"))).toBe(true);
	const links = await scene.pools.owner.sql`
		select 1 from slack_links where person_id = ${scene.workspace.people.cy.personId}`;
	expect(links).toHaveLength(0);
});

test("only a signed-in session gets a code, not an API key", async () => {
	await expect(makeLinkCode(scene.workspace.ctx("ana"))).rejects.toMatchObject({ code: "not_eligible" });
});

test("a guest and an external person cannot be linked, not even with a right code; it is recorded", async () => {
	for (const [who, said] of [
		["gus", "Guests cannot"],
		["eve", "other Slack workspaces"],
	] as const) {
		const { code } = await makeLinkCode(scene.session("lee"));
		await command(who, `link ${code}`, "with-partner");
		await told(who, said);
	}
	const reasons = (await refusedAttempts(scene)).map(({ reason }) => reason);
	expect(reasons).toContain("guest");
	expect(reasons).toContain("external");
	const links = await scene.pools.owner.sql`
		select 1 from slack_links where person_id = ${scene.workspace.people.lee.personId}`;
	expect(links).toHaveLength(0);
});

test("the same e-mail address makes nobody a person here: unknown, refused with a way out, recorded", async () => {
	const { slack } = scene;
	await scene.pools.owner.sql`
		update people set email = 'ines@demo.example' where id = ${scene.workspace.people.sam.personId}`;
	await scene.ask("Refund for strangers");
	await scene.passes();
	const message = messageTo(slack, "ana", "Refund for strangers");
	const posted = message?.blocks?.at(-1) as { block_id: string; elements: Record<string, unknown>[] };
	// A press that names ana's message, by somebody who is nobody here.
	const { id, teamId } = slack.user("ines");
	const payload = (user: { id: string; team_id: string }) => ({
		type: "block_actions",
		user: { ...user, username: "x", name: "x" },
		team: { id: teamId, domain: "demo" },
		api_app_id: slack.app.id,
		token: "x",
		container: { type: "message", message_ts: message?.ts, channel_id: message?.channel },
		channel: { id: message?.channel, name: "directmessage" },
		trigger_id: "1.2.3",
		actions: [{ ...posted.elements[0], block_id: posted.block_id, action_ts: "1.1" }],
	});
	await slack.deliver("interactive", payload({ id, team_id: teamId }));
	await until(async () => (await refusedAttempts(scene)).some((item) => item.slackUser === id));
	// And by a linked id that says it belongs to another workspace.
	const ana = slack.user("ana");
	await slack.deliver("interactive", payload({ id: ana.id, team_id: "T0ELSEWHERE" }));
	await until(async () =>
		(await refusedAttempts(scene)).some((item) => item.slackUser === ana.id && item.reason === "external"),
	);
	const decisions = await scene.pools.owner.sql`select 1 from decisions`;
	expect(decisions).toHaveLength(0);
});

test("somebody who is linked cannot press another's message", async () => {
	const { slack } = scene;
	await scene.link("bo");
	const requestId = await scene.ask("Refund of ana's");
	await scene.passes();
	const message = messageTo(slack, "ana", "Refund of ana's");
	const posted = message?.blocks?.at(-1) as { block_id: string; elements: Record<string, unknown>[] };
	const bo = slack.user("bo");
	await slack.deliver("interactive", {
		type: "block_actions",
		user: { id: bo.id, username: "bo", name: "bo", team_id: bo.teamId },
		team: { id: bo.teamId, domain: "demo" },
		api_app_id: slack.app.id,
		token: "x",
		container: { type: "message", message_ts: message?.ts, channel_id: message?.channel },
		channel: { id: message?.channel, name: "directmessage" },
		trigger_id: "1.2.3",
		actions: [{ ...posted.elements[0], block_id: posted.block_id, action_ts: "1.1" }],
	});
	await until(async () => (await refusedAttempts(scene)).some(({ reason }) => reason === "another_person"));
	const view = await getRequest(scene.workspace.ctx("riley"), requestId);
	expect(view.decisions).toHaveLength(0);
});

test("a deactivated person's press is refused and recorded; the message loses its buttons", async () => {
	const { slack, workspace } = scene;
	const requestId = await scene.ask("Refund while leaving");
	await scene.passes();
	const message = messageTo(slack, "bo", "Refund while leaving");
	await deactivatePerson(scene.pools.db, workspace.id, workspace.people.bo.personId);
	await slack.people.pressButton({
		user: "bo",
		channel: message?.channel ?? "",
		ts: message?.ts ?? "",
		actionId: "countersign_approve",
	});
	await told("bo", "not active");
	expect((await refusedAttempts(scene)).map(({ reason }) => reason)).toContain("deactivated");
	expect((await getRequest(workspace.ctx("riley"), requestId)).decisions).toHaveLength(0);
	await scene.pools.owner.sql`
		update deliveries set wanted = wanted + 1, next_attempt_at = now() where channel = 'slack' and request_id = ${requestId}`;
	await scene.passes();
	expect(buttonsOf(messageTo(slack, "bo", "Refund while leaving"))).toEqual(["countersign_open"]);
});

test("who unlinks is nobody in Slack again, and hears by e-mail", async () => {
	const { workspace, slack } = scene;
	await unlinkSlack(scene.session("ana"));
	const [row] = await scene.pools.owner.sql<{ channels: string[] }[]>`
		select channels from people where id = ${workspace.people.ana.personId}`;
	expect(row?.channels).toEqual(["email"]);
	const message = messageTo(slack, "ana", "Refund of ana's");
	await slack.people.pressButton({
		user: "ana",
		channel: message?.channel ?? "",
		ts: message?.ts ?? "",
		actionId: "countersign_approve",
	});
	await told("ana", "does not know who you are");
});

async function until(probe: () => Promise<boolean>): Promise<void> {
	while (!(await probe())) await new Promise((resolve) => setTimeout(resolve, 20));
}
