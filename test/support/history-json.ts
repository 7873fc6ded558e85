import type { temporal } from "@temporalio/proto";
import * as proto from "@temporalio/proto";

type History = temporal.api.history.v1.IHistory;

// Node sees the generated CommonJS module's names as named exports or under `default`, depending on the loader.
const { temporal: api } =
	"temporal" in proto ? proto : (proto as unknown as { default: typeof proto }).default;
const Message = api.api.history.v1.History;

/** A workflow's history as plain JSON data: enums by name, 64-bit numbers as text, bytes as base64. */
export function historyToData(history: History): Record<string, unknown> {
	return Message.toObject(Message.fromObject(history), { enums: String, longs: String, bytes: String });
}

/** The history that `historyToData` made data of. */
export function historyFromData(data: Record<string, unknown>): History {
	return Message.fromObject(data);
}
