import type { Payload, PayloadCodec, SerializationContext } from "@temporalio/common";
import { decrypt, encrypt } from "./aead.ts";
import { associatedData } from "./associated-data.ts";
import type { DataKeys } from "./data-keys.ts";
import { VaultError } from "./errors.ts";
import { PayloadProto } from "./payload-proto.ts";
import type { PayloadTombstone, TombstoneCode } from "./tombstone.ts";
import { workspaceOfWorkflowId } from "./workflow-workspace.ts";

const FORMAT = "1";
const ENCODING = "binary/encrypted";
const FORMAT_BYTES = Buffer.from(FORMAT);
const ENCODING_BYTES = Buffer.from(ENCODING);
const PLAIN_JSON_BYTES = Buffer.from("json/plain");
const KEY_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Names of the metadata that an encrypted payload carries beside `encoding`. */
export const HEADER = {
	format: "countersign-format",
	keyId: "countersign-key",
	namespace: "countersign-namespace",
	workflowId: "countersign-workflow",
} as const;

/**
 * How a payload's own statement of namespace and workflow is treated.
 *
 * - `strict` (workers, clients): it must be what the SDK says the payload belongs to, wherever the SDK says it.
 *   A key id that is nowhere is an error, since a running workflow must not take a tombstone for its data.
 * - `lenient` (replay, which carries a substitute id; schedules; codec server): it is believed, being authenticated.
 *   A key id that is nowhere gives a tombstone, so that a list still shows.
 */
export type CodecMode = "strict" | "lenient";

/** Settings of {@link createPayloadCodec}. */
export interface PayloadCodecOptions {
	dataKeys: DataKeys;
	mode: CodecMode;
	/** Lets payloads pass that are not encrypted: only while a namespace with old, readable histories is taken over. */
	allowPlaintext?: boolean;
}

/**
 * Temporal's codec: every payload whole (its metadata too), AES-256-GCM under the history key of the workflow's
 * workspace. Byte format: `docs/decisions/0004-history-encryption-formats.md`.
 *
 * What the SDK encodes without saying where it belongs (the failure of a workflow task, memos of schedules) is
 * bound to empty names under the system workspace's key, and decodes only where no workflow is expected.
 *
 * Decoding after erasure answers a `json/plain` payload with a {@link PayloadTombstone}: a throw would loop workflow
 * tasks and break listings. Throws {@link VaultError} `payload_plaintext`, `payload_malformed`, `payload_misplaced`,
 * `payload_unauthentic`, in strict mode `data_key_unknown`, and what `DataKeys` throws.
 */
export function createPayloadCodec(options: PayloadCodecOptions): PayloadCodec {
	const { dataKeys, mode, allowPlaintext = false } = options;

	async function decodeOne(payload: Payload, context: SerializationContext | undefined): Promise<Payload> {
		if (text(payload, "encoding") !== ENCODING) {
			if (allowPlaintext) return payload;
			throw new VaultError(
				"payload_plaintext",
				"A payload in workflow history is not encrypted. Send payloads through Countersign's data converter; to take over old histories, allow plaintext for that time.",
			);
		}
		const header = readHeader(payload);
		if (mode === "strict") refuseMisplaced(header, context);
		const key = await dataKeys.find(header.keyId);
		if (key === "erased") return tombstone("erased", header.keyId);
		if (key === "unknown") {
			if (mode === "lenient") return tombstone("unreadable", header.keyId);
			throw new VaultError(
				"data_key_unknown",
				`The data key ${header.keyId} of a payload is not in data_keys. Is this the database that belongs to this Temporal namespace?`,
			);
		}
		if (key.subject !== "history" || key.workspaceId !== workspaceOfWorkflowId(header.workflowId)) {
			throw new VaultError(
				"payload_misplaced",
				`A payload of the workflow "${header.workflowId}" names the data key ${key.id}, which is not its workspace's history key.`,
			);
		}
		const plain = decrypt(
			key.secret,
			payload.data ?? new Uint8Array(),
			binding(header.namespace, header.workflowId, header.keyId),
		);
		if (!plain) {
			throw new VaultError(
				"payload_unauthentic",
				`A payload of the workflow "${header.workflowId}" was changed after it was encrypted.`,
			);
		}
		return PayloadProto.decode(plain);
	}

	return {
		async encode(payloads, context) {
			if (payloads.length === 0) return [];
			const namespace = context?.namespace ?? "";
			const workflowId = context?.workflowId ?? "";
			const key = await dataKeys.active(workspaceOfWorkflowId(workflowId), "history");
			const bound = binding(namespace, workflowId, key.id);
			const metadata = {
				encoding: ENCODING_BYTES,
				[HEADER.format]: FORMAT_BYTES,
				[HEADER.keyId]: Buffer.from(key.id),
				[HEADER.namespace]: Buffer.from(namespace),
				[HEADER.workflowId]: Buffer.from(workflowId),
			};
			return payloads.map((payload) => {
				const data = encrypt(key.secret, PayloadProto.encode(payload).finish(), bound);
				dataKeys.countUse(key, data);
				return { metadata: { ...metadata }, data };
			});
		},

		async decode(payloads, context) {
			return Promise.all(payloads.map((payload) => decodeOne(payload, context)));
		},
	};
}

interface Header {
	keyId: string;
	namespace: string;
	workflowId: string;
}

function readHeader(payload: Payload): Header {
	const format = text(payload, HEADER.format);
	const keyId = text(payload, HEADER.keyId);
	const namespace = text(payload, HEADER.namespace);
	const workflowId = text(payload, HEADER.workflowId);
	if (
		format !== FORMAT ||
		keyId === undefined ||
		!KEY_ID.test(keyId) ||
		namespace === undefined ||
		workflowId === undefined
	) {
		throw new VaultError(
			"payload_malformed",
			`An encrypted payload lacks a header of format ${FORMAT}. Was it encrypted by something else, or by a newer Countersign?`,
		);
	}
	return { keyId, namespace, workflowId };
}

function refuseMisplaced(header: Header, context: SerializationContext | undefined): void {
	if (!context) return;
	// An activity outside any workflow has a namespace only.
	const expectedWorkflow = context.workflowId ?? header.workflowId;
	if (header.namespace === context.namespace && header.workflowId === expectedWorkflow) {
		return;
	}
	throw new VaultError(
		"payload_misplaced",
		`A payload of the workflow "${header.workflowId}" in the namespace "${header.namespace}" stands in the workflow "${expectedWorkflow}" in the namespace "${context.namespace}".`,
	);
}

function binding(namespace: string, workflowId: string, keyId: string): Uint8Array {
	return associatedData(["countersign-payload", FORMAT, namespace, workflowId, keyId]);
}

function tombstone(code: TombstoneCode, keyId: string): Payload {
	const value: PayloadTombstone = { $countersign: "tombstone", code, keyId };
	return {
		metadata: { encoding: PLAIN_JSON_BYTES },
		data: Buffer.from(JSON.stringify(value)),
	};
}

function text(payload: Payload, name: string): string | undefined {
	const bytes = payload.metadata?.[name];
	return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
