import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ApplicationFailure } from "@temporalio/common";
import {
	decodeOptionalFailureToOptionalError,
	encodeErrorToFailure,
	isLoadedDataConverter,
	loadDataConverter,
} from "@temporalio/common/lib/internal-non-workflow/index.js";
import { temporal } from "@temporalio/proto";
import { bundleWorkflowCode } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDataConverter } from "../../vault/data-converter.ts";
import { startVault, type VaultFixture } from "./vault-fixture.ts";

let vault: VaultFixture;
beforeAll(async () => {
	vault = await startVault();
}, 60_000);
afterAll(() => vault.stop());

const context = {
	type: "workflow",
	namespace: "countersign",
	workflowId: `approval/${randomUUID()}/${randomUUID()}`,
} as const;

test("an error's message, stack and details are encrypted as client and worker load the converter", async () => {
	const dataConverter = createDataConverter({ dataKeys: vault.process(), mode: "strict" });
	// The client takes it as it is; the worker loads it anew, the failure converter by its path.
	expect(isLoadedDataConverter(dataConverter)).toBe(true);
	const loaded = loadDataConverter(dataConverter);
	expect(loaded.failureConverter).not.toBe(dataConverter.failureConverter);
	const canary = "canary-51d2";
	for (const converter of [dataConverter, loaded]) {
		const error = ApplicationFailure.create({
			message: `no mailbox ${canary}`,
			type: "Undeliverable",
			details: [{ to: canary }],
			cause: new Error(`inner ${canary}`),
		});
		const failure = await encodeErrorToFailure(converter, error, context);
		const wire = temporal.api.failure.v1.Failure.encode(failure).finish();
		const bytes = Buffer.from(wire).toString("latin1");
		expect(bytes).toContain("Undeliverable");
		expect(bytes).not.toContain(canary);
		expect(bytes).not.toContain("data-converter.test");
		const back = await decodeOptionalFailureToOptionalError(converter, failure, context);
		expect(back).toMatchObject({
			message: `no mailbox ${canary}`,
			details: [{ to: canary }],
			cause: { message: `inner ${canary}` },
		});
	}
});

test("the failure converter goes into the workflow bundle, without Node builtins", async () => {
	const { failureConverterPath } = createDataConverter({
		dataKeys: vault.process(),
		mode: "strict",
	});
	const loaded = createRequire(import.meta.url)(failureConverterPath) as {
		failureConverter: { options: unknown };
	};
	expect(loaded.failureConverter.options).toEqual({ encodeCommonAttributes: true });
	// The bundler refuses Node builtins by throwing. Tombstones are for workflow code too.
	const { code } = await bundleWorkflowCode({
		workflowsPath: fileURLToPath(new URL("../../vault/tombstone.ts", import.meta.url)),
		failureConverterPath,
		logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
	});
	expect(code).toContain("vault/failure-converter.ts");
	expect(code).toMatch(/encodeCommonAttributes: true/);
}, 60_000);
