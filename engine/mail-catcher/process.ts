import { bareEnvironment } from "../bare-environment.ts";
import type { DataFolder } from "../data-folder.ts";
import { ManagedProcess } from "../managed-process.ts";
import { repositoryRoot, typescriptArgs } from "../node-command.ts";

/** The mail catcher as a process of ours; ready when its page and its SMTP port answer. */
export function mailCatcher(plan: {
	folder: DataFolder;
	smtpPort: number;
	pagePort: number;
}): ManagedProcess {
	return new ManagedProcess({
		name: "mail",
		command: process.execPath,
		args: typescriptArgs(
			"engine/mail-catcher/main.ts",
			plan.folder.mail,
			String(plan.smtpPort),
			String(plan.pagePort),
		),
		cwd: repositoryRoot,
		env: bareEnvironment(),
		logFile: `${plan.folder.logs}/mail.log`,
		stopSignal: "SIGTERM",
		isReady: async () => (await fetch(`http://127.0.0.1:${plan.pagePort}/healthz`)).ok,
		readyWithinMs: 30_000,
		errorCode: "child",
	});
}
