import { WebClient } from "@slack/web-api";
import { Client, Connection } from "@temporalio/client";
import { pino } from "pino";
import { connect } from "../db/connect.ts";
import { databaseUrls, EnvironmentError, publicUrl, readEnvironment } from "../env.ts";
import { databaseClock } from "../ledger/context.ts";
import { putInstallation } from "../ledger/slack/installations.ts";
import { slackWorkspace } from "../ledger/slack/slack-workspace.ts";
import { createSealer } from "../vault/sealed.ts";
import { createAfterCommit } from "../worker/after-commit.ts";
import { createTeller } from "../worker/tell-workflow.ts";
import { temporalTarget } from "../worker/temporal-connection.ts";
import { openVault } from "../worker/vault.ts";
import { createSlackBot } from "./app.ts";
import { boltLogger } from "./bolt-logger.ts";
import { SignedReceiver } from "./signed-receiver.ts";

/** `npm run slack`: hears Slack, by Socket Mode or over HTTP. Messages go out by the worker's courier. */
const env = readEnvironment();
const log = pino({ level: env.LOG_LEVEL, name: "slack" });
const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = env;
if (appToken === undefined && signingSecret === undefined) {
	throw new EnvironmentError(
		"Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP); docs/slack.md says where they are found.",
	);
}

const urls = databaseUrls(env);
const db = connect(urls.app, "app", env.DATABASE_POOL);
const system = connect(urls.system, "system", env.DATABASE_POOL);
const { dataKeys, dataConverter } = await openVault(env, system);
const sealer = createSealer(dataKeys);
// Connected on first use: Slack is answered while Temporal is away, and the relay tells the workflows later.
const temporal = new Client({
	connection: Connection.lazy(await temporalTarget(env)),
	namespace: env.TEMPORAL_NAMESPACE,
	...(dataConverter === undefined ? {} : { dataConverter }),
});
const after = createAfterCommit({ db, system, tell: createTeller({ client: temporal, dataKeys }), log });

if (env.SLACK_BOT_TOKEN !== undefined) await installByToken(env.SLACK_BOT_TOKEN);

const receiver =
	appToken === undefined && signingSecret !== undefined
		? new SignedReceiver({
				signingSecret,
				port: env.SLACK_PORT,
				logger: boltLogger(log),
				onRefused: (why) => log.warn({ why }, "a request that says it is from Slack was refused"),
			})
		: null;
const bot = createSlackBot({
	access: { db, system },
	sealer,
	ctxFor: (actor) => ({ db, clock: databaseClock, after, actor }),
	site: publicUrl(env),
	log,
	by: receiver === null ? { appToken: appToken ?? "" } : { receiver },
	apiUrl: env.SLACK_API_URL,
});
const port: unknown = await bot.start();
log.info(receiver === null ? { by: "socket" } : { by: "http", port }, "listening to Slack");

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(signal));

async function stop(signal: string): Promise<void> {
	log.info({ signal }, "stopping");
	await bot.stop();
	await after.idle();
	await Promise.all([temporal.connection.close(), db.close(), system.close()]);
}

/** One Slack workspace, whose token the environment gives: Slack itself says which one it is. */
async function installByToken(token: string): Promise<void> {
	const client = new WebClient(
		token,
		env.SLACK_API_URL === undefined ? {} : { slackApiUrl: env.SLACK_API_URL },
	);
	const { team_id, team, user_id, enterprise_id } = await client.auth.test();
	const workspaceId = await slackWorkspace({ system }, env.SLACK_WORKSPACE);
	await putInstallation({ db, system }, sealer, {
		workspaceId,
		enterprise: enterprise_id ?? "",
		team: team_id ?? "",
		teamName: team ?? "Slack",
		botUser: user_id ?? "",
		token,
		installedBy: null,
	});
	log.info({ team }, "the bot is in this Slack workspace");
}
