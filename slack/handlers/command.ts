import type { App, RespondArguments } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { listRequests } from "../../ledger/read/list-requests.ts";
import { workspaceOfTeam } from "../../ledger/slack/installations.ts";
import { linkSlackUser } from "../../ledger/slack/link-user.ts";
import { recordRefusedStranger } from "../../ledger/slack/refused-stranger.ts";
import type { SlackStranger, SlackUser } from "../../ledger/slack/slack-user.ts";
import { unlinkSlack } from "../../ledger/slack/unlink.ts";
import { COMMAND } from "../blocks/ids.ts";
import { requestList } from "../blocks/request-list.ts";
import { escaped, line } from "../blocks/text.ts";
import type { BotDeps } from "../bot-deps.ts";
import { identify } from "../identify.ts";
import { languageOfLocale, type SlackWords, wordsOf } from "../words/words.ts";

/** How many requests are listed in Slack; all of them are in the inbox. */
const MOST = 15;

/** `/approvals`, `/approvals link CODE`, `/approvals unlink`, `/approvals help`. All answers are for the asker alone. */
export function handleCommand(app: App, deps: BotDeps): void {
	app.command(COMMAND, async ({ ack, command, client, respond }) => {
		await ack();
		const slack: SlackUser = {
			enterprise: command.enterprise_id ?? "",
			team: command.team_id,
			user: command.user_id,
		};
		const [verb = "", code = ""] = command.text.trim().split(/\s+/);
		try {
			await respond(await answer(deps, client, slack, verb.toLowerCase(), code));
		} catch (error) {
			deps.log.error({ err: error }, "a command in Slack failed");
			await respond(said(wordsOf("en").failed));
		}
	});
}

async function answer(
	deps: BotDeps,
	client: WebClient,
	slack: SlackUser,
	verb: string,
	code: string,
): Promise<RespondArguments> {
	if (verb === "link") return link(deps, client, slack, code);
	const who = await identify(deps, { slack, homeTeam: null }, verb === "unlink" ? "unlink" : "look");
	if (!who.known) {
		const words = wordsOf(await languageOf(client, slack.user));
		return said(verb === "help" ? words.command.help : words.stranger[who.reason]);
	}
	const words = wordsOf(who.language);
	const ctx = deps.ctxFor(who.actor);
	if (verb === "unlink") {
		const { unlinked } = await unlinkSlack(ctx);
		return said(unlinked ? words.command.unlinked : words.command.notLinked);
	}
	if (verb !== "") return said(words.command.help);
	const { items, nextCursor } = await listRequests(ctx, { assignee: "me", sort: "due", limit: MOST });
	if (items.length === 0) return said(words.command.nothing);
	return {
		...said(words.command.waiting),
		blocks: [
			{ type: "header", text: line(words.command.waiting, 150) },
			...requestList(items, { site: deps.site, timeZone: who.timeZone, words }),
			...(nextCursor === null ? [] : [more(words)]),
		],
	};
}

function more(words: SlackWords) {
	return { type: "context" as const, elements: [line(words.command.help, 600)] };
}

async function link(
	deps: BotDeps,
	client: WebClient,
	slack: SlackUser,
	code: string,
): Promise<RespondArguments> {
	// Slack is asked what the user is: the command itself does not say.
	const { user } = await client.users.info({ user: slack.user });
	const words = wordsOf(languageOfLocale(user?.locale));
	if (code === "") return said(words.command.noCode);
	const reason = strangerIn(user ?? {}, slack);
	if (reason !== null) {
		await refuse(deps, slack, reason);
		return said(words.stranger[reason]);
	}
	const linking = await linkSlackUser(deps.access, { ...slack, code });
	if (linking.linked) return said(words.command.linked(linking.person.name));
	await refuse(deps, slack, linking.reason === "deactivated" ? "deactivated" : "unlinked");
	switch (linking.reason) {
		case "wrong_code":
			return said(words.command.wrong_code);
		case "taken":
			return said(words.command.taken);
		default:
			return said(words.stranger[linking.reason]);
	}
}

interface UserInfo {
	deleted?: boolean;
	is_bot?: boolean;
	is_restricted?: boolean;
	is_ultra_restricted?: boolean;
	is_stranger?: boolean;
	team_id?: string;
}

/** Why a user of Slack's directory cannot be linked; null where nothing speaks against it. */
function strangerIn(user: UserInfo, slack: SlackUser): SlackStranger | null {
	if (user.deleted) return "deactivated";
	if (user.is_bot) return "bot";
	if (user.is_stranger || (user.team_id !== undefined && user.team_id !== slack.team)) return "external";
	return user.is_restricted || user.is_ultra_restricted ? "guest" : null;
}

async function refuse({ access }: BotDeps, slack: SlackUser, reason: SlackStranger): Promise<void> {
	const workspaceId = await workspaceOfTeam(access, slack);
	if (workspaceId === null) return;
	await recordRefusedStranger(access, {
		...slack,
		workspaceId,
		personId: null,
		requestId: null,
		reason,
		attempt: "link",
	});
}

async function languageOf(client: WebClient, user: string): Promise<"en" | "de"> {
	try {
		return languageOfLocale((await client.users.info({ user, include_locale: true })).user?.locale);
	} catch {
		return "en";
	}
}

function said(text: string): RespondArguments {
	return { response_type: "ephemeral", text: escaped(text) };
}
