import { diffDocuments, diffText } from "../../policy/diff-documents.ts";
import { parsePolicy } from "../../policy/parse.ts";
import { readText } from "../../policy/read-document.ts";
import { wholeNumber } from "../arguments.ts";
import { UsageError } from "../cli-error.ts";
import { EXIT } from "../exit-code.ts";
import { fieldLines } from "../explain-error.ts";
import { readInput } from "../read-input.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

/** Shows how two versions of a policy differ, or a version (the newest) and a local file. */
export async function policyDiff(
	session: Session,
	name: string,
	file: string | undefined,
	options: { from?: string; to?: string },
): Promise<number> {
	const from = versionOf("--from", options.from);
	const to = versionOf("--to", options.to);
	if (file !== undefined && to !== undefined)
		throw new UsageError("--to: leave it out where a file is given: the file is what it is compared with");
	return file === undefined
		? diffVersions(session, name, { ...(from !== undefined && { from }), ...(to !== undefined && { to }) })
		: diffFile(session, name, file, from);
}

async function diffVersions(
	session: Session,
	name: string,
	versions: { from?: number; to?: number },
): Promise<number> {
	const diff = await session.client().policies.diff(name, versions);
	if (!session.json)
		note(`Policy ${diff.name}, from version ${diff.from.version} to version ${diff.to.version}:`);
	session.answer(diff, () => printable(diff.text));
	return EXIT.done;
}

async function diffFile(
	session: Session,
	name: string,
	file: string,
	version: number | undefined,
): Promise<number> {
	const text = await readInput(file);
	const parsed = parsePolicy(text);
	const reading = readText(text);
	if (!parsed.ok || !reading.ok) {
		note(["The policy is not valid:", ...fieldLines(parsed.ok ? [] : parsed.errors)].join("\n"));
		return EXIT.failed;
	}
	const policy = await session.client().policies.get(name, version === undefined ? {} : { version });
	const changes = diffDocuments(policy.document, reading.value);
	if (!session.json) note(`Policy ${policy.name}, from version ${policy.version} to ${file}:`);
	const { createdAt, createdBy } = policy;
	const from = { version: policy.version, createdAt, createdBy };
	session.answer({ name: policy.name, from, to: { file }, changes, text: diffText(changes) }, () =>
		printable(diffText(changes)),
	);
	return EXIT.done;
}

function versionOf(option: string, text: string | undefined): number | undefined {
	return text === undefined ? undefined : wholeNumber(option, text, 1, 2_147_483_647);
}

/** Line by line, without what a terminal would obey. */
function printable(text: string): string {
	if (text === "") return "They say the same.";
	return text.replace(/[^\n\P{Cc}]|\p{Bidi_Control}/gu, "�");
}
