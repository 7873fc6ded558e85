import { createSecretKey, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { associatedData } from "./associated-data.ts";
import type { DataKeyRow, DataKeyStore, NewDataKeyRow, Subject } from "./data-key-store.ts";
import { VaultError } from "./errors.ts";
import type { KeyProvider } from "./key-provider.ts";
import { LruMap } from "./lru-map.ts";

const KEY_BYTES = 32;

/** An unwrapped data key. The secret is a KeyObject, so that printing a DataKey prints no key. */
export interface DataKey {
	readonly id: string;
	readonly workspaceId: string;
	readonly subject: Subject;
	readonly version: number;
	readonly secret: KeyObject;
}

/** Why a key id has no key: its subject was erased, or no such row exists. */
export type MissingDataKey = "erased" | "unknown";

/** Settings of {@link DataKeys}. */
export interface DataKeysOptions {
	store: DataKeyStore;
	provider: KeyProvider;
	/**
	 * How long a key is used before the store is asked again whether it still lives, in ms: so long can an erasure
	 * take to reach this process. Default 5 minutes.
	 */
	recheckAfterMs?: number;
	/** Most keys held at once (as many again of history keys). Default 10 000. */
	limit?: number;
	/** A monotonic clock in ms. Default `performance.now`. */
	now?: () => number;
	/** A key is replaced after about 2^this uses (see {@link DataKeys.countUse}). Default 26. */
	rotateAfterBits?: number;
}

/** How long a caller waits for the store about a history key it already holds, in ms. */
const PATIENCE_MS = 2_000;

interface Held {
	readonly row: DataKeyRow;
	readonly key: DataKey | "erased";
	/** When the store last said so, on the monotonic clock. */
	checkedAt: number;
}

/**
 * Data keys: made on first use, wrapped by the provider, kept in the store, held unwrapped in this process for a
 * bounded time.
 *
 * A key already unwrapped is unwrapped again only if its stored form changed: while the key service is down,
 * known keys go on working. History keys, which are never erased while workflows live, also go on while the store
 * is down.
 */
export class DataKeys {
	readonly #store: DataKeyStore;
	readonly #provider: KeyProvider;
	readonly #recheckAfterMs: number;
	readonly #now: () => number;
	readonly #rotateBelow: number;
	/** By key id. Kept apart, so that a list of many requests does not push out the few history keys. */
	readonly #history: LruMap<string, Held>;
	readonly #subjects: LruMap<string, Held>;
	/** The newest version by workspace and subject. */
	readonly #newestHistory: LruMap<string, Held>;
	readonly #newestSubjects: LruMap<string, Held>;
	readonly #loading = new Map<string, Promise<Held | "unknown">>();
	readonly #loadingNewest = new Map<string, Promise<Held>>();
	#batch: { ids: string[]; rows: Promise<Map<string, DataKeyRow>> } | undefined;

	constructor(options: DataKeysOptions) {
		const limit = options.limit ?? 10_000;
		this.#store = options.store;
		this.#provider = options.provider;
		this.#recheckAfterMs = options.recheckAfterMs ?? 5 * 60_000;
		this.#now = options.now ?? (() => performance.now());
		this.#rotateBelow = 2 ** (32 - (options.rotateAfterBits ?? 26));
		this.#history = new LruMap(limit);
		this.#subjects = new LruMap(limit);
		this.#newestHistory = new LruMap(limit);
		this.#newestSubjects = new LruMap(limit);
	}

	/**
	 * The key to seal with: the newest of the subject, made if there is none. Concurrent first uses, also of
	 * several processes, end with one key.
	 *
	 * The key is stored at once and on the store's own connection; so call this before a transaction, not in one
	 * (a transaction that waits here for a second connection can starve the pool). For a subject that is itself
	 * made in the transaction use {@link mint}.
	 *
	 * Throws {@link VaultError} `subject_erased`, and what store and provider throw.
	 */
	async active(workspaceId: string, subject: Subject): Promise<DataKey> {
		const held = await this.#fresh(
			this.#newest(subject).get(scopeOf(workspaceId, subject)),
			subject === "history",
			() => this.#loadNewest(workspaceId, subject),
		);
		if (held.key === "erased") {
			throw new VaultError(
				"subject_erased",
				`The data of ${subject} was erased: nothing more can be sealed for it.`,
			);
		}
		return held.key;
	}

	/**
	 * The key with this id (a UUID), to open with. Calls of one tick are looked up together.
	 *
	 * Throws what store and provider throw; a key that is gone for good is an answer, not an error.
	 */
	async find(id: string): Promise<DataKey | MissingDataKey> {
		const history = this.#history.get(id);
		const held = await this.#fresh(history ?? this.#subjects.get(id), history !== undefined, () =>
			this.#load(id),
		);
		return held === "unknown" ? held : held.key;
	}

	/**
	 * A first key for a subject that did not exist before, and its row, which the caller inserts into `data_keys`
	 * in the transaction that makes the subject. It is not held here: a transaction that rolls back would leave a
	 * key behind that seals and is stored nowhere.
	 */
	async mint(workspaceId: string, subject: Subject): Promise<{ key: DataKey; row: NewDataKeyRow }> {
		return this.#make(workspaceId, subject, 1);
	}

	/**
	 * To be told of each encryption, with its box (the first four bytes of the random nonce are looked at).
	 *
	 * One key may encrypt 2^32 times with random nonces (NIST SP 800-38D, 8.3). Instead of counting across processes
	 * and restarts, a key is replaced when 26 bits of a nonce happen to be zero: after 2^26 uses on average, whoever
	 * made them, and later than 2^32 with a probability of e^-64.
	 */
	countUse(key: DataKey, box: Uint8Array): void {
		const drawn =
			(((box[0] ?? 0) << 24) | ((box[1] ?? 0) << 16) | ((box[2] ?? 0) << 8) | (box[3] ?? 0)) >>> 0;
		if (drawn >= this.#rotateBelow) return;
		// A failure here loses nothing: the key goes on, and a later use draws again.
		this.#replace(key).catch(() => undefined);
	}

	/** Uses `held` while fresh, reloads in good time, and for history keys bears with a store that is down. */
	async #fresh<T extends Held | "unknown">(
		held: Held | undefined,
		history: boolean,
		load: () => Promise<T>,
	): Promise<Held | T> {
		if (!held) return load();
		const age = this.#now() - held.checkedAt;
		if (age < this.#recheckAfterMs / 2) return held;
		if (age < this.#recheckAfterMs) {
			load().catch(() => undefined);
			return held;
		}
		if (!history) return load();
		try {
			return await withinPatience(load());
		} catch {
			// Used a little longer; until then calls ask the store again without waiting for it.
			held.checkedAt = this.#now() - (this.#recheckAfterMs * 9) / 10;
			return held;
		}
	}

	#load(id: string): Promise<Held | "unknown"> {
		return once(this.#loading, id, async () => {
			const row = (await this.#enqueue(id)).get(id);
			return row ? this.#hold(row) : "unknown";
		});
	}

	/** Joins the look-up that goes out at the end of this tick. */
	#enqueue(id: string): Promise<Map<string, DataKeyRow>> {
		if (!this.#batch) {
			const ids: string[] = [];
			const rows = Promise.resolve().then(async () => {
				this.#batch = undefined;
				const found = await this.#store.findMany(ids);
				return new Map(found.map((row) => [row.id, row]));
			});
			this.#batch = { ids, rows };
		}
		this.#batch.ids.push(id);
		return this.#batch.rows;
	}

	#loadNewest(workspaceId: string, subject: Subject): Promise<Held> {
		return once(this.#loadingNewest, scopeOf(workspaceId, subject), async () =>
			this.#holdNewest(
				(await this.#store.findActive(workspaceId, subject)) ??
					(await this.#store.insert((await this.#make(workspaceId, subject, 1)).row)),
			),
		);
	}

	#replace(key: DataKey): Promise<Held> {
		const { workspaceId, subject, version } = key;
		return once(this.#loadingNewest, scopeOf(workspaceId, subject), async () => {
			const newest = await this.#store.findActive(workspaceId, subject);
			if (newest && (newest.version !== version || newest.wrapped === null)) {
				return this.#holdNewest(newest);
			}
			const { row } = await this.#make(workspaceId, subject, version + 1);
			return this.#holdNewest(await this.#store.insert(row));
		});
	}

	async #make(
		workspaceId: string,
		subject: Subject,
		version: number,
	): Promise<{ key: DataKey; row: NewDataKeyRow }> {
		const bytes = randomBytes(KEY_BYTES);
		const name = { id: randomUUID(), workspaceId, subject, version };
		const wrapped = await this.#provider.wrap(bytes, wrapBinding(name));
		return {
			key: { ...name, secret: createSecretKey(bytes) },
			row: { ...name, wrapped },
		};
	}

	async #holdNewest(row: DataKeyRow): Promise<Held> {
		const held = await this.#hold(row);
		this.#newest(row.subject).set(scopeOf(row.workspaceId, row.subject), held);
		return held;
	}

	async #hold(row: DataKeyRow): Promise<Held> {
		const keys = row.subject === "history" ? this.#history : this.#subjects;
		const earlier = keys.get(row.id);
		// Taken before the unwrapping, which may be slow: the row was seen at that time.
		const checkedAt = this.#now();
		const key = earlier && earlier.row.wrapped === row.wrapped ? earlier.key : await this.#unwrap(row);
		const held = { row, key, checkedAt };
		keys.set(row.id, held);
		return held;
	}

	async #unwrap(row: DataKeyRow): Promise<DataKey | "erased"> {
		if (row.wrapped === null) return "erased";
		const { id, workspaceId, subject, version } = row;
		try {
			const bytes = await this.#provider.unwrap(row.wrapped, wrapBinding(row));
			return {
				id,
				workspaceId,
				subject,
				version,
				secret: createSecretKey(bytes),
			};
		} catch (error) {
			if (error instanceof VaultError && error.code === "kek_destroyed") {
				return "erased";
			}
			throw error;
		}
	}

	#newest(subject: Subject): LruMap<string, Held> {
		return subject === "history" ? this.#newestHistory : this.#newestSubjects;
	}
}

/** What a wrapped data key is bound to: it opens in its own row and in no other. */
function wrapBinding(row: {
	id: string;
	workspaceId: string;
	subject: Subject;
	version: number;
}): Uint8Array {
	return associatedData(["countersign-data-key", row.id, row.workspaceId, row.subject, String(row.version)]);
}

function scopeOf(workspaceId: string, subject: Subject): string {
	return `${workspaceId} ${subject}`;
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error("The store did not answer in time.")), PATIENCE_MS);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		clearTimeout(timer);
	}
}

/** Runs `work` unless it already runs under this name; everybody gets the one result. */
function once<T>(running: Map<string, Promise<T>>, name: string, work: () => Promise<T>): Promise<T> {
	const standing = running.get(name);
	if (standing) return standing;
	const promise = work().finally(() => running.delete(name));
	running.set(name, promise);
	return promise;
}
