import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPayloadConverter } from "@temporalio/common";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DataKeys } from "../../vault/data-keys.ts";
import { openLocalKeyring } from "../../vault/keyring.ts";
import { createPayloadCodec } from "../../vault/payload-codec.ts";
import { PayloadProto } from "../../vault/payload-proto.ts";
import { createPostgresDataKeyStore } from "../../vault/postgres-store.ts";
import { createSealer } from "../../vault/sealed.ts";
import { startPostgres } from "./postgres.ts";

// Bytes as the first release wrote them (docs/decisions/0004). Whatever is released must open them: when this test
// fails, mend the code and leave the bytes.

const KEYRING = {
	format: "countersign-keyring/1",
	active: "kek-b6384b308af1fd9c",
	keys: [
		{
			id: "kek-b6384b308af1fd9c",
			algorithm: "A256GCM",
			key: "0n_FI22OIob2qeQMYb4of_-3A8eIyEYZz-R_GHGuh-w",
			createdAt: "2026-11-21T07:35:58.428Z",
		},
	],
};

const WORKSPACE = "6f1f2d3c-0b7a-4c55-9a58-2f1f0f6f9a01";

const ROWS = [
	{
		id: "a941960d-2b3c-4a96-ac04-19a96e8dffcc",
		workspace_id: WORKSPACE,
		subject: "person:0d9c1b1e-6a55-4f0e-8f0b-3b2f4d5e6f70",
		version: 1,
		wrapped:
			"cw1.A256GCM.kek-b6384b308af1fd9c.sKfbA-GpyAEb1i9hf5ukeuIkqVx3yevTfV-VvEKNRDbJ2jX4BYB2vApaVu66xDltw3N_d6EwQexsI-d5",
	},
	{
		id: "26672c82-4374-4093-a962-346a93cc6ae0",
		workspace_id: WORKSPACE,
		subject: "history",
		version: 1,
		wrapped:
			"cw1.A256GCM.kek-b6384b308af1fd9c.VbP6uom8xRYx6a0099G5f3QlhZCfEA_pUE5zVLOuBtAnidNa-IvgwWvNyfzskwadr-9yzUqFeA6_8n41",
	},
];

const SEALED =
	"cs1.a941960d-2b3c-4a96-ac04-19a96e8dffcc.3vfi_5xSuQNsUVx3nUwAHtevjPss8SP-OsyG-RqEObu0zKCkW3OqzEELP0BqJHf-hPln2wkE7NqV";

/** The protobuf message of an encrypted payload, base64url. */
const PAYLOAD =
	"ChwKCGVuY29kaW5nEhBiaW5hcnkvZW5jcnlwdGVkChcKEmNvdW50ZXJzaWduLWZvcm1hdBIBMQo3Cg9jb3VudGVyc2lnbi1rZXkSJDI2NjcyYzgyLTQzNzQtNDA5My1hOTYyLTM0NmE5M2NjNmFlMAokChVjb3VudGVyc2lnbi1uYW1lc3BhY2USC2NvdW50ZXJzaWduCmoKFGNvdW50ZXJzaWduLXdvcmtmbG93ElJhcHByb3ZhbC82ZjFmMmQzYy0wYjdhLTRjNTUtOWE1OC0yZjFmMGY2ZjlhMDEvYjViN2MwZGUtMTExMS00MjIyLTgzMzMtNDQ0NDU1NTU2NjY2EkO1pPeKJnxgpKv4dyxwJlQ5o3whFo2ad6_DpSPrEA3I2HLC1UTeAhrLyYv7hLhUKkdy5QaGXNsvVLX5ZQK-1xpr51CN";

const CONTEXT = {
	type: "workflow",
	namespace: "countersign",
	workflowId: `approval/${WORKSPACE}/b5b7c0de-1111-4222-8333-444455556666`,
} as const;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let folder: string;
let dataKeys: DataKeys;

beforeAll(async () => {
	postgres = await startPostgres();
	folder = await mkdtemp(join(tmpdir(), "countersign-formats-"));
	const path = join(folder, "keyring.json");
	await writeFile(path, JSON.stringify(KEYRING), { mode: 0o600 });
	for (const row of ROWS) await postgres.owner.sql`insert into data_keys ${postgres.owner.sql(row)}`;
	dataKeys = new DataKeys({
		store: createPostgresDataKeyStore(postgres.connectSystem().sql),
		provider: await openLocalKeyring(path),
	});
}, 60_000);
afterAll(async () => {
	await postgres.stop();
	await rm(folder, { recursive: true, force: true });
});

test("a sealed value of the first release opens", async () => {
	expect(await createSealer(dataKeys).open(SEALED)).toEqual({
		ok: true,
		value: { comment: "seen and agreed" },
	});
});

test("a payload of the first release decodes where it belongs", async () => {
	const payload = PayloadProto.decode(Buffer.from(PAYLOAD, "base64url"));
	const codec = createPayloadCodec({ dataKeys, mode: "strict" });
	const [decoded] = await codec.decode([payload], CONTEXT);
	expect(decoded && defaultPayloadConverter.fromPayload(decoded)).toEqual({ version: 3 });
	const elsewhere = { ...CONTEXT, namespace: "other" };
	await expect(codec.decode([payload], elsewhere)).rejects.toMatchObject({
		code: "payload_misplaced",
	});
});
