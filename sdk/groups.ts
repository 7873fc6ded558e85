import type { Group, GroupInput, GroupsFilter } from "./directory-types.ts";
import { segment, type Transport } from "./transport.ts";
import type { Page } from "./types.ts";

/** Groups. Every call throws `CountersignError` or `ConnectionError`. */
export class Groups {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** By name. */
	list(filter: GroupsFilter = {}): Promise<Page<Group>> {
		return this.#transport.send({ method: "GET", path: "/groups", query: { ...filter }, repeatable: true });
	}

	get(name: string): Promise<Group> {
		return this.#transport.send({ method: "GET", path: pathOf(name), repeatable: true });
	}

	/** Adds the group, or brings it up to date: members that are given become the only ones. */
	put(name: string, group: GroupInput): Promise<Group> {
		return this.#transport.send({ method: "PUT", path: pathOf(name), body: group, repeatable: true });
	}

	/** Adds members and takes members away, by id or e-mail address. */
	change(name: string, members: { add?: string[]; remove?: string[] }): Promise<Group> {
		return this.#transport.send({ method: "PATCH", path: pathOf(name), body: members, repeatable: true });
	}

	/** Throws `in_use` while a policy names it. */
	delete(name: string): Promise<Group> {
		return this.#transport.send({ method: "DELETE", path: pathOf(name), repeatable: false });
	}
}

function pathOf(name: string): string {
	return `/groups/${segment("name", name)}`;
}
