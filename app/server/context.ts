import { Client, Connection } from "@temporalio/client";
import { pino } from "pino";
import { type Change, listen } from "../../db/changes.ts";
import { connect, type Database } from "../../db/connect.ts";
import {
	databaseUrls,
	type Environment,
	outboundAllowance,
	publicUrl,
	readEnvironment,
	requireSettings,
} from "../../env.ts";
import type { Access } from "../../ledger/access/access.ts";
import type { Actor } from "../../ledger/actor.ts";
import { type AfterCommit, type Ctx, databaseClock } from "../../ledger/context.ts";
import type { LinkPorts } from "../../ledger/links/decide-by-link.ts";
import type { WebhookCtx } from "../../ledger/webhooks/webhook-context.ts";
import { createSealer } from "../../vault/sealed.ts";
import { createAfterCommit } from "../../worker/after-commit.ts";
import { createTeller } from "../../worker/tell-workflow.ts";
import { temporalTarget } from "../../worker/temporal-connection.ts";
import { openVault } from "../../worker/vault.ts";

/** Calls back for each change of a workspace's requests. */
export interface ChangeFeed {
	subscribe(
		workspaceId: string,
		onChange: (change: { requestId: string; version: number }) => void,
	): () => void;
}

/** What the pages may know of the settings. */
export interface WebSettings {
	publicUrl: string;
	/** One-use sign-in links stand in for an identity provider. */
	demo: boolean;
	oidc: { issuer: string; clientId: string; clientSecret: string } | null;
	/** Encrypts session cookies. */
	authSecret: string;
}

export interface Web {
	access: Access;
	/** What a verb needs, for this actor. */
	ctxFor(actor: Actor): Ctx;
	/** The same for verbs that make or show signing secrets. */
	withSealer(ctx: Ctx): Promise<WebhookCtx>;
	links: LinkPorts;
	changes: ChangeFeed;
	settings: WebSettings;
	/** Connected on first use: pages answer while Temporal is away. */
	temporal(): Promise<Client>;
	namespace: string;
	after: AfterCommit;
}

const holder = globalThis as typeof globalThis & { countersignWeb?: Web };

/** The web process's own composition root: one per process, also when Next loads a module twice. */
export function web(): Web {
	holder.countersignWeb ??= compose(readEnvironment());
	return holder.countersignWeb;
}

function compose(environment: Environment): Web {
	const env = requireSettings(environment, "COUNTERSIGN_LINK_KEY", "NEXTAUTH_SECRET");
	const log = pino({ level: env.LOG_LEVEL, name: "web" });
	const urls = databaseUrls(env);
	const db = connect(urls.app, "app", env.DATABASE_POOL);
	const system = connect(urls.system, "system", env.DATABASE_POOL);
	const settings = webSettings(env, env.NEXTAUTH_SECRET);
	const outbound = outboundAllowance(env);
	const temporal = lazily(() => connectTemporal(env, system));
	const tell = lazily(async () => {
		const [{ dataKeys }, client] = await Promise.all([vaultOf(env, system), temporal()]);
		return createTeller({ client, dataKeys });
	});
	const after = createAfterCommit({ db, system, tell: async (news) => (await tell())(news), log });
	return {
		access: { db, system },
		ctxFor: (actor) => ({ db, clock: databaseClock, after, actor, outbound }),
		withSealer: async (ctx) => ({ ...ctx, sealer: createSealer((await vaultOf(env, system)).dataKeys) }),
		links: { db, system, clock: databaseClock, after, linkKey: Buffer.from(env.COUNTERSIGN_LINK_KEY, "hex") },
		changes: changeFeed(system),
		settings,
		temporal,
		namespace: env.TEMPORAL_NAMESPACE,
		after,
	};
}

/** Runs once and remembers the answer; a failure is not remembered, so that the next call tries again. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () => {
		made ??= make().catch((error: unknown) => {
			made = undefined;
			throw error;
		});
		return made;
	};
}

const vaults = new WeakMap<Database, ReturnType<typeof openVault>>();

function vaultOf(env: Environment, system: Database): ReturnType<typeof openVault> {
	const known = vaults.get(system);
	if (known !== undefined) return known;
	const opened = openVault(env, system);
	vaults.set(system, opened);
	opened.catch(() => vaults.delete(system));
	return opened;
}

async function connectTemporal(env: Environment, system: Database): Promise<Client> {
	const { dataConverter } = await vaultOf(env, system);
	const connection = Connection.lazy(await temporalTarget(env));
	return new Client({
		connection,
		namespace: env.TEMPORAL_NAMESPACE,
		...(dataConverter === undefined ? {} : { dataConverter }),
	});
}

function webSettings(env: Environment, authSecret: string): WebSettings {
	const site = publicUrl(env);
	const { protocol, hostname } = new URL(site);
	const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
	if (protocol === "http:" && !loopback) {
		throw new Error(
			`PUBLIC_URL is ${site}: plain http is only for 127.0.0.1 and localhost; set an https URL.`,
		);
	}
	if (env.COUNTERSIGN_DEMO === "on" && !loopback) {
		throw new Error(
			"COUNTERSIGN_DEMO=on is only for 127.0.0.1 and localhost: its sign-in links are no protection.",
		);
	}
	const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
	const oidc = issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : null;
	return { publicUrl: site, demo: env.COUNTERSIGN_DEMO === "on", oidc, authSecret };
}

/** One listening connection for all streams and waiting calls of this process, opened with the first of them. */
function changeFeed(system: Database): ChangeFeed {
	const listeners = new Map<string, Set<(change: { requestId: string; version: number }) => void>>();
	const deliver = (change: Change) => {
		for (const onChange of listeners.get(change.workspaceId) ?? []) onChange(change);
	};
	const start = lazily(() => listen(system, deliver));
	return {
		subscribe(workspaceId, onChange) {
			start().catch(() => {
				// Postgres is away: callers poll slowly besides, and the next subscription tries again.
			});
			const own = listeners.get(workspaceId) ?? new Set();
			own.add(onChange);
			listeners.set(workspaceId, own);
			return () => {
				own.delete(onChange);
				if (own.size === 0) listeners.delete(workspaceId);
			};
		},
	};
}
