/** The mail catcher by itself: `node --import tsx engine/mail-catcher/main.ts <folder> <SMTP port> <page port>`. */
import { startMailCatcher } from "./catcher.ts";

const [folder, smtpPort, pagePort] = process.argv.slice(2);
if (!folder || !smtpPort || !pagePort) {
	process.stderr.write("usage: main.ts <folder> <SMTP port> <page port>\n");
	process.exit(2);
}
const catcher = await startMailCatcher({ folder, smtpPort: Number(smtpPort), pagePort: Number(pagePort) });
process.stdout.write(`smtp ${catcher.smtpPort}, page ${catcher.pagePort}\n`);
for (const name of ["SIGTERM", "SIGINT"] as const) {
	process.once(name, () => {
		void catcher.stop().then(() => process.exit(0));
	});
}
