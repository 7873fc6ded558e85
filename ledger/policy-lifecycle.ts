import { inWorkspace, type Tx } from "../db/transaction.ts";
import { requirePolicyWriter, requireScope } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { noPolicy, type PolicyView, readVersion, recordPolicyAct } from "./policies.ts";
import { policyOf } from "./policy-memory.ts";
import { requireCalendarKnown } from "./policy-references.ts";
import { Refusal } from "./refusal.ts";

/**
 * Retires a policy: no new request can be made with it; those that are open go on. New versions may still be pushed,
 * which leave it retired. Retiring it again changes nothing.
 *
 * Refuses: `not_found`, `not_eligible`.
 */
export function retirePolicy(ctx: Ctx, name: string): Promise<PolicyView> {
	return onPolicy(ctx, name, async (tx, held) => {
		if (held.retired_at === null) {
			await tx.sql`update policies set retired_at = clock_timestamp() where id = ${held.id}`;
			await recordPolicyAct(tx, ctx, "policy_retired", { policy: name, policyVersion: held.current_version });
		}
		return readVersion(tx, name, undefined);
	});
}

/**
 * Takes a retirement back: new requests get the newest version again.
 *
 * Refuses: `not_found`, `not_eligible`, `invalid` (calendar: it is gone by now).
 */
export function restorePolicy(ctx: Ctx, name: string): Promise<PolicyView> {
	return onPolicy(ctx, name, async (tx, held) => {
		if (held.retired_at !== null) {
			const [newest] = await tx.sql<{ id: string }[]>`
				select id from policy_versions where policy_id = ${held.id} and version = ${held.current_version}`;
			if (newest !== undefined) await requireCalendarKnown(tx, await policyOf(tx, newest.id));
			await tx.sql`update policies set retired_at = null where id = ${held.id}`;
			await recordPolicyAct(tx, ctx, "policy_restored", {
				policy: name,
				policyVersion: held.current_version,
			});
		}
		return readVersion(tx, name, undefined);
	});
}

/**
 * Deletes a policy that no request was ever made with, and frees its name. Its versions are immutable and stay in the
 * database as evidence, under a name that no policy can have (`refund~<id>`) and no version that a submission takes;
 * a policy of the same name begins again at version 1. A submission that is being recorded at that very moment stands,
 * and goes on under the version that it took.
 *
 * Refuses: `not_found`, `not_eligible`, `in_use` (a request was made with it: it can only be retired).
 */
export function deletePolicy(ctx: Ctx, name: string): Promise<{ name: string; deleted: true }> {
	return onPolicy(ctx, name, async (tx, held) => {
		const [used] = await tx.sql`
			select 1 from requests where workspace_id = ${ctx.actor.workspaceId} and policy_name = ${name} limit 1`;
		if (used !== undefined) {
			throw new Refusal(
				"in_use",
				`Requests were made with policy ${name}: it cannot be deleted. Retire it, so that no new ones are made.`,
			);
		}
		await tx.sql`
			update policies set name = name || '~' || id::text, current_version = 0,
				retired_at = coalesce(retired_at, clock_timestamp())
			where id = ${held.id}`;
		await recordPolicyAct(tx, ctx, "policy_deleted", { policy: name, policyVersion: held.current_version });
		return { name, deleted: true };
	});
}

/** How a policy is used: whether a request was ever made with it, and how many are open. Refuses with `not_found`. */
export async function policyUse(ctx: Ctx, name: string): Promise<{ everUsed: boolean; open: number }> {
	requireScope(ctx.actor, "requests:read");
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, async (tx) => {
		await readVersion(tx, name, undefined);
		const [[used], [count]] = await Promise.all([
			tx.sql`select 1 from requests where workspace_id = ${workspaceId} and policy_name = ${name} limit 1`,
			tx.sql<{ open: number }[]>`
				select count(*)::int as open from policies p
				join policy_versions v on v.policy_id = p.id
				join requests r on r.workspace_id = p.workspace_id and r.policy_version_id = v.id and r.closed_at is null
				where p.workspace_id = ${workspaceId} and p.name = ${name}`,
		]);
		return { everUsed: used !== undefined, open: count?.open ?? 0 };
	});
}

interface HeldPolicy {
	id: string;
	current_version: number;
	retired_at: string | null;
}

/** Works on a policy whose row is held, so that pushes and these take turns. */
async function onPolicy<T>(
	ctx: Ctx,
	name: string,
	work: (tx: Tx, held: HeldPolicy) => Promise<T>,
): Promise<T> {
	requirePolicyWriter(ctx.actor);
	const { workspaceId, personId } = ctx.actor;
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, async (tx) => {
		// Refuses a name that no policy can have, before the database sees it.
		await readVersion(tx, name, undefined);
		const [held] = await tx.sql<HeldPolicy[]>`
			select id, current_version, retired_at from policies
			where workspace_id = ${workspaceId} and name = ${name} for update`;
		if (held === undefined) throw noPolicy(name);
		return work(tx, held);
	});
}
