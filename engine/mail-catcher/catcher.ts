import type { AddressInfo, Server } from "node:net";
import { pageServer } from "./page-server.ts";
import { smtpReceiver } from "./smtp.ts";
import { openMailStore } from "./store.ts";

export interface MailCatcher {
	smtpPort: number;
	pagePort: number;
	stop(): Promise<void>;
}

/**
 * Receives every mail sent to 127.0.0.1:`smtpPort`, keeps it in `folder`, and shows it on `pagePort` (0: any
 * free port, for either). Nothing is ever sent on.
 */
export async function startMailCatcher(options: {
	folder: string;
	smtpPort: number;
	pagePort: number;
}): Promise<MailCatcher> {
	const store = await openMailStore(options.folder);
	const smtp = smtpReceiver(store);
	const page = pageServer(store);
	await new Promise<void>((resolve, reject) => {
		smtp.once("error", reject);
		smtp.listen(options.smtpPort, "127.0.0.1", resolve);
	});
	// From here on an error belongs to one connection and must not end the catcher.
	smtp.on("error", (error) => process.stderr.write(`smtp: ${error.message}\n`));
	await new Promise<void>((resolve, reject) => {
		page.once("error", reject);
		page.listen(options.pagePort, "127.0.0.1", resolve);
	});
	return {
		smtpPort: ((smtp.server as Server).address() as AddressInfo).port,
		pagePort: (page.address() as AddressInfo).port,
		stop: async () => {
			page.closeAllConnections();
			await Promise.all([
				new Promise<void>((resolve) => page.close(() => resolve())),
				new Promise<void>((resolve) => smtp.close(resolve)),
			]);
		},
	};
}
