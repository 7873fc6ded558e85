import {
	apiKeyListSchema,
	apiKeyMadeSchema,
	apiKeySchema,
	calendarDocumentExample,
	calendarListSchema,
	calendarSchema,
	colleagueSchema,
	delegationEndedSchema,
	delegationListSchema,
	delegationSchema,
	groupListSchema,
	groupSchema,
	personListSchema,
	personSchema,
	rotaDocumentExample,
	rotaListSchema,
	rotaSchema,
	seenPersonSchema,
} from "./directory-answers.ts";
import {
	apiKeyBody,
	delegationBody,
	groupBody,
	membersBody,
	newGroupBody,
	newPersonBody,
	personChangesBody,
} from "./directory-bodies.ts";
import { peopleCsv, peopleImportSchema } from "./people-import.ts";
import { preferencesBody, preferencesSchema } from "./preferences.ts";
import { jsonObject } from "./text.ts";

/** The directory's schemas, by the names that the OpenAPI document gives them. */
export const DIRECTORY_SCHEMAS = {
	Person: personSchema,
	Colleague: colleagueSchema,
	SeenPerson: seenPersonSchema,
	PersonList: personListSchema,
	NewPerson: newPersonBody,
	PersonChanges: personChangesBody,
	PeopleCsv: peopleCsv,
	PeopleImport: peopleImportSchema,
	Preferences: preferencesSchema,
	PreferenceChanges: preferencesBody,
	Group: groupSchema,
	GroupList: groupListSchema,
	NewGroup: newGroupBody,
	GroupBody: groupBody,
	MembersBody: membersBody,
	Delegation: delegationSchema,
	DelegationList: delegationListSchema,
	DelegationBody: delegationBody,
	DelegationEnded: delegationEndedSchema,
	Calendar: calendarSchema,
	CalendarList: calendarListSchema,
	CalendarDocument: jsonObject("a calendar").meta({
		description:
			"A calendar: `timeZone`, `hours` by weekday, `holidays`, `exceptions` by day. A closing time at or before its opening is on the next day.",
		examples: [calendarDocumentExample],
	}),
	Rota: rotaSchema,
	RotaList: rotaListSchema,
	RotaDocument: jsonObject("a rota").meta({
		description:
			"An on-call rota: people take turns of `shiftLength` from `start` at `handOver` on; an override stands in from its start to its end. People are ids or e-mail addresses.",
		examples: [rotaDocumentExample],
	}),
	ApiKey: apiKeySchema,
	ApiKeyList: apiKeyListSchema,
	ApiKeyBody: apiKeyBody,
	ApiKeyMade: apiKeyMadeSchema,
} as const;

/** The parts of paths that name something of the directory. */
export const DIRECTORY_PATH_PARTS: Record<string, { description: string; schema: Record<string, unknown> }> =
	{
		person: { description: "Id or e-mail address of a person.", schema: { type: "string" } },
		group: named("Name of a group."),
		calendar: named("Name of a calendar."),
		rota: named("Name of a rota."),
		delegation: { description: "Id of a delegation.", schema: { type: "string", format: "uuid" } },
		apiKey: { description: "Id of an API key.", schema: { type: "string", format: "uuid" } },
	};

function named(description: string): { description: string; schema: Record<string, unknown> } {
	return { description, schema: { type: "string", pattern: "^[a-z0-9-]{1,64}$" } };
}
