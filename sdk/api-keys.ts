import type { ApiKey, ApiKeyInput, ApiKeysFilter } from "./directory-types.ts";
import { segment, type Transport } from "./transport.ts";
import type { Page } from "./types.ts";

/** API keys, for administrators. Every call throws `CountersignError` or `ConnectionError`. */
export class ApiKeys {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** Newest first. */
	list(filter: ApiKeysFilter = {}): Promise<Page<ApiKey>> {
		const { revoked, ...others } = filter;
		return this.#transport.send({
			method: "GET",
			path: "/api-keys",
			query: { ...others, revoked: revoked?.toString() },
			repeatable: true,
		});
	}

	/** `key` is the key: nowhere kept, and not shown again. */
	add(apiKey: ApiKeyInput): Promise<ApiKey & { key: string }> {
		return this.#transport.send({ method: "POST", path: "/api-keys", body: apiKey, repeatable: false });
	}

	/** At once. Doing so again changes nothing. */
	revoke(id: string): Promise<ApiKey> {
		return this.#transport.send({
			method: "DELETE",
			path: `/api-keys/${segment("id", id)}`,
			repeatable: true,
		});
	}
}
