import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { makeLinkCode } from "../../ledger/slack/link-codes.ts";
import { type SlackStandIn, startSlackStandIn } from "../slack-stand-in/stand-in.ts";
import { ownDatabase } from "../support/own-database.ts";
import { makeWorkspace, openPools, type TestWorkspace } from "../support/workspace.ts";
import { answersTo, eventually } from "./support.ts";

const stack = inject("stack");
let own: typeof stack;
let pools: ReturnType<typeof openPools>;
let workspace: TestWorkspace;
let slack: SlackStandIn;
let folder: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
	own = await ownDatabase(stack);
	pools = openPools(own);
	workspace = await makeWorkspace(pools);
	slack = await startSlackStandIn();
	folder = await mkdtemp(join(tmpdir(), "countersign-slack-"));
});
afterAll(async () => {
	for (const child of started) if (child.exitCode === null) child.kill("SIGKILL");
	await slack?.close();
	await pools?.close();
	await rm(folder, { recursive: true, force: true });
});

function start(env: Record<string, string>) {
	const { PATH = "", HOME = "" } = process.env;
	const child = spawn(process.execPath, ["--import", "tsx", "slack/main.ts"], {
		env: {
			NODE_ENV: "production",
			PATH,
			HOME,
			DATABASE_APP_URL: own.appUrl,
			DATABASE_SYSTEM_URL: own.systemUrl,
			TEMPORAL_ADDRESS: own.temporalAddress,
			TEMPORAL_NAMESPACE: own.namespace,
			COUNTERSIGN_KEYRING: own.keyring,
			COUNTERSIGN_DATA: folder,
			SLACK_API_URL: slack.url,
			...env,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	started.push(child);
	let said = "";
	child.stdout.on("data", (part) => {
		said += String(part);
	});
	child.stderr.on("data", (part) => {
		said += String(part);
	});
	const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
	return { child, ended, said: () => said };
}

test("npm run slack: takes the token of the environment, links somebody, and stops when told to", async () => {
	const bot = start({ SLACK_BOT_TOKEN: slack.botToken(), SLACK_APP_TOKEN: slack.app.appToken });
	await slack.sockets.opened();
	const { code } = await makeLinkCode(workspace.ctx("ana", { channel: "web", assurance: "session" }));
	await slack.people.runCommand({ user: "ana", command: "/approvals", text: `link ${code}` });
	await slack.until(() => answersTo(slack, "ana").some((text) => text.includes("linked as ana")));
	const [row] = await pools.owner.sql<
		{ sealed_token: string }[]
	>`select sealed_token from slack_installations`;
	expect(row?.sealed_token).not.toContain(slack.botToken());
	bot.child.kill("SIGTERM");
	expect(await bot.ended).toBe(0);
	expect(bot.said()).not.toContain("xoxb-");
});

test("over HTTP it checks signatures at its own door", async () => {
	const bot = start({ SLACK_SIGNING_SECRET: slack.app.signingSecret, SLACK_PORT: "0" });
	const port = await eventually(async () => /"port":(\d+)/.exec(bot.said())?.[1] ?? null);
	const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: "POST", body: "{}" });
	expect(answer.status).toBe(401);
	bot.child.kill("SIGTERM");
	expect(await bot.ended).toBe(0);
});

test("with nothing to listen by it says what to set", async () => {
	const bot = start({ SLACK_BOT_TOKEN: slack.botToken() });
	expect(await bot.ended).not.toBe(0);
	expect(bot.said()).toContain("Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)");
});
