import type { WrappedKey } from "./key-provider.ts";

/** `history` (the workspace's workflow history), `request:<uuid>` or `person:<uuid>`. */
export type Subject = "history" | `request:${string}` | `person:${string}`;

/** A data key to be stored. `id` is a UUID; `version` counts from 1 within workspace and subject. */
export interface NewDataKeyRow {
	id: string;
	workspaceId: string;
	subject: Subject;
	version: number;
	wrapped: WrappedKey;
}

/** A row of `data_keys`. Erasing sets `wrapped` to null and keeps the row, so that its id still says what it was. */
export interface DataKeyRow extends Omit<NewDataKeyRow, "wrapped"> {
	wrapped: WrappedKey | null;
	/** ISO 8601 instant. */
	createdAt: string;
	/** ISO 8601 instant, or null while the key lives. */
	erasedAt: string | null;
}

/** Where wrapped data keys are kept. It sees no unwrapped key. */
export interface DataKeyStore {
	/** The rows with these ids (UUIDs), in any order; ids that are not there are left out. */
	findMany(ids: readonly string[]): Promise<DataKeyRow[]>;
	/** The newest version of the subject's key, erased or not. */
	findActive(workspaceId: string, subject: Subject): Promise<DataKeyRow | undefined>;
	/** Stores the row, or, when somebody stored this version of the subject first, answers theirs. */
	insert(row: NewDataKeyRow): Promise<DataKeyRow>;
}
