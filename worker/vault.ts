import { join } from "node:path";
import type { DataConverter } from "@temporalio/common";
import type { Database } from "../db/connect.ts";
import type { Environment } from "../env.ts";
import { createDataConverter } from "../vault/data-converter.ts";
import { DataKeys } from "../vault/data-keys.ts";
import { openLocalKeyring } from "../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../vault/postgres-store.ts";

export interface Vault {
	dataKeys: DataKeys;
	/** For client, worker and bundle alike; undefined when encryption is switched off for measuring. */
	dataConverter: DataConverter | undefined;
}

/** The keys and the Data Converter of this installation. */
export async function openVault(env: Environment, system: Database): Promise<Vault> {
	const path = env.COUNTERSIGN_KEYRING ?? join(env.COUNTERSIGN_DATA, "keyring.json");
	const provider = await openLocalKeyring(path, { create: true });
	const dataKeys = new DataKeys({ store: createPostgresDataKeyStore(system.sql), provider });
	const dataConverter =
		env.COUNTERSIGN_ENCRYPTION === "off" ? undefined : createDataConverter({ dataKeys, mode: "strict" });
	return { dataKeys, dataConverter };
}
