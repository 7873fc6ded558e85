import { existsSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { v7 as newId } from "uuid";
import { parse } from "yaml";
import { z } from "zod";
import { connect } from "../db/connect.ts";
import { databaseUrls, publicUrl, readEnvironment } from "../env.ts";
import type { Access } from "../ledger/access/access.ts";
import { createApiKey } from "../ledger/access/api-keys.ts";
import { createSignInToken } from "../ledger/access/sessions.ts";
import { type Actor, SCOPES, type Scope } from "../ledger/actor.ts";
import { type Ctx, databaseClock } from "../ledger/context.ts";
import { putGroup, putPerson } from "../ledger/directory.ts";
import { putPolicy } from "../ledger/policies.ts";
import { demoDirectory, seedDirectory } from "./demo-directory.ts";

/**
 * `node --import tsx engine/seed.ts --demo FILE`: fills an empty database with the demo workspace from `examples/`,
 * and writes the way in (API keys, one-use sign-in links) as JSON to FILE. Where the workspace is there already,
 * only the sign-in links, which the last start's may have been used up, are made anew.
 */
const email = z.email().toLowerCase();
const demoFile = z.strictObject({
	workspace: z.strictObject({ slug: z.string(), name: z.string() }),
	people: z.array(
		z.strictObject({
			email,
			name: z.string(),
			timeZone: z.string(),
			role: z.enum(["member", "auditor", "administrator"]).default("member"),
			manager: email.optional(),
		}),
	),
	groups: z.array(z.strictObject({ name: z.string(), title: z.string(), members: z.array(email) })),
	...demoDirectory,
	requester: z.strictObject({ email, scopes: z.array(z.enum(SCOPES)) }),
});

const wayIn = z.object({
	apiKey: z.string(),
	users: z.array(z.object({ id: z.string(), email, name: z.string(), apiKey: z.string() })),
});

const LINK_HOURS = 7 * 24;
const examples = new URL("../examples/", import.meta.url);

const file = process.argv[process.argv.indexOf("--demo") + 1];
if (!process.argv.includes("--demo") || file === undefined) {
	console.error("Usage: node --import tsx engine/seed.ts --demo FILE");
	process.exit(2);
}

const env = readEnvironment();
const urls = databaseUrls(env);
const db = connect(urls.app, "app", 4);
const system = connect(urls.system, "system", 4);
const owner = connect(env.DATABASE_URL ?? urls.app, "owner", 2);
try {
	const access = { db, system };
	const demo = demoFile.parse(parse(await readFile(new URL("demo.yaml", examples), "utf8")));
	// Whatever a start that was cut short left behind, seeding again completes it.
	const keys = existsSync(file)
		? wayIn.parse(JSON.parse(await readFile(file, "utf8")))
		: await seed(access, demo);
	const workspaceId = await workspaceNamed(demo.workspace);
	const url = publicUrl(env);
	const users = [];
	for (const { id, email: address, name, apiKey } of keys.users) {
		const token = await createSignInToken(access, { workspaceId, personId: id, hours: LINK_HOURS });
		users.push({ id, email: address, name, signInUrl: `${url}/sign-in/demo/${token}`, apiKey });
	}
	const mailUrl = env.MAIL_URL ?? null;
	const text = JSON.stringify({ url, apiKey: keys.apiKey, users, mailUrl }, null, 2);
	await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 });
	await rename(`${file}.new`, file);
} finally {
	await Promise.all([db.close(), system.close(), owner.close()]);
}

async function workspaceNamed({ slug, name }: { slug: string; name: string }): Promise<string> {
	const [row] = await owner.sql<{ id: string }[]>`
		insert into workspaces (id, slug, name) values (${newId()}, ${slug}, ${name})
		on conflict (slug) do update set name = excluded.name returning id`;
	if (row === undefined) throw new Error(`workspace ${slug} was not written`);
	return row.id;
}

async function seed(access: Access, demo: z.infer<typeof demoFile>): Promise<z.infer<typeof wayIn>> {
	const workspaceId = await workspaceNamed(demo.workspace);
	const ids = new Map<string, string>();
	for (const person of demo.people) ids.set(person.email, await putPerson(access.db, workspaceId, person));
	const idOf = (address: string) => {
		const id = ids.get(address);
		if (id === undefined) throw new Error(`examples/demo.yaml names ${address}, who is not among its people`);
		return id;
	};
	for (const group of demo.groups) {
		await putGroup(access.db, workspaceId, { ...group, members: group.members.map(idOf) });
	}
	const nothing = { tell: () => {}, notify: () => {} };
	const actor = administrator(workspaceId, demo, idOf);
	const ctx: Ctx = { db: access.db, clock: databaseClock, after: nothing, actor };
	await seedDirectory(ctx, demo);
	await pushPolicies(ctx);
	const users = [];
	for (const person of demo.people) {
		const scopes = scopesOf(person.role);
		const input = { workspaceId, personId: idOf(person.email), name: "Demo", scopes };
		users.push({
			id: input.personId,
			email: person.email,
			name: person.name,
			apiKey: await createApiKey(access, input),
		});
	}
	const apiKey = await createApiKey(access, {
		workspaceId,
		personId: idOf(demo.requester.email),
		name: "Demo requester",
		scopes: demo.requester.scopes,
	});
	return { apiKey, users };
}

function scopesOf(role: "member" | "auditor" | "administrator"): Scope[] {
	if (role === "administrator") return [...SCOPES];
	if (role === "auditor") return ["requests:read", "audit:read"];
	return ["requests:read", "requests:write", "decisions:write"];
}

function administrator(
	workspaceId: string,
	demo: z.infer<typeof demoFile>,
	idOf: (email: string) => string,
): Actor {
	const person = demo.people.find((item) => item.role === "administrator");
	if (person === undefined) throw new Error("examples/demo.yaml has no administrator");
	return {
		workspaceId,
		personId: idOf(person.email),
		name: person.name,
		email: person.email,
		role: "administrator",
		channel: "api",
		assurance: "api_key",
		scopes: null,
		authenticatedAt: null,
	};
}

async function pushPolicies(ctx: Ctx): Promise<void> {
	const folder = fileURLToPath(new URL("policies/", examples));
	for (const name of (await readdir(folder)).sort()) {
		await putPolicy(ctx, await readFile(`${folder}${name}`, "utf8"));
	}
}
