import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, Worker, type WorkflowBundle } from "@temporalio/worker";
import { beforeAll, describe, expect, it } from "vitest";
import { historyFromData } from "../support/history-json.ts";

const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const folder = fileURLToPath(new URL("./histories/", import.meta.url));
const recorded = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
	name.endsWith(".json"),
);

describe("today's workflows replay what earlier ones did", () => {
	let workflowBundle: WorkflowBundle;
	beforeAll(async () => {
		const workflowsPath = fileURLToPath(new URL("../../worker/workflows/index.ts", import.meta.url));
		workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: quiet });
	});

	it("has histories to replay", () => {
		expect(recorded.length).toBeGreaterThanOrEqual(3);
	});

	it.each(recorded)("%s", async (name) => {
		const { workflowId, history }: { workflowId: string; history: Record<string, unknown> } = JSON.parse(
			readFileSync(folder + name, "utf8"),
		);
		await Worker.runReplayHistory({ workflowBundle }, historyFromData(history), workflowId);
	});

	it("would notice another order of commands", async () => {
		const name = recorded.find((item) => item.includes("expired")) ?? "";
		const { workflowId, history } = JSON.parse(readFileSync(folder + name, "utf8"));
		// Had the workflow once asked for another activity here, today's code would no longer fit.
		const text = JSON.stringify(history).replaceAll('"name":"wake"', '"name":"other"');
		const changed = historyFromData(JSON.parse(text));
		await expect(Worker.runReplayHistory({ workflowBundle }, changed, workflowId)).rejects.toThrow(
			/[Nn]ondeterminis/,
		);
	});
});
