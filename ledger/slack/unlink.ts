import type { Ctx } from "../context.ts";
import { changeDirectory } from "../directory/change.ts";
import { UUID } from "../locked-request.ts";
import { Refusal } from "../refusal.ts";

/**
 * Ends the link between a person and their Slack user, one's own or, for administrators, anybody's. Messages go to the
 * other channels from now on. Ending one that is not there changes nothing.
 *
 * @param input.person id. Default: the actor
 * Refuses: `not_eligible`, `not_found`.
 */
export async function unlinkSlack(ctx: Ctx, input: { person?: string } = {}): Promise<{ unlinked: boolean }> {
	const { actor } = ctx;
	const person = input.person ?? actor.personId;
	if (person !== actor.personId && actor.role !== "administrator")
		throw new Refusal("not_eligible", "Only administrators unlink others from Slack.");
	if (actor.scopes !== null && !actor.scopes.has("directory:write"))
		throw new Refusal("not_eligible", "This API key lacks the scope directory:write.");
	if (!UUID.test(person)) throw new Refusal("not_found", "There is no such person.");
	return changeDirectory(ctx, async ({ tx, record }) => {
		const gone = await tx.sql<{ team_id: string; user_id: string }[]>`
			delete from slack_links where person_id = ${person} returning team_id, user_id`;
		await tx.sql`
			update people set channels = case when channels = array['slack']::text[] then array['email']::text[]
				else array_remove(channels, 'slack') end
			where id = ${person} and 'slack' = any(channels)`;
		const [link] = gone;
		if (link === undefined) return { unlinked: false };
		await record("slack_unlinked", { person, slackTeam: link.team_id, slackUser: link.user_id });
		return { unlinked: true };
	});
}
