import { sql } from "drizzle-orm";
import { bigint, index, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";

/**
 * What changed in a directory and is still to be followed by open requests. Triggers write it in the transaction
 * of the change, whoever makes it; the worker's follower takes the rows away.
 */
export const directoryMoves = pgTable(
	"directory_moves",
	{
		id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
		workspaceId: workspaceId(),
		/** Whoever joined, left, changed manager or address, delegates or no longer does, or changed groups. */
		people: uuid("people").array().notNull(),
		/** Names of groups whose members changed. */
		groups: text("groups").array().notNull(),
		/** Names of rotas that changed. */
		rotas: text("rotas").array().notNull(),
		/** Where it is a repeat: the requests that could not follow, and how often that was tried. */
		requests: uuid("requests").array(),
		tries: smallint("tries").notNull().default(0),
		/**
		 * How often it has been followed. Twice are enough: what was being written while the directory changed, and so
		 * could neither see the change nor be seen, is there the second time.
		 */
		passes: smallint("passes").notNull().default(0),
		/** Not to be taken before: a follower that dies leaves it to the next. */
		visibleAt: instant("visible_at").notNull().default(sql`now()`),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [index("directory_moves_visible").on(table.visibleAt)],
);
