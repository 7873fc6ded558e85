import { createHash, randomInt } from "node:crypto";
import { v7 as newId } from "uuid";
import type { Ctx } from "../context.ts";
import { changeDirectory } from "../directory/change.ts";
import { requireMayUseSession } from "./session-only.ts";

/** How long a code is good. */
export const CODE_MINUTES = 10;
const LENGTH = 8;
/** Crockford's base 32: no I, L, O, U (https://www.crockford.com/base32.html). */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A code that its person types in Slack to say who they are: 40 random bits, good for ten minutes, one at a time.
 * Answered once; only its hash is kept. Asks for a signed-in session.
 *
 * Refuses: `not_eligible`.
 */
export async function makeLinkCode(ctx: Ctx): Promise<{ code: string; minutes: number }> {
	requireMayUseSession(ctx.actor);
	const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
	await changeDirectory(ctx, async ({ tx, workspaceId, actor, record }) => {
		await tx.sql`
			update slack_link_codes set expires_at = now()
			where person_id = ${actor.personId} and used_at is null and expires_at > now()`;
		await tx.sql`
			insert into slack_link_codes (id, workspace_id, person_id, hash, expires_at)
			values (${newId()}, ${workspaceId}, ${actor.personId}, decode(${codeHash(code)}, 'hex'),
				clock_timestamp() + make_interval(mins => ${CODE_MINUTES}))`;
		await record("slack_link_code_made", {});
	});
	return { code, minutes: CODE_MINUTES };
}

/** What is kept of a code: hex SHA-256, of the code as Crockford reads what people type. */
export function codeHash(typed: string): string {
	const code = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
	return createHash("sha256").update(`countersign slack link v1\n${code}`).digest("hex");
}
