import { fileURLToPath } from "node:url";
import { NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { BARE_TASK_QUEUE } from "./names.ts";

/** A worker for the bare workflow: the SDK's defaults, no encryption, no activities. */
const [address = "", namespace = ""] = process.argv.slice(2);
Runtime.install({ shutdownSignals: [] });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
	connection,
	namespace,
	taskQueue: BARE_TASK_QUEUE,
	workflowsPath: fileURLToPath(new URL("./workflow.ts", import.meta.url)),
});
process.once("SIGTERM", () => worker.shutdown());
await worker.run();
await connection.close();
