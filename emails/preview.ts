import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderMail } from "./mail.ts";
import { sampleNow, sampleRecipient, samples } from "./samples.ts";

/** `node --import tsx emails/preview.ts OUTDIR`: writes every mail with sample data as HTML and text. */
const folder = process.argv[2];
if (folder === undefined) {
	process.stderr.write("Say where to: node --import tsx emails/preview.ts OUTDIR\n");
	process.exit(2);
}
await mkdir(folder, { recursive: true });
for (const [name, content] of Object.entries(samples)) {
	const mail = await renderMail(content, sampleRecipient, sampleNow);
	await writeFile(join(folder, `${name}.html`), mail.html);
	await writeFile(join(folder, `${name}.txt`), `Subject: ${mail.subject}\n\n${mail.text}`);
	process.stdout.write(`${name}: ${mail.subject}\n`);
}
