import type { Access } from "../access/access.ts";

/**
 * The workspace that a token of the environment is for: the one of this short name, or the only one.
 * Throws, saying what to set, where there is none or more than one.
 */
export async function slackWorkspace(
	{ system }: Pick<Access, "system">,
	slug: string | undefined,
): Promise<string> {
	const rows = await system.sql<
		{ id: string; slug: string }[]
	>`select id, slug from workspaces order by slug`;
	const fitting = slug === undefined ? rows : rows.filter((row) => row.slug === slug);
	const [only] = fitting;
	if (only !== undefined && fitting.length === 1) return only.id;
	const names = rows.map((row) => row.slug).join(", ");
	throw new Error(
		slug === undefined
			? `Set SLACK_WORKSPACE to the workspace whose requests Slack carries: ${names || "there is none yet"}.`
			: `SLACK_WORKSPACE is ${slug}, and there is no such workspace: ${names || "there is none yet"}.`,
	);
}
