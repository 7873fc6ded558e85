import { parsePolicy } from "../../policy/parse.ts";
import { EXIT } from "../exit-code.ts";
import { fieldLines } from "../explain-error.ts";
import { readInput } from "../read-input.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

/** Checks a policy document. No server is needed. */
export async function policyValidate(session: Session, file: string): Promise<number> {
	const parsed = parsePolicy(await readInput(file));
	const errors = parsed.ok ? [] : parsed.errors;
	if (parsed.ok || session.json)
		session.answer({ valid: parsed.ok, errors }, () =>
			parsed.ok ? `Policy ${parsed.policy.name} is valid.` : "",
		);
	if (parsed.ok) return EXIT.done;
	note(["The policy is not valid:", ...fieldLines(errors)].join("\n"));
	return EXIT.failed;
}
