import { Client, Connection } from "@temporalio/client";
import { connect, type Database } from "../../db/connect.ts";
import { dataFolderAt } from "../../engine/data-folder.ts";
import { databaseUrls } from "../../engine/databases.ts";
import { readEngineState } from "../../engine/engine-state.ts";
import { loadSecrets } from "../../engine/secrets.ts";
import { createDataConverter } from "../../vault/data-converter.ts";
import { DataKeys } from "../../vault/data-keys.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import type { Mail } from "../support/product.ts";

/** Where the invariants are looked up, past the product: its database, its Temporal, the mails that arrived. */
export interface Sources {
	owner: Database;
	client: Client;
	/** Every mail that arrived, oldest first; null where mails go to a server that cannot be asked. */
	mails: (() => Promise<Mail[]>) | null;
	close(): Promise<void>;
}

/** The sources of a product that `npm start` runs (or ran) on this data folder. PostgreSQL and Temporal must answer. */
export async function openSources(dataDir: string): Promise<Sources> {
	const folder = dataFolderAt(dataDir);
	const ports = readEngineState(folder.engine)?.ports ?? {};
	const { ownerUrl } = databaseUrls(ports.postgres ?? 0, loadSecrets(folder.secrets));
	const owner = connect(ownerUrl, "owner", 3);
	const provider = await openLocalKeyring(folder.keyring);
	const dataKeys = new DataKeys({ store: createPostgresDataKeyStore(owner.sql), provider });
	const connection = await Connection.connect({ address: `127.0.0.1:${ports.temporalFrontend}` });
	const client = new Client({
		connection,
		namespace: "countersign",
		// Strict: a payload that stands in another request's history is refused, and so is one that is not encrypted.
		dataConverter: createDataConverter({ dataKeys, mode: "strict" }),
	});
	return {
		owner,
		client,
		mails: async () => {
			const response = await fetch(`http://127.0.0.1:${ports.mailPage}/api/messages?limit=5000`);
			const mails: Mail[] = await response.json();
			return mails.reverse();
		},
		close: async () => {
			await Promise.all([owner.close(), connection.close()]);
		},
	};
}
