import { z } from "zod";
import type { ApiCall } from "./api-call.ts";
import { oneOf, write } from "./field-message.ts";

const flag = (description: string) =>
	z
		.enum(["true", "false"], { error: write(oneOf(["true", "false"])) })
		.transform((value) => value === "true")
		.exactOptional()
		.meta({ description });

/** The query of `POST /users/import`. */
export const importQuery = z.strictObject({
	dryRun: flag("true: say what would happen, and change nothing."),
	deactivateMissing: flag("true: deactivate who is active and not in the file, other than service accounts."),
});

/** The body of `POST /users/import`; at most 5 MiB. */
export const peopleCsv = z.string().meta({
	description:
		"RFC 4180 in UTF-8, with a header. Columns: email (required), name (required for somebody new), role (member, auditor, administrator), manager (e-mail address; may stand later in the file), groups (names, separated by ;: exactly those that the person is in from then on; new ones are made), timeZone, active (true, false), externalId. A column that is not there leaves as it is; an empty manager, groups or externalId means none, another empty cell leaves as it is.",
	examples: [
		"email,name,manager,groups\r\nana@example.com,Ana Arnold,bo@example.com,finance;leads\r\nbo@example.com,Bo Berg,,\r\n",
	],
});

const count = z.int().min(0);

/** The answer of `POST /users/import`. */
export const peopleImportSchema = z
	.object({
		dryRun: z.boolean().meta({ description: "True: nothing was changed." }),
		created: count,
		updated: count,
		unchanged: count,
		deactivated: count,
		groupsCreated: z.array(z.string()).meta({ description: "Names of groups that were made." }),
	})
	.meta({
		description: "What an import did, or would do. Numbers of people.",
		examples: [
			{ dryRun: false, created: 2, updated: 1, unchanged: 40, deactivated: 0, groupsCreated: ["finance"] },
		],
	});

/** The calls that import people. */
export const IMPORT_CALLS: readonly ApiCall[] = [
	{
		method: "post",
		path: "/users/import",
		id: "importUsers",
		tag: "Directory",
		summary: "Import people and their groups from CSV",
		description:
			"All of it or nothing, in one transaction. Where lines are wrong, `errors` names each with line, column and what to write, and nothing is changed.",
		query: importQuery,
		body: { schema: "PeopleCsv", csv: true },
		answers: { "200": { description: "What it did, or would do.", schema: "PeopleImport" } },
		refusals: ["not_eligible", "too_large"],
	},
];
