import postgres from "postgres";
import { postgresUrl } from "./postgres.ts";
import type { Secrets } from "./secrets.ts";

/** The URLs of the embedded databases. */
export interface DatabaseUrls {
	/** The cluster's superuser; for the engine and for tests only. */
	superuserUrl: string;
	/** Owner of the database `countersign`: for migrations and seeding. */
	ownerUrl: string;
	/** Unprivileged login, a member of `countersign_app`. */
	appUrl: string;
	/** Unprivileged login, a member of `countersign_system`. */
	systemUrl: string;
}

export function databaseUrls(port: number, secrets: Secrets): DatabaseUrls {
	return {
		superuserUrl: postgresUrl(port, "postgres", secrets.postgresSuperuser, "postgres"),
		ownerUrl: postgresUrl(port, "countersign_owner", secrets.countersignOwner, "countersign"),
		appUrl: postgresUrl(port, "countersign_app_login", secrets.countersignAppLogin, "countersign"),
		systemUrl: postgresUrl(port, "countersign_system_login", secrets.countersignSystemLogin, "countersign"),
	};
}

/**
 * Makes what is not there yet: the roles, the logins with their passwords, the three databases. The two roles
 * that own nothing (`countersign_app`, `countersign_system`) are made here and not left to the migrations, so that
 * the logins are members of them from the first moment.
 */
export async function makeDatabases(superuserUrl: string, secrets: Secrets): Promise<void> {
	const sql = postgres(superuserUrl, { max: 1, onnotice: () => undefined });
	try {
		const logins = {
			countersign_owner: secrets.countersignOwner,
			countersign_app_login: secrets.countersignAppLogin,
			countersign_system_login: secrets.countersignSystemLogin,
			temporal: secrets.temporal,
		};
		const existing = new Set((await sql`select rolname from pg_roles`).map((row) => String(row.rolname)));
		for (const role of ["countersign_app", "countersign_system"]) {
			if (!existing.has(role)) await sql.unsafe(`create role ${role} nologin`);
		}
		for (const [login, password] of Object.entries(logins)) {
			if (existing.has(login)) continue;
			const rights = login === "countersign_owner" ? "createrole" : "nocreaterole";
			await sql.unsafe(`create role ${login} login nosuperuser nocreatedb ${rights} password '${password}'`);
		}
		await sql.unsafe("grant countersign_app, countersign_system to countersign_owner with admin option");
		await sql.unsafe("grant countersign_app to countersign_app_login");
		await sql.unsafe("grant countersign_system to countersign_system_login");
		const databases = {
			countersign: "countersign_owner",
			temporal: "temporal",
			temporal_visibility: "temporal",
		};
		const have = new Set((await sql`select datname from pg_database`).map((row) => String(row.datname)));
		for (const [database, owner] of Object.entries(databases)) {
			if (!have.has(database)) await sql.unsafe(`create database ${database} owner ${owner}`);
			await sql.unsafe(`revoke all on database ${database} from public`);
		}
		await sql.unsafe(
			"grant connect on database countersign to countersign_app_login, countersign_system_login",
		);
	} finally {
		await sql.end({ timeout: 2 });
	}
}
