import type { Ctx } from "../context.ts";
import { readDirectory } from "../directory/change.ts";
import { iso } from "../read/request-view.ts";

/** What the signed-in inbox shows of a person's Slack. */
export interface SlackState {
	/** Names of the Slack workspaces in which the bot is installed. */
	teams: string[];
	link: { teamName: string; user: string; linkedAt: string } | null;
}

export function slackStateOf(ctx: Ctx): Promise<SlackState> {
	return readDirectory(ctx, async ({ sql }) => {
		const teams = await sql<{ team_name: string }[]>`
			select team_name from slack_installations where revoked_at is null order by team_name`;
		const [link] = await sql<{ team_name: string | null; user_id: string; linked_at: string }[]>`
			select i.team_name, l.user_id, l.linked_at from slack_links l
				left join slack_installations i on i.enterprise_id = l.enterprise_id and i.team_id = l.team_id
			where l.person_id = ${ctx.actor.personId}`;
		return {
			teams: teams.map(({ team_name }) => team_name),
			link:
				link === undefined
					? null
					: { teamName: link.team_name ?? "Slack", user: link.user_id, linkedAt: iso(link.linked_at) },
		};
	});
}
