import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface MailSink {
	url: string;
	pid: number;
	/** Mails taken so far. */
	taken(): number;
	close(): void;
}

type Said = { kind: "listening"; port: number } | { kind: "mail" };

/** Starts the mail server's process and waits until it listens. */
export async function startMailSink(): Promise<MailSink> {
	const child = fork(fileURLToPath(new URL("./mail-sink-process.ts", import.meta.url)), {
		execArgv: ["--import", "tsx"],
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
	let taken = 0;
	const port = await new Promise<number>((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => reject(new Error(`the mail sink ended (${code})`)));
		child.on("message", (said: Said) => {
			if (said.kind === "mail") taken += 1;
			else resolve(said.port);
		});
	});
	return {
		url: `smtp://127.0.0.1:${port}`,
		pid: child.pid ?? 0,
		taken: () => taken,
		close: () => {
			child.removeAllListeners("exit");
			child.disconnect();
		},
	};
}
