import { sql } from "drizzle-orm";
import { integer, json, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";

export const policies = pgTable(
	"policies",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		name: text("name").notNull(),
		/** The version that new requests get. */
		currentVersion: integer("current_version").notNull(),
		/** Set: no new request can be made with it; those that are open go on. */
		retiredAt: instant("retired_at"),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [uniqueIndex("policies_name").on(table.workspaceId, table.name)],
);

/** Immutable (a trigger refuses update and delete): open requests keep the version they began with. */
export const policyVersions = pgTable(
	"policy_versions",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		policyId: uuid("policy_id")
			.notNull()
			.references(() => policies.id),
		version: integer("version").notNull(),
		/** The document as it was pushed, parsed; its fields keep their order (`json`, not `jsonb`), which pages show. */
		document: json("document").notNull(),
		/** SHA-256 of its RFC 8785 form: pushing the same document again makes no new version. */
		digest: bytes("digest").notNull(),
		createdBy: uuid("created_by").references(() => people.id),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [uniqueIndex("policy_versions_version").on(table.policyId, table.version)],
);
