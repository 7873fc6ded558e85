import { pino } from "pino";
import type { Ctx } from "../../ledger/context.ts";
import { databaseClock } from "../../ledger/context.ts";
import { putInstallation } from "../../ledger/slack/installations.ts";
import { makeLinkCode } from "../../ledger/slack/link-codes.ts";
import { createSlackBot } from "../../slack/app.ts";
import { boltLogger } from "../../slack/bolt-logger.ts";
import type { BotDeps } from "../../slack/bot-deps.ts";
import { SignedReceiver } from "../../slack/signed-receiver.ts";
import { DataKeys } from "../../vault/data-keys.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { createSealer } from "../../vault/sealed.ts";
import { createSlackPass, type SlackDeps } from "../../worker/activities/deliver-slack.ts";
import { type SlackStandIn, type StandInOptions, startSlackStandIn } from "../slack-stand-in/stand-in.ts";
import type { TestStack } from "../support/global-setup.ts";
import { ownDatabase } from "../support/own-database.ts";
import { makeWorkspace, openPools, type TestWorkspace } from "../support/workspace.ts";

export const SITE = "http://127.0.0.1:3999";

type Person = keyof TestWorkspace["people"];

/** The real bot and the real courier on a real ledger, with a Slack that is not Slack's. */
export interface SlackScene {
	slack: SlackStandIn;
	workspace: TestWorkspace;
	pools: ReturnType<typeof openPools>;
	deps: BotDeps;
	/** Of a signed-in session. */
	session(who: Person): Ctx;
	/** Links by the code that the inbox shows, typed in Slack. */
	link(who: Person, slackName?: string): Promise<void>;
	/** One batch of the courier. */
	pass(): Promise<{ claimed: number; sent: number }>;
	/** Passes until every copy is right. */
	passes(): Promise<void>;
	/** Asks riley's question of finance (ana, bo). Answers the request's id. */
	ask(title?: string, context?: Record<string, unknown>): Promise<string>;
	close(): Promise<void>;
}

export async function slackScene(
	stack: TestStack,
	options: { standIn?: StandInOptions; http?: { now?: () => number }; courier?: Partial<SlackDeps> } = {},
): Promise<SlackScene> {
	const own = await ownDatabase(stack);
	const pools = openPools(own);
	const slack = await startSlackStandIn({ limits: null, ...options.standIn });
	const workspace = await makeWorkspace(pools);
	const provider = await openLocalKeyring(own.keyring, { create: true });
	const sealer = createSealer(
		new DataKeys({ store: createPostgresDataKeyStore(pools.system.sql), provider }),
	);
	const team = slack.team();
	await putInstallation(pools, sealer, {
		workspaceId: workspace.id,
		enterprise: "",
		team: team.id,
		teamName: team.name,
		botUser: team.bot?.userId ?? "",
		token: slack.botToken(),
		installedBy: null,
	});
	const log = pino({ level: process.env.SLACK_TEST_LOG ?? "silent" });
	const deps: BotDeps = {
		access: pools,
		sealer,
		ctxFor: (actor) => ({ ...workspace.ctx("ana"), actor }),
		site: SITE,
		log,
	};
	const receiver =
		options.http === undefined
			? null
			: new SignedReceiver({
					signingSecret: slack.app.signingSecret,
					port: 0,
					logger: boltLogger(log),
					...(options.http.now === undefined ? {} : { now: options.http.now }),
				});
	const bot = createSlackBot({
		...deps,
		by: receiver === null ? { appToken: slack.app.appToken } : { receiver },
		apiUrl: slack.url,
	});
	const port = await bot.start();
	if (receiver !== null) slack.useRequestUrl(`http://127.0.0.1:${String(port)}/slack/events`);
	const pass = createSlackPass({
		ctx: { db: pools.db, clock: databaseClock, after: workspace.ctx("ana").after },
		system: pools.system,
		sealer,
		apiUrl: slack.url,
		publicUrl: SITE,
		log,
		stopping: new AbortController().signal,
		...options.courier,
	});
	const session: SlackScene["session"] = (who) =>
		workspace.ctx(who, { channel: "web", assurance: "session" });
	return {
		slack,
		workspace,
		pools,
		deps,
		session,
		pass,
		async passes() {
			for (;;) {
				await pass();
				const [row] = await pools.owner.sql<{ ms: number | null }[]>`
					select extract(epoch from min(next_attempt_at) - clock_timestamp())::float8 * 1000 as ms
					from deliveries where channel = 'slack' and next_attempt_at is not null`;
				if (row === undefined || row.ms === null) return;
				await new Promise((resolve) => setTimeout(resolve, Math.max(0, row.ms ?? 0)));
			}
		},
		async link(who, slackName = who) {
			const { code } = await makeLinkCode(session(who));
			const acked = await slack.people.runCommand({
				user: slackName,
				command: "/approvals",
				text: `link ${code}`,
			});
			if (!acked.ok) throw new Error(`the command was not acknowledged: ${acked.failure}`);
			await slack.until(() => answersTo(slack, slackName).some((text) => text.includes("linked as")));
		},
		async ask(title = "Refund 40", context = { amount: 40, note: "Broken on arrival" }) {
			const { submit } = await import("../../ledger/submit.ts");
			const { requestId } = await submit(workspace.ctx("riley"), { policy: "refund", title, context });
			return requestId;
		},
		async close() {
			await bot.stop();
			await slack.close();
			await pools.close();
		},
	};
}

/** What only this person was told, oldest first. */
export function answersTo(slack: SlackStandIn, who: string): string[] {
	return slack.messages({ ephemeralTo: who }).map(({ text }) => text);
}

/** The messages that somebody has from the bot about this title, oldest first. */
export function messagesTo(slack: SlackStandIn, who: string, title: string) {
	const written = JSON.stringify(title).slice(1, -1);
	return slack
		.messages({ channel: slack.direct(who).id })
		.filter((message) => message.threadTs === null && JSON.stringify(message.blocks).includes(written));
}

/** The one message of that title. */
export function messageTo(slack: SlackStandIn, who: string, title: string) {
	const found = messagesTo(slack, who, title);
	if (found.length > 1) throw new Error(`${found.length} messages to ${who} about ${title}`);
	return found[0];
}

/** All texts of a message's blocks. */
export function textsOf(message: { blocks: unknown; text: string } | undefined): string {
	return JSON.stringify(message?.blocks ?? null);
}

export function buttonsOf(message: { blocks: Record<string, unknown>[] | null } | undefined): string[] {
	return (message?.blocks ?? []).flatMap(({ elements }) =>
		Array.isArray(elements)
			? elements.flatMap(({ action_id }) => (action_id ? [String(action_id)] : []))
			: [],
	);
}

/** Refused attempts as the audit trail has them, oldest first. */
export async function refusedAttempts({ pools }: SlackScene): Promise<Record<string, unknown>[]> {
	const rows = await pools.owner.sql<{ body: string }[]>`
		select body from audit_entries where kind = 'refused' order by position`;
	return rows.map(({ body }) => JSON.parse(body));
}

/** Until it can be read. */
export async function eventually<T>(read: () => Promise<T | null>): Promise<T> {
	for (;;) {
		const found = await read();
		if (found !== null) return found;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
