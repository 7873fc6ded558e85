import { parsePolicy } from "../../policy/parse.ts";
import { readText } from "../../policy/read-document.ts";
import { EXIT } from "../exit-code.ts";
import { fieldLines } from "../explain-error.ts";
import { readInput } from "../read-input.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

/** Makes a new version of a policy. Whether the document is valid is for the server to say. */
export async function policyPush(session: Session, file: string): Promise<number> {
	const text = await readInput(file);
	const name = nameIn(text);
	if (name === null) {
		const parsed = parsePolicy(text);
		note(["The policy is not valid:", ...fieldLines(parsed.ok ? [] : parsed.errors)].join("\n"));
		return EXIT.failed;
	}
	const pushed = await session.client().policies.put(name, text);
	const made = pushed.created ? "is now" : "was already";
	session.answer(pushed, () => `Policy ${pushed.name} ${made} version ${pushed.version}.`);
	if (pushed.warnings.length > 0) note(["Look at these:", ...fieldLines(pushed.warnings)].join("\n"));
	return EXIT.done;
}

/** Null where the document has none that could be one. */
function nameIn(text: string): string | null {
	const reading = readText(text);
	if (!reading.ok || typeof reading.value !== "object" || reading.value === null) return null;
	const { name } = reading.value as { name?: unknown };
	return typeof name === "string" && /^[a-z0-9-]{1,64}$/.test(name) ? name : null;
}
