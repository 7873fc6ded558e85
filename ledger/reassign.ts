import type { Tx } from "../db/transaction.ts";
import type { PersonId } from "../policy/directory.ts";
import { type Acted, actOnRequest } from "./act-on-request.ts";
import type { Ctx } from "./context.ts";
import { UUID } from "./locked-request.ts";
import { invalid } from "./refusal.ts";

export interface ReassignInput {
	requestId: string;
	/** Whose slot: an id or e-mail address; the actor's own by default. */
	from?: string;
	/** To whom: an id or e-mail address. */
	to: string;
	comment?: string | null;
}

/**
 * Passes a slot, with its groups, to another person: an approver their own, an administrator any.
 *
 * Refuses: `not_found`, `invalid` (nobody active, has decided or holds a slot already), `too_large`, `own_request`
 * (to the requester), `already_decided`, `late`, `closed`, `paused`, `not_eligible`.
 */
export function reassign(ctx: Ctx, input: ReassignInput): Promise<Acted> {
	return actOnRequest(ctx, {
		requestId: input.requestId,
		scope: "decisions:write",
		comment: input.comment,
		needsComment: false,
		note: { kind: "reassigned", of: "reassigned" },
		prepare: async (tx) => {
			const by = ctx.actor.personId;
			const from = input.from === undefined ? by : await personNamed(tx, "from", input.from);
			const to = await personNamed(tx, "to", input.to);
			return { event: { kind: "reassign", by, from, to }, people: [from, to] };
		},
	});
}

async function personNamed(tx: Tx, path: string, name: string): Promise<PersonId> {
	const asked = name.trim().toLowerCase();
	const [row] = UUID.test(asked)
		? await tx.sql<{ id: string }[]>`select id from people where id = ${asked}`
		: await tx.sql<{ id: string }[]>`select id from people where email = ${asked}`;
	if (row === undefined)
		throw invalid(path, `${name} is nobody in this workspace: write an id or e-mail address`);
	return row.id;
}
