import { randomUUID } from "node:crypto";
import {
	type ActivitySerializationContext,
	defaultPayloadConverter,
	type Payload,
	type WorkflowSerializationContext,
} from "@temporalio/common";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { associatedData } from "../../vault/associated-data.ts";
import type { DataKeys } from "../../vault/data-keys.ts";
import { type CodecMode, createPayloadCodec, HEADER } from "../../vault/payload-codec.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { isPayloadTombstone } from "../../vault/tombstone.ts";
import { SYSTEM_WORKSPACE_ID } from "../../vault/workflow-workspace.ts";
import { startVault, type VaultFixture } from "./vault-fixture.ts";

let vault: VaultFixture;
let dataKeys: DataKeys;
beforeAll(async () => {
	vault = await startVault();
	dataKeys = vault.process();
}, 60_000);
afterAll(() => vault.stop());

const codec = (mode: CodecMode) => createPayloadCodec({ dataKeys, mode });

const workflow = (
	workspaceId: string = randomUUID(),
	namespace = "countersign",
): WorkflowSerializationContext => ({
	type: "workflow",
	namespace,
	workflowId: `approval/${workspaceId}/${randomUUID()}`,
});

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const readValue = (payload: Payload | undefined): unknown =>
	payload && defaultPayloadConverter.fromPayload(payload);

async function encodeOne(value: unknown, context?: WorkflowSerializationContext): Promise<Payload> {
	const [encoded] = await codec("strict").encode([payloadOf(value)], context);
	if (!encoded) throw new Error("nothing encoded");
	return encoded;
}

/** The code of the refusal, or what came out. */
async function outcome(
	payload: Payload,
	context?: WorkflowSerializationContext | ActivitySerializationContext,
	mode: CodecMode = "strict",
): Promise<unknown> {
	try {
		return readValue((await codec(mode).decode([payload], context))[0]);
	} catch (error) {
		return (error as { code?: unknown }).code ?? error;
	}
}

/** The payload with one metadata entry replaced. */
const withHeader = (payload: Payload, name: string, value: string | Uint8Array): Payload => ({
	...payload,
	metadata: {
		...payload.metadata,
		[name]: typeof value === "string" ? Buffer.from(value) : value,
	},
});

describe("round trips", () => {
	test("any payload, metadata and all, in both modes", async () => {
		const context = workflow();
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						metadata: fc.dictionary(fc.string(), fc.uint8Array()),
						data: fc.uint8Array({ maxLength: 2_000 }),
					}),
					{ maxLength: 4 },
				),
				async (payloads) => {
					const encoded = await codec("strict").encode(payloads, context);
					for (const mode of ["strict", "lenient"] as const) {
						const decoded = await codec(mode).decode(encoded, context);
						expect(decoded.map(plain)).toEqual(payloads.map(plain));
					}
				},
			),
		);
	});

	test("values as the SDK converts them", async () => {
		const context = workflow();
		for (const value of ["", "naïve £", { a: [1, null] }, undefined, null, Uint8Array.of(0, 1)]) {
			expect(await outcome(await encodeOne(value, context), context)).toEqual(value);
		}
		expect(await codec("strict").encode([], context)).toEqual([]);
		expect(await codec("strict").decode([], context)).toEqual([]);
	});

	test("an activity's payloads, with and without a workflow", async () => {
		const { namespace, workflowId } = workflow();
		const inWorkflow = { type: "activity", namespace, workflowId, isLocal: false } as const;
		const alone = { type: "activity", namespace, activityId: "a", isLocal: false } as const;
		for (const context of [inWorkflow, alone]) {
			const [encoded] = await codec("strict").encode([payloadOf("x")], context);
			expect(await outcome(encoded as Payload, context)).toBe("x");
		}
	});

	test("each workspace under its own history key, everything else under the system's", async () => {
		const workspaceId = randomUUID();
		const keyOf = async (context?: WorkflowSerializationContext) => {
			const { metadata } = await encodeOne("x", context);
			return Buffer.from(metadata?.[HEADER.keyId] ?? "").toString();
		};
		const own = await dataKeys.active(workspaceId, "history");
		const system = await dataKeys.active(SYSTEM_WORKSPACE_ID, "history");
		expect(await keyOf(workflow(workspaceId))).toBe(own.id);
		expect(await keyOf({ ...workflow(), workflowId: "courier-email" })).toBe(system.id);
		expect(await keyOf(undefined)).toBe(system.id);
	});
});

