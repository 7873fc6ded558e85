import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";

/** A Slack workspace («team») in which the bot is installed, and whose requests it carries. */
export const slackInstallations = pgTable(
	"slack_installations",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		teamId: text("team_id").notNull(),
		/** Empty where the team belongs to no Enterprise Grid. */
		enterpriseId: text("enterprise_id").notNull().default(""),
		teamName: text("team_name").notNull(),
		botUserId: text("bot_user_id").notNull(),
		/** The bot's token, sealed with the workspace's key. */
		sealedToken: text("sealed_token").notNull(),
		installedBy: uuid("installed_by").references(() => people.id),
		installedAt: instant("installed_at").notNull().default(sql`now()`),
		/** Set when Slack says that the app was removed or the token revoked. */
		revokedAt: instant("revoked_at"),
	},
	(table) => [
		uniqueIndex("slack_installations_team").on(table.enterpriseId, table.teamId),
		index("slack_installations_workspace").on(table.workspaceId),
	],
);

/** A Slack user who is a person here: made from the signed-in inbox alone, never by e-mail address. */
export const slackLinks = pgTable(
	"slack_links",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		enterpriseId: text("enterprise_id").notNull().default(""),
		teamId: text("team_id").notNull(),
		userId: text("user_id").notNull(),
		linkedAt: instant("linked_at").notNull().default(sql`now()`),
	},
	(table) => [
		uniqueIndex("slack_links_user").on(table.enterpriseId, table.teamId, table.userId),
		uniqueIndex("slack_links_person").on(table.personId),
	],
);

/** A short-lived code that the signed-in inbox shows and that its person types in Slack. */
export const slackLinkCodes = pgTable(
	"slack_link_codes",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		/** SHA-256 of the code. */
		hash: bytes("hash").notNull(),
		expiresAt: instant("expires_at").notNull(),
		usedAt: instant("used_at"),
	},
	(table) => [
		uniqueIndex("slack_link_codes_hash").on(table.hash),
		index("slack_link_codes_person").on(table.personId),
	],
);
