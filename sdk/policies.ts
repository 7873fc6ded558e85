import type { PolicyDiff, ReplayOptions, ReplayRow } from "./policy-types.ts";
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

	/** The newest version of each, by name; the retired ones last. */
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

	/** How two versions differ. Default: the newest from the one before. */
	diff(name: string, versions: { from?: number; to?: number } = {}): Promise<PolicyDiff> {
		const { from, to } = versions;
		return this.#transport.send({
			method: "GET",
			path: `${pathOf(name)}/diff`,
			query: { from, to },
			repeatable: true,
		});
	}

	/** No new request can be made with it; those that are open go on. */
	retire(name: string): Promise<PolicyVersion> {
		return this.#transport.send({ method: "POST", path: `${pathOf(name)}/retire`, repeatable: true });
	}

	/** Takes a retirement back. */
	restore(name: string): Promise<PolicyVersion> {
		return this.#transport.send({ method: "POST", path: `${pathOf(name)}/restore`, repeatable: true });
	}

	/** Deletes a policy that no request was ever made with; else it throws `in_use`. */
	delete(name: string): Promise<{ name: string; deleted: true }> {
		return this.#transport.send({ method: "DELETE", path: pathOf(name), repeatable: false });
	}

	/** What would have become of past requests: row by row, as long as it takes. Not tried again. */
	replay(name: string, options: ReplayOptions = {}): AsyncGenerator<ReplayRow, void, undefined> {
		const { signal, ...body } = options;
		return this.#transport.lines<ReplayRow>({
			method: "POST",
			path: `${pathOf(name)}/replay`,
			body,
			repeatable: false,
			signal,
		});
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
