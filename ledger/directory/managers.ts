import type { Tx } from "../../db/transaction.ts";
import { invalid } from "../refusal.ts";
import { requirePerson } from "./person-reference.ts";

/**
 * The id of a person who may become somebody's manager. Refuses with `invalid` at `manager`: nobody, oneself,
 * deactivated, a service account, or somebody below the person, with the circle that it would make.
 *
 * @param personId whose manager it would be
 * @param reference id or e-mail address
 */
export async function refuseManager(tx: Tx, personId: string, reference: string): Promise<string> {
	const manager = await requirePerson(tx, "manager", reference);
	if (manager.id === personId) throw invalid("manager", "nobody is their own manager: write somebody else");
	if (!manager.active) throw invalid("manager", `${manager.email} is deactivated: write somebody active`);
	if (manager.kind !== "person")
		throw invalid("manager", `${manager.email} is a service account: write a person`);
	const above = await tx.sql<{ path: string[] }[]>`
		with recursive above as (
			select p.id, p.manager_id, array[p.id] as ids, array[p.email] as path from people p where p.id = ${manager.id}
			union all
			select p.id, p.manager_id, a.ids || p.id, a.path || p.email
			from above a join people p on p.id = a.manager_id where p.id <> all(a.ids)
		)
		select path from above where id = ${personId}`;
	const [circle] = above;
	if (circle === undefined) return manager.id;
	const path = [circle.path.at(-1), ...circle.path].join(" → ");
	throw invalid("manager", `would make a circle of managers: ${path}. Write somebody who is not below`);
}
