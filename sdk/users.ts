import type {
	Colleague,
	ImportOptions,
	NewPerson,
	PeopleFilter,
	PeopleImport,
	Person,
	PersonChanges,
} from "./directory-types.ts";
import { segment, type Transport } from "./transport.ts";
import type { Page } from "./types.ts";

/** People and service accounts. Every call throws `CountersignError` or `ConnectionError`. */
export class Users {
	readonly #transport: Transport;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** By e-mail address. Members get id, e-mail address and name of active people. */
	list(filter: PeopleFilter = {}): Promise<Page<Person | Colleague>> {
		const { active, ...others } = filter;
		return this.#transport.send({
			method: "GET",
			path: "/users",
			query: { ...others, active: active?.toString() },
			repeatable: true,
		});
	}

	/** @param person id or e-mail address */
	get(person: string): Promise<Person | Colleague> {
		return this.#transport.send({ method: "GET", path: pathOf(person), repeatable: true });
	}

	add(person: NewPerson): Promise<Person> {
		// Not repeatable: the second would be refused as in_use although the first was heard.
		return this.#transport.send({ method: "POST", path: "/users", body: person, repeatable: false });
	}

	/** @param person id or e-mail address */
	update(person: string, changes: PersonChanges): Promise<Person> {
		// Not repeatable by an address, which this may change.
		const repeatable = changes.email === undefined;
		return this.#transport.send({ method: "PATCH", path: pathOf(person), body: changes, repeatable });
	}

	/** Ends sessions and keys at once. What the person decided stands. @param person id or e-mail address */
	deactivate(person: string): Promise<Person> {
		return this.#transport.send({ method: "DELETE", path: pathOf(person), repeatable: true });
	}

	/**
	 * Adds and changes people by the lines of a file: all of it or nothing. Columns: email (required), name, role,
	 * manager (e-mail address), groups (separated by ;), timeZone, active, externalId.
	 *
	 * @param csv at most 5 MiB
	 */
	import(csv: string, options: ImportOptions = {}): Promise<PeopleImport> {
		const { dryRun, deactivateMissing } = options;
		return this.#transport.send({
			method: "POST",
			path: "/users/import",
			query: { dryRun: dryRun?.toString(), deactivateMissing: deactivateMissing?.toString() },
			body: csv,
			headers: { "content-type": "text/csv; charset=utf-8" },
			// A second time the people are as the file says.
			repeatable: true,
		});
	}
}

function pathOf(person: string): string {
	return `/users/${segment("person", person)}`;
}
