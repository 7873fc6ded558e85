import {
	actorOfSlackUser,
	type KnownInSlack,
	type UnknownInSlack,
} from "../ledger/slack/actor-of-slack-user.ts";
import { recordRefusedStranger } from "../ledger/slack/refused-stranger.ts";
import type { SlackUser } from "../ledger/slack/slack-user.ts";
import type { BotDeps } from "./bot-deps.ts";

/** Who acts, as Slack's payload says. */
export interface Presser {
	slack: SlackUser;
	/** The workspace that the user belongs to, where it is told: another one than the installation's is external. */
	homeTeam: string | null;
}

/**
 * Who somebody in Slack is here. Whoever is nobody is refused, and the attempt is recorded where it is known for which
 * workspace.
 */
export async function identify(
	{ access, log }: BotDeps,
	{ slack, homeTeam }: Presser,
	attempt: string,
): Promise<KnownInSlack | UnknownInSlack> {
	const found = await actorOfSlackUser(access, slack);
	const external = homeTeam !== null && homeTeam !== slack.team;
	const who: KnownInSlack | UnknownInSlack = external ? asExternal(found) : found;
	if (who.known) return who;
	if (who.workspaceId === null) log.warn({ slack, attempt }, "an act from a Slack workspace without the app");
	else if (attempt !== "look") {
		await recordRefusedStranger(access, {
			...slack,
			workspaceId: who.workspaceId,
			personId: who.personId,
			requestId: null,
			reason: who.reason,
			attempt,
		});
	}
	return who;
}

function asExternal(found: KnownInSlack | UnknownInSlack): UnknownInSlack {
	if (!found.known) return found.reason === "not_installed" ? found : { ...found, reason: "external" };
	const { workspaceId, personId } = found.actor;
	return { known: false, reason: "external", workspaceId, personId };
}

interface Payload {
	user: { id: string; team_id?: string };
	team?: { id: string; enterprise_id?: string } | null;
	enterprise?: { id: string } | null;
}

/** Who acts in an interaction: a button, a modal, a shortcut. */
export function presserOf({ user, team, enterprise }: Payload): Presser {
	return {
		slack: {
			enterprise: enterprise?.id ?? team?.enterprise_id ?? "",
			team: team?.id ?? user.team_id ?? "",
			user: user.id,
		},
		homeTeam: user.team_id ?? null,
	};
}
