import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DataConverter, defaultPayloadConverter, type LoadedDataConverter } from "@temporalio/common";
import { failureConverter } from "./failure-converter.ts";
import { createPayloadCodec, type PayloadCodecOptions } from "./payload-codec.ts";

/** A data converter for Worker, Client and bundler alike. */
export type VaultDataConverter = LoadedDataConverter & Required<Pick<DataConverter, "failureConverterPath">>;

/**
 * The data converter that keeps workflow history unreadable: payloads encrypted (see `createPayloadCodec`), messages
 * and stack traces of failures moved into a payload first.
 *
 * Give the whole answer to `Client` and to `Worker.create` (or `Worker.runReplayHistory`, mode `lenient`). A prebuilt
 * bundle needs it too, else failures made inside workflows stay readable:
 * `bundleWorkflowCode({ …, failureConverterPath: dataConverter.failureConverterPath })`.
 *
 * The Client takes the loaded converters, so that nothing is required by path inside a bundled web server; the Worker
 * loads the same module by `failureConverterPath`. Not encrypted by the SDK, so never to hold personal data: workflow
 * ids, search attributes, headers, the type names of errors.
 */
export function createDataConverter(options: PayloadCodecOptions): VaultDataConverter {
	return {
		payloadConverter: defaultPayloadConverter,
		failureConverter,
		failureConverterPath: join(dirname(fileURLToPath(import.meta.url)), "failure-converter.ts"),
		payloadCodecs: [createPayloadCodec(options)],
	};
}
