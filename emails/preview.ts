import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderMail } from "./mail.ts";
import { sampleNow, sampleRecipient, samples } from "./samples.ts";

/**
 * `node --import tsx emails/preview.ts OUTDIR`: writes every mail with sample data as HTML and text, in every
 * language, and `index.html`, a page that shows them all beside each other.
 */
const folder = process.argv[2];
if (folder === undefined) {
	process.stderr.write("Say where to: node --import tsx emails/preview.ts OUTDIR\n");
	process.exit(2);
}
const languages = ["en", "de"] as const;
const names = Object.keys(samples);
for (const language of languages) {
	await mkdir(join(folder, language), { recursive: true });
	for (const [name, content] of Object.entries(samples)) {
		const mail = await renderMail(content, { ...sampleRecipient, language }, sampleNow);
		await writeFile(join(folder, language, `${name}.html`), mail.html);
		await writeFile(join(folder, language, `${name}.txt`), `Subject: ${mail.subject}\n\n${mail.text}`);
		process.stdout.write(`${language}/${name}: ${mail.subject}\n`);
	}
}
await writeFile(join(folder, "index.html"), index());

function index(): string {
	const frame = (language: string, name: string) =>
		`<figure><figcaption>${language}, <a href="${language}/${name}.txt">text</a></figcaption>` +
		`<iframe loading="lazy" title="${name}, ${language}" src="${language}/${name}.html"></iframe></figure>`;
	const rows = names.map(
		(name) =>
			`<h2 id="${name}">${name}</h2><div>${languages.map((language) => frame(language, name)).join("")}</div>`,
	);
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mails of Countersign</title>
<meta name="color-scheme" content="light dark"><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem}div{display:flex;flex-wrap:wrap;gap:1.5rem}
figure{margin:0;flex:1 1 22rem}iframe{width:100%;height:52rem;border:1px solid #8886;border-radius:.5rem}
</style><h1>Mails of Countersign</h1><p>${names.map((name) => `<a href="#${name}">${name}</a>`).join(" · ")}</p>
${rows.join("\n")}</html>
`;
}
