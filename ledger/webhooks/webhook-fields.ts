import type { Tx } from "../../db/transaction.ts";
import { NOTHING_ALLOWED } from "../../outbound/allowance.ts";
import { refusedUrl } from "../../outbound/url-rules.ts";
import type { Ctx } from "../context.ts";
import { invalid } from "../refusal.ts";
import { cleanLine } from "../text-limits.ts";
import { WEBHOOK_TYPES, type WebhookType } from "./webhook-view.ts";

/** A name of a webhook. Refuses with `invalid`. */
export function cleanName(name: string): string {
	return cleanLine("name", name, 100);
}

/**
 * The address as it is kept (host in small letters). Refuses with `invalid` what may not be called.
 *
 * @param path the field: `url`, `callbackUrl`
 */
export function cleanUrl({ outbound }: Pick<Ctx, "outbound">, path: string, url: string): string {
	const refused = refusedUrl(url, outbound ?? NOTHING_ALLOWED);
	if (refused !== null) throw invalid(path, refused);
	return new URL(url).href;
}

/** The kinds of events, each once, in their usual order. Refuses with `invalid` an empty list. */
export function cleanTypes(types: readonly WebhookType[]): WebhookType[] {
	const clean = WEBHOOK_TYPES.filter((type) => types.includes(type));
	if (clean.length === 0) throw invalid("types", `write at least one of ${WEBHOOK_TYPES.join(", ")}`);
	return clean;
}

/** Refuses with `invalid` the name of a policy that is not there. */
export async function requirePolicyName({ sql }: Tx, policy: string | null): Promise<void> {
	if (policy === null) return;
	const found = await sql`select 1 from policies where name = ${policy}`;
	if (found.length === 0) throw invalid("policy", `there is no policy named ${policy}`);
}
