import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";

/** A key of a person or service account for the HTTP API. Only its SHA-256 is kept. */
export const apiKeys = pgTable(
	"api_keys",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		name: text("name").notNull(),
		/** First characters, so that people recognise it. */
		prefix: text("prefix").notNull(),
		hash: bytes("hash").notNull(),
		scopes: text("scopes").array().notNull(),
		createdAt: instant("created_at").notNull().default(sql`now()`),
		revokedAt: instant("revoked_at"),
	},
	(table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_person").on(table.personId)],
);

/** A signed-in browser. The cookie holds its id; it is looked up at each request, so it can be ended at once. */
export const sessions = pgTable(
	"sessions",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		/** How the person signed in: demo link or OIDC. */
		method: text("method", { enum: ["demo", "oidc"] }).notNull(),
		createdAt: instant("created_at").notNull().default(sql`now()`),
		expiresAt: instant("expires_at").notNull(),
		endedAt: instant("ended_at"),
	},
	(table) => [index("sessions_person").on(table.personId)],
);

/** A one-use sign-in link of the demo. */
export const signInTokens = pgTable(
	"sign_in_tokens",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		hash: bytes("hash").notNull(),
		expiresAt: instant("expires_at").notNull(),
		usedAt: instant("used_at"),
	},
	(table) => [uniqueIndex("sign_in_tokens_hash").on(table.hash)],
);

/** Data keys, wrapped by the key-encryption key; destroyed by setting `wrapped` to null. */
export const dataKeys = pgTable(
	"data_keys",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		subject: text("subject").notNull(),
		version: integer("version").notNull(),
		wrapped: text("wrapped"),
		createdAt: instant("created_at").notNull().default(sql`now()`),
		erasedAt: instant("erased_at"),
	},
	(table) => [uniqueIndex("data_keys_version").on(table.workspaceId, table.subject, table.version)],
);
