import type { Ctx } from "../../../../../ledger/context.ts";
import { requireVisible } from "../../../../../ledger/read/get-request.ts";
import { Refusal } from "../../../../../ledger/refusal.ts";

/**
 * Reads what a call about a request brings. Where that is refused, `not_found` is said first to whoever may not
 * see the request: what is wrong with a call tells strangers nothing.
 */
export async function sightFirst<T>(ctx: Ctx, id: string, read: () => T | Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof Refusal) await requireVisible(ctx, id);
		throw error;
	}
}
