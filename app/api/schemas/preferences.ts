import { z } from "zod";
import { CHANNELS, LANGUAGES } from "../../../ledger/preferences/choices.ts";
import type { ApiCall } from "./api-call.ts";
import { oneOf, write } from "./field-message.ts";
import { text } from "./text.ts";

const wallTime = (example: string) =>
	text(`a time such as ${example}`).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, {
		error: write(`a time such as ${example}`),
	});
const language = z.enum(LANGUAGES, { error: write(oneOf(LANGUAGES)) });
const channel = z.enum(CHANNELS, { error: write(oneOf(CHANNELS)) });
const quietHours = z
	.strictObject({ from: wallTime("22:00"), to: wallTime("07:00") })
	.meta({
		description:
			"Wall-clock times in `timeZone`: what is not urgent waits until `to`, but never so long that its deadline would come first.",
	})
	.nullable();
const digestAt = wallTime("08:00")
	.meta({ description: "Wall-clock time of one mail a day with what is not urgent; null: a mail for each." })
	.nullable();
const example = {
	language: "de" as const,
	timeZone: "Europe/Berlin",
	channels: ["email" as const],
	quietHours: { from: "22:00", to: "07:00" },
	digestAt: null,
};

/** The answer of `GET /preferences`. */
export const preferencesSchema = z
	.object({
		language,
		timeZone: z.string().meta({ description: "IANA name." }),
		channels: z.array(channel).meta({ description: "Where messages go, the preferred first." }),
		available: z.array(channel).meta({ description: "Channels that could be chosen." }),
		quietHours,
		digestAt,
	})
	.meta({
		description: "How the caller likes to be reached.",
		examples: [{ ...example, available: ["email"] }],
	});

/** The body of `PATCH /preferences`. */
export const preferencesBody = z
	.strictObject(
		{
			language: language.exactOptional(),
			timeZone: text("a time zone such as Europe/London").min(1).max(64).exactOptional(),
			channels: z
				.array(channel, { error: write("a list of channels such as [email]") })
				.min(1)
				.max(CHANNELS.length)
				.exactOptional(),
			quietHours: quietHours.exactOptional(),
			digestAt: digestAt.exactOptional(),
		},
		{ error: write("an object such as { language, quietHours }") },
	)
	.meta({ description: "What is left out stays as it is.", examples: [example] });

const answers = { "200": { description: "The preferences.", schema: "Preferences" } };

/** The calls about one's own preferences. */
export const PREFERENCE_CALLS: readonly ApiCall[] = [
	{
		method: "get",
		path: "/preferences",
		id: "readPreferences",
		tag: "Directory",
		summary: "How the caller likes to be reached",
		answers,
		refusals: ["not_found", "not_eligible"],
	},
	{
		method: "patch",
		path: "/preferences",
		id: "changePreferences",
		tag: "Directory",
		summary: "Change how the caller likes to be reached",
		description:
			"One's own alone. A channel that is not linked cannot be chosen, and one always stays. An API key needs the scope directory:write.",
		body: { schema: "PreferenceChanges" },
		answers,
		refusals: ["not_found", "not_eligible"],
	},
];