test("nothing readable is left: neither value, nor type, nor length metadata of the original", async () => {
	const canary = "canary-77aa";
	const context = workflow();
	const [encoded] = await codec("strict").encode(
		[
			{
				...payloadOf({ note: canary }),
				metadata: { encoding: Buffer.from("json/plain"), x: Buffer.from(canary) },
			},
		],
		context,
	);
	const bytes = Buffer.concat([
		encoded?.data ?? new Uint8Array(),
		...Object.values(encoded?.metadata ?? {}),
	]).toString("latin1");
	expect(bytes).not.toContain(canary);
	expect(bytes).not.toContain("json/plain");
	expect(Object.keys(encoded?.metadata ?? {}).sort()).toEqual(["encoding", ...Object.values(HEADER)].sort());
	expect(Buffer.from(encoded?.metadata?.encoding ?? "").toString()).toBe("binary/encrypted");
});

describe("refusals", () => {
	test("every changed byte of the data", async () => {
		const context = workflow();
		const encoded = await encodeOne({ secret: 1 }, context);
		const data = encoded.data ?? new Uint8Array();
		for (let at = 0; at < data.length; at++) {
			for (const flip of [1, 0x80]) {
				const changed = Buffer.from(data);
				changed[at] = (changed[at] ?? 0) ^ flip;
				for (const mode of ["strict", "lenient"] as const)
					expect(await outcome({ ...encoded, data: changed }, context, mode)).toBe("payload_unauthentic");
			}
		}
		for (let length = 0; length < data.length; length++) {
			expect(await outcome({ ...encoded, data: data.subarray(0, length) }, context)).toBe(
				"payload_unauthentic",
			);
		}
	});

	test("every changed byte of the metadata, also where it is believed", async () => {
		const context = workflow();
		const encoded = await encodeOne({ secret: 1 }, context);
		for (const [name, bytes] of Object.entries(encoded.metadata ?? {})) {
			for (let at = 0; at < bytes.length; at++) {
				const changed = Buffer.from(bytes);
				changed[at] = (changed[at] ?? 0) ^ 1;
				const payload = withHeader(encoded, name, changed);
				for (const mode of ["strict", "lenient"] as const) {
					const found = await outcome(payload, undefined, mode);
					// A key id that names no key is the one change that lenient decoding shows as a tombstone.
					if (isPayloadTombstone(found)) {
						expect([name, mode, found.code]).toEqual([HEADER.keyId, "lenient", "unreadable"]);
					} else {
						expect(found).toMatch(/^(payload_|data_key_unknown)/);
					}
				}
			}
			const { [name]: _, ...rest } = encoded.metadata ?? {};
			expect(await outcome({ ...encoded, metadata: rest }, undefined, "lenient")).toMatch(
				/^payload_(plaintext|malformed)$/,
			);
		}
	});

	test("another namespace or workflow than the context's, when strict", async () => {
		const context = workflow();
		const encoded = await encodeOne("x", context);
		const elsewhere = [
			{ ...context, namespace: "other" },
			{ ...context, workflowId: workflow().workflowId },
			{ ...context, workflowId: `${context.workflowId}0` },
			{ type: "activity", namespace: "other", isLocal: false } as const,
			{ ...context, type: "activity", workflowId: "courier-email", isLocal: false } as const,
		];
		for (const other of elsewhere) {
			expect(await outcome(encoded, other)).toBe("payload_misplaced");
			expect(await outcome(encoded, other, "lenient")).toBe("x");
		}
		expect(await outcome(encoded, undefined)).toBe("x");
	});

	test("a payload moved by rewriting its header", async () => {
		const workspaceId = randomUUID();
		const [from, to] = [workflow(workspaceId), workflow(workspaceId)];
		const encoded = await encodeOne("x", from);
		expect(await outcome(withHeader(encoded, HEADER.workflowId, to.workflowId), to)).toBe(
			"payload_unauthentic",
		);
		expect(
			await outcome(withHeader(encoded, HEADER.namespace, "other"), {
				...from,
				namespace: "other",
			}),
		).toBe("payload_unauthentic");
		// Namespace and workflow id have their bounds: shifting a character from one to the other is seen.
		const shifted = withHeader(
			withHeader(encoded, HEADER.namespace, "countersigna"),
			HEADER.workflowId,
			from.workflowId.slice(1),
		);
		expect(await outcome(shifted, undefined, "lenient")).toMatch(/^payload_/);
	});

	test("another workspace's key, and keys that are not for history", async () => {
		const [mine, theirs] = [workflow(), workflow()];
		await encodeOne("x", mine);
		const encoded = await encodeOne("x", theirs);
		const own = await dataKeys.active(mine.workflowId.split("/")[1] ?? "", "history");
		const workspaceId = theirs.workflowId.split("/")[1] ?? "";
		const request = await dataKeys.active(workspaceId, `request:${randomUUID()}`);
		const second = await dataKeys.active(randomUUID(), "history");
		for (const key of [own, request, second]) {
			const swapped = withHeader(encoded, HEADER.keyId, key.id);
			expect(await outcome(swapped, theirs)).toBe("payload_misplaced");
			expect(await outcome(swapped, theirs, "lenient")).toBe("payload_misplaced");
		}
	});

	test("another key id, even where the secret is the same", async () => {
		const workspaceId = randomUUID();
		const context = workflow(workspaceId);
		const encoded = await encodeOne("x", context);
		const first = await dataKeys.active(workspaceId, "history");
		const twin = { id: randomUUID(), workspaceId, subject: "history", version: 2 } as const;
		const row = {
			...twin,
			wrapped: await vault.keyring.wrap(
				first.secret.export(),
				associatedData(["countersign-data-key", twin.id, workspaceId, "history", "2"]),
			),
		};
		await createPostgresDataKeyStore(vault.owner.sql).insert(row);
		const found = await dataKeys.find(twin.id);
		expect(typeof found === "object" && found.secret.equals(first.secret)).toBe(true);
		const swapped = withHeader(encoded, HEADER.keyId, twin.id);
		expect(await outcome(swapped, context)).toBe("payload_unauthentic");
	});

	test("a key id that is nowhere: an error for a worker, a tombstone in a list", async () => {
		const context = workflow();
		const keyId = randomUUID();
		const lost = withHeader(await encodeOne("x", context), HEADER.keyId, keyId);
		expect(await outcome(lost, context)).toBe("data_key_unknown");
		expect(await outcome(lost, context, "lenient")).toEqual({
			$countersign: "tombstone",
			code: "unreadable",
			keyId,
		});
	});

	test("plaintext, unless it is let in on purpose; and then encrypted payloads are still checked", async () => {
		const context = workflow();
		for (const payload of [payloadOf("x"), payloadOf(undefined), {}, { metadata: null, data: null }]) {
			for (const mode of ["strict", "lenient"] as const)
				expect(await outcome(payload, context, mode)).toBe("payload_plaintext");
		}
		const migrating = createPayloadCodec({ dataKeys, mode: "strict", allowPlaintext: true });
		expect(readValue((await migrating.decode([payloadOf("old")], context))[0])).toBe("old");
		const encoded = await encodeOne("x", workflow());
		await expect(migrating.decode([encoded], context)).rejects.toMatchObject({
			code: "payload_misplaced",
		});
		const [still] = await migrating.encode([payloadOf("new")], context);
		expect(await outcome(still as Payload, context)).toBe("new");
	});
});

