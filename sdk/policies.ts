import { segment, type Transport } from "./transport.ts";
import type { Page, PolicyCheck, PolicyVersion } from "./types.ts";

/** A policy document: JSON data, or the text of YAML. */
export type PolicyDocument = Record<string, unknown> | string;

/** Policies. Every call throws `CountersignError` or `ConnectionError`. */
export class Policies {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** The newest version of each, by name. */
	list(): Promise<Page<PolicyVersion>> {
		return this.#transport.send({ method: "GET", path: "/policies", repeatable: true });
	}

	/** The version that new requests get, or the one asked for. */
	get(name: string, options: { version?: number } = {}): Promise<PolicyVersion> {
		return this.#transport.send({
			method: "GET",
			path: pathOf(name),
			query: { version: options.version },
			repeatable: true,
		});
	}

	/** Every version, newest first. */
	versions(name: string): Promise<Page<PolicyVersion>> {
		return this.#transport.send({ method: "GET", path: `${pathOf(name)}/versions`, repeatable: true });
	}

	/** Makes a new version, unless the newest says the same already. */
	put(name: string, document: PolicyDocument): Promise<PolicyVersion & { created: boolean }> {
		return this.#transport.send({ method: "PUT", path: pathOf(name), body: document, repeatable: true });
	}

	/** Whether the document is valid; nothing is kept. */
	validate(document: PolicyDocument): Promise<PolicyCheck> {
		return this.#transport.send({
			method: "POST",
			path: "/policies/validate",
			body: document,
			repeatable: true,
		});
	}
}

function pathOf(name: string): string {
	return `/policies/${segment("name", name)}`;
}
