import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns.ts";
import { people } from "./people.ts";

/** `to` decides for `from` from `startsAt` (inclusive) to `endsAt` (exclusive). */
export const delegations = pgTable(
	"delegations",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		fromId: uuid("from_id")
			.notNull()
			.references(() => people.id),
		toId: uuid("to_id")
			.notNull()
			.references(() => people.id),
		startsAt: instant("starts_at").notNull(),
		endsAt: instant("ends_at").notNull(),
		/** Who made it: the absent person, an administrator, or the person's out-of-office calendar. */
		origin: text("origin", { enum: ["self", "administrator", "feed"] }).notNull(),
		/** The feed that it came from, and the event's UID there. */
		feedId: uuid("feed_id").references(() => calendarFeeds.id, { onDelete: "cascade" }),
		feedUid: text("feed_uid"),
		createdBy: uuid("created_by").references(() => people.id),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [
		index("delegations_from").on(table.workspaceId, table.fromId),
		index("delegations_to").on(table.workspaceId, table.toId),
		index("delegations_end").on(table.workspaceId, table.endsAt),
		check("delegations_order", sql`${table.startsAt} < ${table.endsAt}`),
		check("delegations_other", sql`${table.fromId} <> ${table.toId}`),
	],
);

/** An iCalendar address that a person gave: while an event of it says «out of office», somebody else decides. */
export const calendarFeeds = pgTable(
	"calendar_feeds",
	{
		id: uuid("id").primaryKey(),
		workspaceId: workspaceId(),
		personId: uuid("person_id")
			.notNull()
			.references(() => people.id),
		/** Who decides meanwhile. */
		delegateId: uuid("delegate_id")
			.notNull()
			.references(() => people.id),
		/** Sealed with the person's key: whoever has such an address can read the calendar. */
		sealedUrl: text("sealed_url").notNull(),
		/** What pages show of it: the host. */
		host: text("host").notNull(),
		etag: text("etag"),
		nextFetchAt: instant("next_fetch_at").notNull().default(sql`now()`),
		fetchedAt: instant("fetched_at"),
		/** Why the last fetch failed, in words for the person; null when it did not. */
		lastError: text("last_error"),
		createdAt: instant("created_at").notNull().default(sql`now()`),
	},
	(table) => [
		uniqueIndex("calendar_feeds_person").on(table.personId),
		index("calendar_feeds_next").on(table.nextFetchAt),
	],
);
