import { randomBytes } from "node:crypto";
import { connect } from "../../db/connect.ts";
import { migrateUp } from "../../db/migrate-up.ts";
import type { TestStack } from "./global-setup.ts";

/**
 * A database of a test file's own on the run's server, for tests of what goes across workspaces (couriers),
 * where another file's rows would be in the way.
 */
export async function ownDatabase(stack: TestStack): Promise<TestStack> {
	const name = `test_${randomBytes(6).toString("hex")}`;
	const admin = connect(stack.superuserUrl, "owner", 1);
	await admin.sql.unsafe(`create database ${name} owner ${new URL(stack.ownerUrl).username}`);
	await admin.close();
	const moved = (url: string) => {
		const other = new URL(url);
		other.pathname = `/${name}`;
		return other.href;
	};
	const owner = connect(moved(stack.ownerUrl), "owner", 2);
	await migrateUp(owner);
	await owner.close();
	return {
		...stack,
		ownerUrl: moved(stack.ownerUrl),
		appUrl: moved(stack.appUrl),
		systemUrl: moved(stack.systemUrl),
	};
}
