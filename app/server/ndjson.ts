import { problemFrom } from "./respond.ts";

/**
 * Answers a stream of one JSON object a line, as fast as the other side reads it. What goes wrong before the first
 * row is thrown, so that it gets its status; after that it is a last line `{"kind":"problem", …}`. The rows end when
 * the other side goes away.
 */
export async function ndjson(
	rows: AsyncGenerator<object, void, undefined>,
	signal: AbortSignal,
): Promise<Response> {
	const first = await rows.next();
	const encoder = new TextEncoder();
	const line = (row: object) => encoder.encode(`${JSON.stringify(row)}\n`);
	let pending = first.done ? null : first.value;
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				if (pending !== null) {
					controller.enqueue(line(pending));
					pending = null;
					return;
				}
				const next = await rows.next();
				if (next.done) controller.close();
				else controller.enqueue(line(next.value));
			} catch (error) {
				if (signal.aborted) return controller.close();
				controller.enqueue(line({ kind: "problem", ...problemFrom(error) }));
				controller.close();
			}
		},
		async cancel() {
			await rows.return();
		},
	});
	return new Response(body, {
		headers: {
			"content-type": "application/x-ndjson; charset=utf-8",
			// `no-transform`: compression would hold rows back until its window is full.
			"cache-control": "no-store, no-transform",
			"x-accel-buffering": "no",
		},
	});
}
