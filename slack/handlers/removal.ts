import type { App } from "@slack/bolt";
import { revokeInstallation } from "../../ledger/slack/installations.ts";
import type { BotDeps } from "../bot-deps.ts";

/** Slack tells that the app was removed from a workspace, or its token revoked. */
export function handleRemoval(app: App, deps: BotDeps): void {
	app.event("app_uninstalled", async ({ context }) => {
		await revokeInstallation(deps.access, {
			enterprise: context.enterpriseId ?? "",
			team: context.teamId ?? "",
		});
	});
	app.event("tokens_revoked", async ({ event, context }) => {
		if ((event.tokens.bot ?? []).length === 0) return;
		await revokeInstallation(deps.access, {
			enterprise: context.enterpriseId ?? "",
			team: context.teamId ?? "",
		});
	});
}