test("after erasure a tombstone of the same place, and nothing more is encrypted", async () => {
	const workspaceId = randomUUID();
	const context = workflow(workspaceId);
	const encoded = await encodeOne("x", context);
	const { id } = await dataKeys.active(workspaceId, "history");
	await vault.erase(workspaceId, "history");
	for (const mode of ["strict", "lenient"] as const) {
		const fresh = createPayloadCodec({ dataKeys: vault.process(), mode });
		const [stone, other] = await fresh.decode(
			[encoded, await encodeOne("y", { ...context, workflowId: "courier-email" })],
			undefined,
		);
		expect(readValue(stone)).toEqual({ $countersign: "tombstone", code: "erased", keyId: id });
		expect(isPayloadTombstone(readValue(stone))).toBe(true);
		expect(readValue(other)).toBe("y");
		await expect(fresh.encode([encoded], context)).rejects.toMatchObject({
			code: "subject_erased",
		});
	}
});

test("payloads of a replaced key still open", async () => {
	const workspaceId = randomUUID();
	const context = workflow(workspaceId);
	const before = await encodeOne("before", context);
	dataKeys.countUse(await dataKeys.active(workspaceId, "history"), new Uint8Array(12));
	await expect.poll(async () => (await dataKeys.active(workspaceId, "history")).version).toBe(2);
	const after = await encodeOne("after", context);
	expect(after.metadata?.[HEADER.keyId]).not.toEqual(before.metadata?.[HEADER.keyId]);
	expect(await outcome(before, context)).toBe("before");
	expect(await outcome(after, context)).toBe("after");
});

test("no nonce comes twice, in one call or in many", async () => {
	const context = workflow();
	const nonces = new Set<string>();
	for (let call = 0; call < 100; call++) {
		const payloads = Array.from({ length: 100 }, () => payloadOf("same"));
		for (const { data } of await codec("strict").encode(payloads, context))
			nonces.add(
				Buffer.from(data ?? [])
					.subarray(0, 12)
					.toString("hex"),
			);
	}
	expect(nonces.size).toBe(10_000);
});

function plain(payload: Payload) {
	return {
		metadata: Object.entries(payload.metadata ?? {})
			.map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")])
			.sort(),
		data: Buffer.from(payload.data ?? []).toString("hex"),
	};
}
