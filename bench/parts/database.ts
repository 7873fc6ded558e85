import postgres from "postgres";
import { connect } from "../../db/connect.ts";
import { migrateUp } from "../../db/migrate-up.ts";
import type { Stack } from "../../engine/stack.ts";

/** The addresses of one installation's own database. */
export interface BenchDatabase {
	ownerUrl: string;
	appUrl: string;
	systemUrl: string;
}

/** Makes a database on the stack's server and brings it up to this version, with the product's own rights and rules. */
export async function makeDatabase(stack: Stack, name: string): Promise<BenchDatabase> {
	const admin = postgres(stack.superuserUrl, { max: 1, onnotice: () => {} });
	try {
		await admin`create database ${admin(name)} owner countersign_owner`;
		await admin`revoke all on database ${admin(name)} from public`;
		await admin`grant connect on database ${admin(name)} to countersign_app_login, countersign_system_login`;
	} finally {
		await admin.end({ timeout: 2 });
	}
	const at = (url: string) => {
		const moved = new URL(url);
		moved.pathname = `/${name}`;
		return moved.href;
	};
	const urls = { ownerUrl: at(stack.ownerUrl), appUrl: at(stack.appUrl), systemUrl: at(stack.systemUrl) };
	const owner = connect(urls.ownerUrl, "owner", 2);
	await migrateUp(owner);
	await owner.close();
	return urls;
}
