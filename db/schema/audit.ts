import { bigint, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";

/**
 * The audit trail: insert and read only (triggers refuse everything else, for every role). `body` is the
 * RFC 8785 canonical JSON of the entry, byte for byte what a proof will be about; personal texts stand in it
 * only as salted commitments.
 */
export const auditEntries = pgTable(
	"audit_entries",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		/** Order of insertion; gaps are rolled back transactions. */
		position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity().notNull(),
		at: instant("at").notNull(),
		kind: text("kind").notNull(),
		actorId: uuid("actor_id"),
		requestId: uuid("request_id"),
		requestVersion: integer("request_version"),
		body: text("body").notNull(),
	},
	(table) => [
		index("audit_entries_position").on(table.workspaceId, table.position.desc()),
		index("audit_entries_request").on(table.requestId, table.position),
		index("audit_entries_actor").on(table.workspaceId, table.actorId, table.position.desc()),
		index("audit_entries_kind").on(table.workspaceId, table.kind, table.position.desc()),
	],
);
