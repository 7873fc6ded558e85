import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../../db/connect.ts";
import type { Subject } from "../../vault/data-key-store.ts";
import { DataKeys, type DataKeysOptions } from "../../vault/data-keys.ts";
import type { KeyProvider } from "../../vault/key-provider.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { startPostgres } from "./postgres.ts";

/** A vault on a real database and a real keyring file, with a clock that the test moves. */
export interface VaultFixture {
	owner: Database;
	url: string;
	keyring: KeyProvider;
	clock: { ms: number };
	/** Data keys as one more process would hold them, on a pool of their own. */
	process(options?: Partial<DataKeysOptions>): DataKeys;
	/** What the erasure command will do to a subject's keys. */
	erase(workspaceId: string, subject: Subject): Promise<void>;
	stop(): Promise<void>;
}

export async function startVault(): Promise<VaultFixture> {
	const postgres = await startPostgres();
	const folder = await mkdtemp(join(tmpdir(), "countersign-vault-keyring-"));
	const keyring = await openLocalKeyring(join(folder, "keyring.json"), { create: true });
	const clock = { ms: 0 };
	return {
		owner: postgres.owner,
		url: postgres.url,
		keyring,
		clock,
		process: (options = {}) =>
			new DataKeys({
				store: createPostgresDataKeyStore(postgres.connectSystem().sql),
				provider: keyring,
				now: () => clock.ms,
				...options,
			}),
		async erase(workspaceId, subject) {
			await postgres.owner.sql`
				update data_keys set wrapped = null, erased_at = clock_timestamp()
				where workspace_id = ${workspaceId} and subject = ${subject}`;
		},
		async stop() {
			await postgres.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
