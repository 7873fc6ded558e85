import type { Calendar, PageOptions, Rota } from "./directory-types.ts";
import { segment, type Transport } from "./transport.ts";
import type { Page } from "./types.ts";

/** JSON data, or the text of YAML. */
type Document = Record<string, unknown> | string;

/** Calendars that working time is counted in. Every call throws `CountersignError` or `ConnectionError`. */
export class Calendars {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** By name. */
	list(page: PageOptions = {}): Promise<Page<Calendar>> {
		return this.#transport.send({ method: "GET", path: "/calendars", query: { ...page }, repeatable: true });
	}

	get(name: string): Promise<Calendar> {
		return this.#transport.send({ method: "GET", path: pathOf("calendars", name), repeatable: true });
	}

	/** Adds the calendar, or brings it up to date. */
	put(name: string, document: Document): Promise<Calendar> {
		return this.#transport.send({
			method: "PUT",
			path: pathOf("calendars", name),
			body: document,
			repeatable: true,
		});
	}

	/** Throws `in_use` while a policy counts in it. */
	delete(name: string): Promise<Calendar> {
		return this.#transport.send({ method: "DELETE", path: pathOf("calendars", name), repeatable: false });
	}
}

/** On-call rotas. Every call throws `CountersignError` or `ConnectionError`. */
export class Rotas {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** By name, with who is on call now. */
	list(page: PageOptions = {}): Promise<Page<Rota>> {
		return this.#transport.send({ method: "GET", path: "/rotas", query: { ...page }, repeatable: true });
	}

	/** @param options.at an instant; default now */
	get(name: string, options: { at?: string } = {}): Promise<Rota> {
		return this.#transport.send({
			method: "GET",
			path: pathOf("rotas", name),
			query: { at: options.at },
			repeatable: true,
		});
	}

	/** Adds the rota, or brings it up to date. People stand in it by id or e-mail address. */
	put(name: string, document: Document): Promise<Rota> {
		return this.#transport.send({
			method: "PUT",
			path: pathOf("rotas", name),
			body: document,
			repeatable: true,
		});
	}

	/** Throws `in_use` while a policy asks it. */
	delete(name: string): Promise<Rota> {
		return this.#transport.send({ method: "DELETE", path: pathOf("rotas", name), repeatable: false });
	}
}

function pathOf(list: "calendars" | "rotas", name: string): string {
	return `/${list}/${segment("name", name)}`;
}
