import { mkdir, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";

/** `npm run build` prebuilds the workflow bundle: a worker then starts without webpack. */
const folder = fileURLToPath(new URL("../.build/", import.meta.url));
const { code } = await bundleWorkflowCode({
	workflowsPath: fileURLToPath(new URL("./workflows/index.ts", import.meta.url)),
	failureConverterPath: fileURLToPath(new URL("../vault/failure-converter.ts", import.meta.url)),
});
await mkdir(folder, { recursive: true });
await writeFile(`${folder}workflows.js.new`, code);
await rename(`${folder}workflows.js.new`, `${folder}workflows.js`);
console.log("Workflow bundle written.");
