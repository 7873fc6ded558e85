import { z } from "zod";
import type { ApiCall } from "./api-call.ts";
import { text } from "./text.ts";

const instant = z.iso.datetime().meta({ description: "ISO 8601, UTC, with milliseconds." });

/** The body of `PUT /calendar-feed`. */
export const calendarFeedBody = z
	.strictObject({
		url: text("the address of a calendar, https:// or webcal://").min(1).max(2_000).meta({
			description: "Where the calendar is: a secret. It is kept sealed, and only its host is shown.",
		}),
		delegate: text("the id or e-mail address of a person")
			.min(1)
			.max(320)
			.meta({ description: "Who decides meanwhile, by id or e-mail address." }),
		words: z.array(text("a word").max(200)).max(100).exactOptional().meta({
			description:
				"Words in an event's title that mark it as out of office, in any case. Default: out of office, ooo, vacation, holiday, urlaub, abwesend, annual leave.",
		}),
	})
	.meta({
		description: "A calendar that says when its owner is out of office.",
		examples: [{ url: "https://calendar.example.com/private-1f7c/basic.ics", delegate: "bo@example.com" }],
	});

/** The query of `DELETE /calendar-feed`. */
export const calendarFeedQuery = z.strictObject({
	person: text("the id or e-mail address of a person")
		.max(320)
		.exactOptional()
		.meta({ description: "Whose calendar, for administrators. Default: one's own." }),
});

const calendarFeedSchema = z
	.object({
		host: z.string().meta({ description: "All that is shown of the address." }),
		delegate: z
			.object({ id: z.string(), name: z.string(), email: z.string(), active: z.boolean() })
			.meta({ description: "Who decides meanwhile." }),
		words: z.array(z.string()).meta({ description: "Words in a title that mark an event." }),
		periods: z
			.array(z.object({ start: instant, end: instant }))
			.meta({ description: "What was found that is not over, by start; 400 days ahead, at most 500." }),
		fetchedAt: instant.nullable().meta({ description: "When it was last read." }),
		lastError: z
			.string()
			.nullable()
			.meta({ description: "Why the last attempt failed; null when it did not." }),
		nextFetchAt: instant,
		createdAt: instant,
	})
	.meta({
		description: "An out-of-office calendar, and what it says.",
		examples: [
			{
				host: "calendar.example.com",
				delegate: {
					id: "0197a1c2-7a11-7b0f-8e21-5d4c3b2a1f0e",
					name: "Bo Lind",
					email: "bo@example.com",
					active: true,
				},
				words: ["out of office", "vacation"],
				periods: [{ start: "2026-02-02T23:00:00.000Z", end: "2026-02-07T23:00:00.000Z" }],
				fetchedAt: "2026-01-20T08:00:00.000Z",
				lastError: null,
				nextFetchAt: "2026-01-20T08:31:12.000Z",
				createdAt: "2026-01-20T08:00:00.000Z",
			},
		],
	});

const calendarFeedRemovedSchema = z
	.object({ removed: z.literal(true) })
	.meta({ description: "The calendar is gone.", examples: [{ removed: true }] });

/** The schemas about out-of-office calendars, by the names that the OpenAPI document gives them. */
export const CALENDAR_FEED_SCHEMAS = {
	CalendarFeed: calendarFeedSchema,
	CalendarFeedBody: calendarFeedBody,
	CalendarFeedRemoved: calendarFeedRemovedSchema,
} as const;

const answer = (description: string, schema: string) => ({ description, schema });

/** The calls about one's own out-of-office calendar. */
export const CALENDAR_FEED_CALLS: readonly ApiCall[] = [
	{
		method: "get",
		path: "/calendar-feed",
		id: "getCalendarFeed",
		tag: "Directory",
		summary: "Get one's own out-of-office calendar",
		answers: { "200": answer("The calendar.", "CalendarFeed") },
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "put",
		path: "/calendar-feed",
		id: "putCalendarFeed",
		tag: "Directory",
		summary: "Give an out-of-office calendar",
		description:
			"An iCalendar address of one's own. It is fetched before the answer, and then every half hour: while an event of it says out of office, the delegate decides. What cannot be fetched or read is refused as invalid at `url`, and what there was stays.",
		body: { schema: "CalendarFeedBody" },
		answers: { "200": answer("The calendar, and what it says.", "CalendarFeed") },
		refusals: ["not_eligible"],
	},
	{
		method: "delete",
		path: "/calendar-feed",
		id: "removeCalendarFeed",
		tag: "Directory",
		summary: "Take an out-of-office calendar away",
		description:
			"One's own, or, for administrators, anybody's. What it found that has begun ends now; what has not is forgotten.",
		query: calendarFeedQuery,
		answers: { "200": answer("It is gone.", "CalendarFeedRemoved") },
		refusals: ["not_found", "not_eligible"],
	},
];
