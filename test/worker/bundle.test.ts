import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";
import { describe, expect, it } from "vitest";

describe("the workflow bundle", () => {
	it("holds the workflows, their names and limits, and nothing else of ours", async () => {
		const { code } = await bundleWorkflowCode({
			workflowsPath: fileURLToPath(new URL("../../worker/workflows/index.ts", import.meta.url)),
			failureConverterPath: fileURLToPath(new URL("../../vault/failure-converter.ts", import.meta.url)),
			logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
		});
		const sources = new Set(
			code.match(/\.\/(?:app|cli|db|emails|ledger|policy|proof|sdk|slack|vault|worker)\/[\w./-]+\.tsx?/g),
		);
		expect([...sources].sort()).toEqual([
			"./vault/failure-converter.ts",
			"./worker/task-queues.ts",
			"./worker/timeouts.ts",
			"./worker/workflows/approval-types.ts",
			"./worker/workflows/approval.ts",
			"./worker/workflows/courier.ts",
			"./worker/workflows/index.ts",
		]);
	});
});
