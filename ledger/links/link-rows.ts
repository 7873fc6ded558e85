import type { Database } from "../../db/connect.ts";
import type { Tx } from "../../db/transaction.ts";
import { UUID } from "../locked-request.ts";
import type { Language } from "../preferences/preferences.ts";
import { Refusal } from "../refusal.ts";
import { tokenFits } from "./link-secrets.ts";

export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
/** How often a code may be asked for with one link. */
export const CODES_A_LINK = 10;
export const LINK_DAYS = 7;

/** An emailed link with what it is bound to. */
export interface LinkRow {
	id: string;
	request_id: string;
	assignment_id: string;
	person_id: string;
	stage: string;
	round: number;
	token_hash: string;
	expired: boolean;
	spent: boolean;
	code_serial: number;
	code_live: boolean;
	code_tries: number;
	assignment_state: "waiting" | "decided" | "over";
	workspace_id: string;
	name: string;
	email: string;
	language: Language;
	role: "member" | "auditor" | "administrator";
	active: boolean;
}

/** The workspace of a link: all that the second role may know of it. Refuses with `not_found`. */
export async function workspaceOfLink(system: Database, linkId: string): Promise<string> {
	if (!UUID.test(linkId)) throw noLink();
	const [row] = await system.sql<
		{ workspace_id: string }[]
	>`select workspace_id from link_tokens where id = ${linkId}`;
	if (row === undefined) throw noLink();
	return row.workspace_id;
}

/** The link, if the token is its own. Refuses with `not_found`, the same for a wrong token as for no link. */
export async function readLink(tx: Tx, linkId: string, token: string, hold: boolean): Promise<LinkRow> {
	const [row] = await tx.sql<LinkRow[]>`
		select l.id, l.workspace_id, l.request_id, l.assignment_id, l.person_id, l.stage, l.round, encode(l.token_hash, 'hex') as token_hash,
			l.expires_at <= clock_timestamp() as expired, l.spent_at is not null as spent, l.code_serial, l.code_tries,
			coalesce(l.code_issued_at > clock_timestamp() - make_interval(mins => ${CODE_MINUTES}), false) as code_live,
			a.state as assignment_state, p.name, p.email, p.language, p.role, p.active
		from link_tokens l join assignments a on a.id = l.assignment_id join people p on p.id = l.person_id
		where l.id = ${linkId} ${hold ? tx.sql`for update of l` : tx.sql``}`;
	if (row === undefined || !tokenFits(token, row.token_hash)) throw noLink();
	return row;
}

export function noLink(): Refusal {
	return new Refusal(
		"not_found",
		"This link is not valid. Open the newest mail about the request, or sign in.",
	);
}
