import type { Delegation, DelegationInput, DelegationsFilter } from "./directory-types.ts";
import { segment, type Transport } from "./transport.ts";
import type { Page } from "./types.ts";

/** Who decides for whom. Every call throws `CountersignError` or `ConnectionError`. */
export class Delegations {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** By start; members get their own. */
	list(filter: DelegationsFilter = {}): Promise<Page<Delegation>> {
		const { ended, ...others } = filter;
		return this.#transport.send({
			method: "GET",
			path: "/delegations",
			query: { ...others, ended: ended?.toString() },
			repeatable: true,
		});
	}

	/** The same one again answers the one there is. */
	add(delegation: DelegationInput): Promise<Delegation> {
		return this.#transport.send({
			method: "POST",
			path: "/delegations",
			body: delegation,
			// Without a start, each try would begin at its own instant.
			repeatable: delegation.start !== undefined,
		});
	}

	/** Ends one that has begun now; takes one away that has not (`removed`). */
	end(id: string): Promise<Delegation & { removed: boolean }> {
		return this.#transport.send({
			method: "DELETE",
			path: `/delegations/${segment("id", id)}`,
			repeatable: false,
		});
	}
}
