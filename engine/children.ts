import { join } from "node:path";
import { publicUrl as publicUrlOf } from "../env.ts";
import { ManagedProcess } from "./managed-process.ts";
import { repositoryRoot, typescriptArgs } from "./node-command.ts";
import type { Settings } from "./settings.ts";
import type { Stack } from "./stack.ts";

/** What the pieces of Countersign are told; the owner's DATABASE_URL is for migrations and seeding only. */
export interface ChildEnvironments {
	/** For `db/migrate.ts` and `db/seed.ts`. */
	owner: NodeJS.ProcessEnv;
	/** For worker, web and Slack. */
	service: NodeJS.ProcessEnv;
	publicUrl: string;
	mailUrl: string;
}

export function childEnvironments(
	settings: Settings,
	stack: Stack,
	base: NodeJS.ProcessEnv,
): ChildEnvironments {
	const publicUrl = publicUrlOf(settings);
	const ownerUrl = settings.DATABASE_URL ?? stack.ownerUrl;
	const { DATABASE_URL: _, ...inherited } = base;
	const mailUrl = settings.SMTP_URL ? "" : stack.mailUrl;
	// Where people sign in with an identity provider, or come from other machines, no links are handed out.
	const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(new URL(publicUrl).hostname);
	const demo = settings.OIDC_ISSUER === undefined && isLocal ? "on" : "off";
	const service: NodeJS.ProcessEnv = {
		...inherited,
		NODE_ENV: "production",
		PORT: String(settings.PORT),
		DATABASE_APP_URL: settings.DATABASE_APP_URL ?? settings.DATABASE_URL ?? stack.appUrl,
		DATABASE_SYSTEM_URL: settings.DATABASE_SYSTEM_URL ?? settings.DATABASE_URL ?? stack.systemUrl,
		TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS ?? stack.temporalAddress,
		TEMPORAL_NAMESPACE: settings.TEMPORAL_NAMESPACE,
		SMTP_URL: settings.SMTP_URL ?? stack.smtpUrl,
		PUBLIC_URL: publicUrl,
		NEXTAUTH_URL: publicUrl,
		NEXTAUTH_SECRET: base.NEXTAUTH_SECRET || stack.secrets.nextAuthSecret,
		COUNTERSIGN_DATA: stack.folder.root,
		COUNTERSIGN_KEYRING: base.COUNTERSIGN_KEYRING || stack.folder.keyring,
		COUNTERSIGN_LINK_KEY: base.COUNTERSIGN_LINK_KEY || stack.secrets.linkKey,
		COUNTERSIGN_LOGS: stack.folder.logs,
		COUNTERSIGN_DEMO: base.COUNTERSIGN_DEMO || demo,
		NEXT_TELEMETRY_DISABLED: "1",
		...(mailUrl ? { MAIL_URL: mailUrl } : {}),
	};
	return { owner: { ...service, DATABASE_URL: ownerUrl }, service, publicUrl, mailUrl };
}

/** A TypeScript service of the repository; whether it does its work is seen in `/readyz`, not here. */
export function scriptService(
	name: string,
	script: string,
	env: NodeJS.ProcessEnv,
	logs: string,
): ManagedProcess {
	return new ManagedProcess({
		name,
		command: process.execPath,
		args: typescriptArgs(script),
		cwd: repositoryRoot,
		env,
		logFile: join(logs, `${name}.log`),
		stopSignal: "SIGTERM",
		isReady: async () => true,
		readyWithinMs: 5000,
		errorCode: "child",
	});
}

/** The web server, ready when it answers `/healthz`. */
export function webService(port: number, env: NodeJS.ProcessEnv, logs: string): ManagedProcess {
	return new ManagedProcess({
		name: "web",
		command: process.execPath,
		args: [
			join(repositoryRoot, "node_modules/next/dist/bin/next"),
			"start",
			"-p",
			String(port),
			"-H",
			"127.0.0.1",
		],
		cwd: repositoryRoot,
		env,
		logFile: join(logs, "web.log"),
		stopSignal: "SIGTERM",
		isReady: async () =>
			(await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5000) })).ok,
		readyWithinMs: 60_000,
		errorCode: "child",
	});
}
