import type { App } from "@slack/bolt";
import { listRequests } from "../../ledger/read/list-requests.ts";
import { homeView, strangerHome } from "../blocks/home.ts";
import type { BotDeps } from "../bot-deps.ts";
import { identify } from "../identify.ts";
import { wordsOf } from "../words/words.ts";

const MOST = 20;

/** The App Home, written afresh whenever its reader opens it. */
export function handleHome(app: App, deps: BotDeps): void {
	app.event("app_home_opened", async ({ event, context, client }) => {
		if (event.tab !== "home") return;
		const slack = { enterprise: context.enterpriseId ?? "", team: context.teamId ?? "", user: event.user };
		const who = await identify(deps, { slack, homeTeam: null }, "look");
		if (!who.known) {
			const words = wordsOf("en");
			await client.views.publish({
				user_id: event.user,
				view: strangerHome(words.stranger[who.reason], words),
			});
			return;
		}
		const ctx = deps.ctxFor(who.actor);
		const [waiting, mine] = await Promise.all([
			listRequests(ctx, { assignee: "me", sort: "due", limit: MOST }),
			listRequests(ctx, { requester: "me", limit: MOST }),
		]);
		const { language, timeZone } = who;
		const words = wordsOf(language);
		const view = homeView({
			waiting: waiting.items,
			mine: mine.items,
			site: deps.site,
			timeZone,
			words,
		});
		await client.views.publish({ user_id: event.user, view });
	});
}
