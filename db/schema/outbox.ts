import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";

/** What is still to be told to a request's workflow. A row goes when it has been told. */
export const outbox = pgTable(
	"outbox",
	{
		/** Also the request id of the call to Temporal, so that a repeat is not a second signal. */
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		requestId: uuid("request_id").notNull(),
		/** `{ version, wakeAt, outcome, decisions: [id] }`: what the workflow is to know. */
		news: jsonb("news").notNull(),
		/** The relay takes it from here on; before, the process that wrote it tells it itself. */
		visibleAt: instant("visible_at").notNull(),
		attempts: integer("attempts").notNull().default(0),
		lastError: text("last_error"),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [index("outbox_visible").on(table.visibleAt)],
);
