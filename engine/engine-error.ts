/** What stopped the engine from doing its work; `code` is stable, the message is one sentence for people. */
export type EngineErrorCode =
	| "settings"
	| "already_running"
	| "port_in_use"
	| "data_folder"
	| "disk_full"
	| "database_user"
	| "postgres"
	| "temporal_binary"
	| "temporal"
	| "build"
	| "migrations"
	| "seed"
	| "child"
	| "interrupted";

export class EngineError extends Error {
	override readonly name = "EngineError";
	constructor(
		readonly code: EngineErrorCode,
		message: string,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message || error.name : String(error);
}
