import { Client, Connection } from "@temporalio/client";
import { pino } from "pino";
import { connect } from "../../db/connect.ts";
import { childEnvironments, scriptService } from "../../engine/children.ts";
import { ensureNamespace } from "../../engine/namespace.ts";
import { readSettings } from "../../engine/settings.ts";
import type { Stack } from "../../engine/stack.ts";
import { databaseUrls, readEnvironment } from "../../env.ts";
import type { Actor } from "../../ledger/actor.ts";
import { type Ctx, databaseClock } from "../../ledger/context.ts";
import { decide } from "../../ledger/decide.ts";
import { submit } from "../../ledger/submit.ts";
import { createAfterCommit } from "../../worker/after-commit.ts";
import { createTeller } from "../../worker/tell-workflow.ts";
import { temporalTarget } from "../../worker/temporal-connection.ts";
import { openVault } from "../../worker/vault.ts";
import { approvalWorkflowId } from "../../worker/workflows/approval-types.ts";
import { foundCompany, type Team } from "./company.ts";
import { makeDatabase } from "./database.ts";

/** One open request and who may decide it. */
export interface Opened {
	requestId: string;
	workflowId: string;
	team: Team;
}

/** The whole product: its database, its namespace, its worker's process, and the web process's part in this one. */
export interface Installation {
	client: Client;
	/** Submits one request; resolves when its workflow has been told, too. */
	open(): Promise<Opened>;
	/** One approval; resolves when it is answered, which waits for no workflow. */
	decide(opened: Opened): Promise<void>;
	/** Resolves when the workflow is seen closed. */
	closed(opened: Opened): Promise<void>;
	/** Resolves when nothing is left to tell by this process. */
	idle(): Promise<void>;
	close(): Promise<void>;
}

export interface InstallationOptions {
	/** Names the database, the namespace and the worker. */
	name: string;
	encryption: "on" | "off";
	smtpUrl: string;
}

/** Makes an installation on the stack, composed as `worker/main` and `app/server/context` do. */
export async function startInstallation(stack: Stack, options: InstallationOptions): Promise<Installation> {
	const urls = await makeDatabase(stack, `bench_${options.name}`);
	const namespace = `bench-${options.name}`;
	await ensureNamespace({ address: stack.temporalAddress }, namespace, 30_000);
	const own = {
		DATABASE_APP_URL: urls.appUrl,
		DATABASE_SYSTEM_URL: urls.systemUrl,
		TEMPORAL_ADDRESS: stack.temporalAddress,
		TEMPORAL_NAMESPACE: namespace,
		COUNTERSIGN_ENCRYPTION: options.encryption,
		SMTP_URL: options.smtpUrl,
		LOG_LEVEL: "warn",
	};
	const { PATH, HOME, TMPDIR } = process.env;
	const { service } = childEnvironments(readSettings(own), stack, {
		NODE_ENV: "production",
		PATH,
		HOME,
		TMPDIR,
		...own,
	});
	const env = readEnvironment(service);
	const pools = databaseUrls(env);
	const db = connect(pools.app, "app", env.DATABASE_POOL);
	const system = connect(pools.system, "system", env.DATABASE_POOL);
	const owner = connect(urls.ownerUrl, "owner", 2);
	const teams = await foundCompany(owner, db);
	await owner.close();
	const { dataKeys, dataConverter } = await openVault(env, system);
	const connection = await Connection.connect(await temporalTarget(env));
	const client = new Client({
		connection,
		namespace,
		...(dataConverter === undefined ? {} : { dataConverter }),
	});
	await stack.run(scriptService(`worker-${options.name}`, "worker/main.ts", service, stack.folder.logs));

	const tell = createTeller({ client, dataKeys });
	const heard = new Map<string, { resolve(): void; reject(error: unknown): void }>();
	const after = createAfterCommit({
		db,
		system,
		log: pino({ level: "warn", name: "bench" }),
		tell: async (news) => {
			try {
				await tell(news);
				heard.get(news.requestId)?.resolve();
			} catch (error) {
				heard.get(news.requestId)?.reject(error);
				throw error;
			}
		},
	});
	const ctx = (actor: Actor): Ctx => ({ db, clock: databaseClock, after, actor });
	let count = 0;
	return {
		client,
		async open() {
			count += 1;
			const team = teams[count % teams.length];
			if (team === undefined) throw new Error("there are no teams");
			const { requestId } = await submit(ctx(team.requester), submission(team, count));
			// Its telling began with the commit and is not over: it takes a round trip, and no I/O has happened since.
			await new Promise<void>((resolve, reject) => heard.set(requestId, { resolve, reject }));
			heard.delete(requestId);
			return { requestId, workflowId: approvalWorkflowId(team.requester.workspaceId, requestId), team };
		},
		async decide({ requestId, team }) {
			await decide(ctx(team.approver), { requestId, verdict: "approve", comment: "Within budget." });
		},
		async closed({ workflowId }) {
			await client.workflow.getHandle(workflowId).result();
		},
		idle: () => after.idle(),
		async close() {
			await after.idle();
			await connection.close();
			await Promise.all([db.close(), system.close()]);
		},
	};
}

/** What every request of the benchmark says. */
export function submission(team: Team, number: number): Parameters<typeof submit>[1] {
	return {
		policy: team.policy,
		title: `Laptop ${number}`,
		summary: "Replaces the one that broke in March.",
		context: { amount: 1_480, supplier: "Northwind" },
	};
}
