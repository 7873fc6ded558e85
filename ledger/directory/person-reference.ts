import type { Tx } from "../../db/transaction.ts";
import type { Role } from "../actor.ts";
import { UUID } from "../locked-request.ts";
import { type FieldError, invalid, Refusal } from "../refusal.ts";

/** A person as others refer to them. */
export interface ReferredPerson {
	id: string;
	email: string;
	name: string;
	kind: "person" | "service";
	role: Role;
	active: boolean;
}

const WHAT_TO_WRITE = "write the id or e-mail address of a person";
/** More would make a long answer and help nobody. */
const MOST_ERRORS = 50;

/** The people whom ids or e-mail addresses stand for, in the same order; null where there is none. */
export async function findPeople(tx: Tx, references: readonly string[]): Promise<(ReferredPerson | null)[]> {
	const wanted = references.map((reference) => reference.trim().toLowerCase());
	const ids = wanted.filter((reference) => UUID.test(reference));
	const emails = wanted.filter((reference) => /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(reference));
	const rows =
		ids.length + emails.length === 0
			? []
			: await tx.sql<ReferredPerson[]>`
				select id, email, name, kind, role, active from people where id = any(${ids}::uuid[])
				union
				select id, email, name, kind, role, active from people where email = any(${emails}::text[])`;
	const known = new Map(rows.flatMap((row) => [[row.id, row] as const, [row.email, row] as const]));
	return wanted.map((reference) => known.get(reference) ?? null);
}

/** The person whom an id or e-mail address stands for. Refuses with `invalid` at `path`. */
export async function requirePerson(tx: Tx, path: string, reference: string): Promise<ReferredPerson> {
	const [person] = await findPeople(tx, [reference]);
	if (person === undefined || person === null) throw invalid(path, nobody());
	return person;
}

/**
 * The people whom ids or e-mail addresses stand for. Refuses with `invalid`, each unknown one named by its index
 * (`members[2]`).
 */
export async function requirePeople(
	tx: Tx,
	path: string,
	references: readonly string[],
): Promise<ReferredPerson[]> {
	const found = await findPeople(tx, references);
	const errors: FieldError[] = found.flatMap((person, i) =>
		person === null ? [{ path: `${path}[${i}]`, message: nobody() }] : [],
	);
	refuseAll(errors);
	return found.filter((person) => person !== null);
}

/** Refuses with `invalid` where there are errors, each named. */
export function refuseAll(errors: readonly FieldError[]): void {
	const [first] = errors;
	if (first === undefined) return;
	const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
	throw new Refusal("invalid", `${first.path}: ${first.message}${more}`, {
		errors: errors.slice(0, MOST_ERRORS),
	});
}

/** An e-mail address as it is kept: lower case, ASCII, and nothing that needs quoting in a header. */
export function isAddress(text: string): boolean {
	const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
	const address = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(\\.${label})*$`);
	return text.length <= 254 && address.test(text);
}

function nobody(): string {
	return `is nobody in this workspace: ${WHAT_TO_WRITE}`;
}
