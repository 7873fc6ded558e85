import type { Problem } from "../client/call-api.ts";

/** What the API found wrong, by field; under `rest` what belongs to no field of the form. */
export function fieldErrors<F extends string>(
	problem: Problem,
	fields: Readonly<Record<string, F>>,
): { fields: Partial<Record<F, string>>; rest: string | null } {
	const found: Partial<Record<F, string>> = {};
	let rest: string | null = null;
	for (const { path, message } of problem.errors) {
		const field = fields[path.replace(/[.[].*/, "")];
		const sentence = message.charAt(0).toUpperCase() + message.slice(1);
		if (field === undefined) rest = `${path}: ${message}`;
		else found[field] ??= sentence;
	}
	return { fields: found, rest: problem.errors.length === 0 ? problem.detail : rest };
}
