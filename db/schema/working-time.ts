import { sql } from "drizzle-orm";
import { jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";

/** Calendars that policies count working time in. The document is what `policy/read-calendar.ts` reads. */
export const calendars = pgTable(
	"calendars",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		name: text("name").notNull(),
		document: jsonb("document").notNull(),
		updatedAt: instant("updated_at").notNull().default(sql`now()`),
	},
	(table) => [uniqueIndex("calendars_name").on(table.workspaceId, table.name)],
);

/** On-call rotas: who is asked where a policy says `{ oncall: name }`. The document is what `policy/read-rota.ts` reads, people by id. */
export const rotas = pgTable(
	"rotas",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		name: text("name").notNull(),
		document: jsonb("document").notNull(),
		updatedAt: instant("updated_at").notNull().default(sql`now()`),
	},
	(table) => [uniqueIndex("rotas_name").on(table.workspaceId, table.name)],
);
