/** A Slack user as Slack itself tells one apart. */
export interface SlackUser {
	/** Id of the Enterprise Grid organisation; empty where there is none. */
	enterprise: string;
	/** Id of the Slack workspace («team»). */
	team: string;
	/** Id of the user. */
	user: string;
}

/** Why somebody in Slack is nobody here. */
export type SlackStranger = "not_installed" | "unlinked" | "deactivated" | "external" | "guest" | "bot";
