import { createHash, createSecretKey, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { A256GCM, decrypt, encrypt } from "./aead.ts";
import { associatedData } from "./associated-data.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { VaultError } from "./errors.ts";
import {
	formatWrappedKey,
	type KeyProvider,
	parseWrappedKey,
	type WrappedKey,
	wrappedKeyHeader,
} from "./key-provider.ts";

const KEY_BYTES = 32;

/**
 * The keyring file. `active` wraps new data keys, the other keys only unwrap. A key that was destroyed keeps its
 * line with `key: null` and `destroyedAt`, so that what it wrapped is known to be gone and not merely missing.
 */
const keyringFile = z.strictObject({
	format: z.literal("countersign-keyring/1"),
	active: z.string(),
	keys: z
		.array(
			z.strictObject({
				id: z.string(),
				algorithm: z.literal(A256GCM),
				/** 256 bits, base64url. */
				key: z.string().nullable(),
				createdAt: z.iso.datetime(),
				destroyedAt: z.iso.datetime().optional(),
			}),
		)
		.min(1),
});

type KeyringFile = z.infer<typeof keyringFile>;

/**
 * Opens a local keyring file as the provider of key-encryption keys.
 *
 * With `create`, a missing file is made first (mode 0600, its folder 0700) with one random 256-bit key; of several
 * processes that do so at once one wins and the others use its file. The file must be kept and backed up apart
 * from the database: without it nothing sealed can be read.
 *
 * Throws {@link VaultError} `keyring_missing`, `keyring_mode` (others than the owner may read or write it) or
 * `keyring_malformed` (the message names the field).
 */
export async function openLocalKeyring(
	path: string,
	options: { create?: boolean } = {},
): Promise<KeyProvider> {
	let text = await readPrivately(path);
	if (text === undefined && options.create) {
		await createKeyringFile(path);
		text = await readPrivately(path);
	}
	if (text === undefined) {
		throw new VaultError(
			"keyring_missing",
			`There is no keyring at ${path}. Restore it from its backup; only on a new installation let a new one be created.`,
		);
	}
	const file = parseKeyring(path, text);
	return new LocalKeyring(path, file.active, loadKeys(path, file));
}

class LocalKeyring implements KeyProvider {
	readonly #path: string;
	readonly #active: string;
	/** null: destroyed. */
	readonly #keys: ReadonlyMap<string, KeyObject | null>;

	constructor(path: string, active: string, keys: ReadonlyMap<string, KeyObject | null>) {
		this.#path = path;
		this.#active = active;
		this.#keys = keys;
	}

	activeKeyId(): string {
		return this.#active;
	}

	async wrap(dataKey: Uint8Array, aad: Uint8Array): Promise<WrappedKey> {
		const header = wrappedKeyHeader(A256GCM, this.#active);
		return formatWrappedKey(header, encrypt(this.#key(this.#active), dataKey, associatedData([header, aad])));
	}

	async unwrap(wrapped: WrappedKey, aad: Uint8Array): Promise<Uint8Array> {
		const { header, algorithm, kekId, bytes } = parseWrappedKey(wrapped);
		if (algorithm !== A256GCM) {
			throw new VaultError(
				"kek_unknown",
				`A data key is wrapped by "${algorithm}" under ${kekId}, which is not a local keyring's. Configure the key service that wrapped it.`,
			);
		}
		const dataKey = decrypt(this.#key(kekId), bytes, associatedData([header, aad]));
		if (!dataKey) {
			throw new VaultError(
				"wrapped_key_unauthentic",
				`A data key wrapped under ${kekId} was changed, or stands in another key's row. Restore data_keys from a backup.`,
			);
		}
		return dataKey;
	}

	#key(id: string): KeyObject {
		const key = this.#keys.get(id);
		if (key) return key;
		if (key === null) {
			throw new VaultError(
				"kek_destroyed",
				`The key-encryption key ${id} was destroyed: what it wrapped can never be read again.`,
			);
		}
		throw new VaultError(
			"kek_unknown",
			`The keyring at ${this.#path} does not hold the key ${id}. Restore the keyring file that belongs to this database.`,
		);
	}
}

/** The file's text, or undefined when there is none. Mode and content are read through one handle. */
async function readPrivately(path: string): Promise<string | undefined> {
	const handle = await open(path, "r").catch((error: unknown) => {
		if (isErrno(error, "ENOENT")) return undefined;
		throw error;
	});
	if (!handle) return undefined;
	try {
		const { mode } = await handle.stat();
		// Windows has no such bits; Node reports 0666 there.
		if (process.platform !== "win32" && (mode & 0o077) !== 0) {
			const octal = (mode & 0o777).toString(8).padStart(4, "0");
			throw new VaultError(
				"keyring_mode",
				`The keyring at ${path} has mode ${octal}, so others than its owner may use it. Run: chmod 600 ${path}`,
			);
		}
		return await handle.readFile("utf8");
	} finally {
		await handle.close();
	}
}

/** Writes a whole file beside `path`, then links it there: the link fails if another process was first. */
async function createKeyringFile(path: string): Promise<void> {
	const key = randomBytes(KEY_BYTES);
	const id = keyId(key);
	const file: KeyringFile = {
		format: "countersign-keyring/1",
		active: id,
		keys: [
			{
				id,
				algorithm: A256GCM,
				key: toBase64url(key),
				createdAt: new Date().toISOString(),
			},
		],
	};
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const draft = `${path}.${randomUUID()}.new`;
	try {
		const handle = await open(draft, "wx", 0o600);
		try {
			await handle.writeFile(`${JSON.stringify(file, null, "\t")}\n`);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await link(draft, path).catch((error: unknown) => {
			if (!isErrno(error, "EEXIST")) throw error;
		});
		await syncFolder(dirname(path));
	} finally {
		await unlink(draft).catch((error: unknown) => {
			if (!isErrno(error, "ENOENT")) throw error;
		});
	}
}

/** Makes the new name itself durable: a key that a power cut takes away takes all sealed data with it. */
async function syncFolder(path: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(path, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function parseKeyring(path: string, text: string): KeyringFile {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw malformed(path, "the file", "is not JSON");
	}
	const parsed = keyringFile.safeParse(json);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw malformed(path, z.core.toDotPath(issue?.path ?? []) || "the file", issue?.message ?? "is not valid");
}

function loadKeys(path: string, file: KeyringFile): Map<string, KeyObject | null> {
	const keys = new Map<string, KeyObject | null>();
	for (const [index, entry] of file.keys.entries()) {
		const field = `keys[${index}]`;
		if (keys.has(entry.id)) throw malformed(path, `${field}.id`, "stands there twice");
		if (entry.key === null) {
			if (!entry.destroyedAt) throw malformed(path, `${field}.key`, "is null but destroyedAt is not set");
			keys.set(entry.id, null);
			continue;
		}
		const bytes = fromBase64url(entry.key);
		if (bytes?.length !== KEY_BYTES)
			throw malformed(path, `${field}.key`, "is not 256 bits of base64url without padding");
		if (keyId(bytes) !== entry.id)
			throw malformed(path, `${field}.key`, "does not belong to its id: it was changed");
		keys.set(entry.id, createSecretKey(bytes));
	}
	if (!keys.get(file.active)) throw malformed(path, "active", "does not name a key of the file");
	return keys;
}

/** `kek-` and the first 64 bits of SHA-256 over the key: a damaged key no longer fits its own id. */
function keyId(key: Uint8Array): string {
	const digest = createHash("sha256")
		.update(associatedData(["countersign-kek", key]))
		.digest("hex");
	return `kek-${digest.slice(0, 16)}`;
}

function malformed(path: string, field: string, what: string): VaultError {
	return new VaultError(
		"keyring_malformed",
		`The keyring at ${path} cannot be used: ${field}: ${what}. Restore it from its backup.`,
	);
}

function isErrno(error: unknown, code: string): boolean {
	return error instanceof Error && "code" in error && error.code === code;
}
