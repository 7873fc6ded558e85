import { offlineProblem, type Problem, problemOf } from "./call-api.ts";

/**
 * Calls the HTTP API for an answer of one JSON object a line, and tells each as it comes. Answers null once it has
 * ended, or why it could not be had; never throws. Ends without a problem where `signal` stops it.
 */
export async function streamApi(
	path: string,
	body: unknown,
	onRow: (row: { kind: string }) => void,
	signal: AbortSignal,
): Promise<Problem | null> {
	try {
		const response = await fetch(path, {
			method: "POST",
			headers: {
				accept: "application/x-ndjson, application/problem+json",
				"content-type": "application/json",
			},
			cache: "no-store",
			body: JSON.stringify(body),
			signal,
		});
		if (!response.ok || response.body === null)
			return problemOf(await response.json().catch(() => null), response.status);
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		let rest = "";
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			const lines = (rest + part.value).split("\n");
			rest = lines.pop() ?? "";
			for (const line of lines) {
				const row: { kind: string } = JSON.parse(line);
				if (row.kind === "problem") return problemOf(row, 500);
				onRow(row);
			}
		}
		return null;
	} catch {
		return signal.aborted ? null : offlineProblem();
	}
}
