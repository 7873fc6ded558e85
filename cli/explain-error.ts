import { ConnectionError, CountersignError, type FieldError } from "../sdk/index.ts";
import { localTime } from "./instants.ts";
import { plain } from "./terminal.ts";

/** What went wrong, for people: one line, then the fields at fault. */
export function explainError(error: unknown): string {
	if (error instanceof CountersignError) return explainRefusal(error);
	if (error instanceof ConnectionError)
		return `${error.message} Is it running? countersign doctor says more.`;
	return error instanceof Error ? error.message : String(error);
}

function explainRefusal(error: CountersignError): string {
	const lines = [`${plain(error.detail)} (${error.code})`];
	const [only] = error.errors;
	const saysIt = error.errors.length === 1 && only !== undefined && error.detail.includes(only.message);
	if (!saysIt) lines.push(...fieldLines(error.errors));
	if (error.standing !== null) {
		const { outcome, by, channel, at } = error.standing;
		const who = by === null ? "" : ` by ${plain(by.name)}`;
		const where = channel === null ? "" : ` (${channel})`;
		lines.push(`  It was ${outcome}${who}${where} on ${localTime(at)}.`);
	}
	if (error.code === "not_signed_in")
		lines.push("  Check COUNTERSIGN_API_KEY; countersign doctor says more.");
	return lines.join("\n");
}

/** A line for each field. */
export function fieldLines(errors: readonly FieldError[]): string[] {
	return errors.map(({ path, message }) => `  ${path === "" ? "" : `${plain(path)}: `}${plain(message)}`);
}

/** What went wrong, for programs. */
export function errorJson(error: unknown): Record<string, unknown> {
	if (error instanceof CountersignError) {
		const { code, status, title, detail, errors, outcome, standing } = error;
		return { code, status, title, detail, errors, outcome, standing };
	}
	const code = error instanceof ConnectionError ? error.code : "failed";
	return { code, detail: error instanceof Error ? error.message : String(error) };
}
