import { App, type Authorize, LogLevel, type Receiver } from "@slack/bolt";
import { installationOf } from "../ledger/slack/installations.ts";
import { boltLogger } from "./bolt-logger.ts";
import type { BotDeps } from "./bot-deps.ts";
import { handleButtons } from "./handlers/buttons.ts";
import { handleCommand } from "./handlers/command.ts";
import { handleHome } from "./handlers/home.ts";
import { handleModals } from "./handlers/modals.ts";
import { handleRemoval } from "./handlers/removal.ts";
import { handleShortcut } from "./handlers/shortcut.ts";

export interface BotOptions extends BotDeps {
	/** Socket Mode by this app-level token, or HTTP by this receiver. */
	by: { appToken: string } | { receiver: Receiver };
	/** Base URL of Slack's Web API. Default: Slack's own. */
	apiUrl?: string | undefined;
}

/** The bot: a Bolt app whose every handler asks who acts and calls one verb of the ledger. */
export function createSlackBot(options: BotOptions): App {
	const { by, apiUrl } = options;
	const app = new App({
		...("appToken" in by ? { socketMode: true, appToken: by.appToken } : { receiver: by.receiver }),
		authorize: authorizer(options),
		...(apiUrl === undefined ? {} : { clientOptions: { slackApiUrl: apiUrl } }),
		logger: boltLogger(options.log),
		logLevel: LogLevel.WARN,
	});
	handleButtons(app, options);
	handleModals(app, options);
	handleCommand(app, options);
	handleHome(app, options);
	handleShortcut(app, options);
	handleRemoval(app, options);
	app.error(async (error) => {
		options.log.error({ err: error }, "something from Slack could not be handled");
	});
	return app;
}

function authorizer({ access, sealer }: BotDeps): Authorize<boolean> {
	return async ({ teamId, enterpriseId }) => {
		const found = await installationOf(access, sealer, {
			enterprise: enterpriseId ?? "",
			team: teamId ?? "",
		});
		if (found === null) throw new Error(`the app is not installed in Slack team ${teamId}`);
		return { botToken: found.token, botUserId: found.botUser, teamId: found.team };
	};
}
