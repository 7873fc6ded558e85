import { sql } from "drizzle-orm";
import { bigint, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** An organisation. All else belongs to one; row-level security keeps them apart. */
export const workspaces = pgTable("workspaces", {
	id: uuid("id").primaryKey(),
	slug: text("slug").notNull().unique(),
	name: text("name").notNull(),
	/** Moves with every change of people or groups, so that processes know when what they remember is old. */
	directoryVersion: bigint("directory_version", { mode: "number" }).notNull().default(1),
	createdAt: instant("created_at").notNull().default(sql`now()`),
});
