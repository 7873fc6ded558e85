import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "../../db/connect.ts";
import { migrateUp } from "../../db/migrate-up.ts";
import { startStack } from "../../engine/stack.ts";

/** Where the servers of this test run are. */
export interface TestStack {
	ownerUrl: string;
	appUrl: string;
	systemUrl: string;
	superuserUrl: string;
	temporalAddress: string;
	namespace: string;
	/** The key-encryption keys of everything in this database. */
	keyring: string;
}

declare module "vitest" {
	interface ProvidedContext {
		stack: TestStack;
	}
}

/** One real PostgreSQL and one real Temporal server for the whole run, in a folder of its own, on free ports. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const dataDir = await mkdtemp(join(tmpdir(), "countersign-test-"));
	const stack = await startStack({
		dataDir,
		parts: ["postgres", "temporal"],
		temporal: { timeSkipping: true },
		log: (line) => console.log(line),
	});
	const owner = connect(stack.ownerUrl, "owner", 2);
	await migrateUp(owner);
	await owner.close();
	project.provide("stack", {
		ownerUrl: stack.ownerUrl,
		appUrl: stack.appUrl,
		systemUrl: stack.systemUrl,
		superuserUrl: stack.superuserUrl,
		temporalAddress: stack.temporalAddress,
		namespace: stack.namespace,
		keyring: join(dataDir, "keyring.json"),
	});
	return async () => {
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	};
}
