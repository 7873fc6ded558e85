import type { PeopleImport } from "../../sdk/index.ts";
import { EXIT } from "../exit-code.ts";
import { readInput } from "../read-input.ts";
import type { Session } from "../session.ts";

/** Adds and changes people by the lines of a CSV file. What is wrong in it is for the server to say, line by line. */
export async function usersImport(
	session: Session,
	file: string,
	options: { dryRun?: true; deactivateMissing?: true },
): Promise<number> {
	const done = await session.client().users.import(await readInput(file), options);
	session.answer(done, () => importText(done));
	return EXIT.done;
}

function importText({
	dryRun,
	created,
	updated,
	unchanged,
	deactivated,
	groupsCreated,
}: PeopleImport): string {
	const counts = `${created} created, ${updated} updated, ${unchanged} unchanged, ${deactivated} deactivated`;
	const groups = groupsCreated.length === 0 ? [] : [`New groups: ${groupsCreated.join(", ")}.`];
	return [`${dryRun ? "Nothing was changed. It would be: " : ""}${counts}.`, ...groups].join("\n");
}
