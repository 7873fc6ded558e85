import { inWorkspace, type Tx } from "../db/transaction.ts";
import { applyEvent } from "./apply-event.ts";
import type { SystemCtx } from "./context.ts";
import { needsOf } from "./directory-needs.ts";
import { lockRequest } from "./locked-request.ts";
import { policyOf } from "./policy-memory.ts";

/** What changed in a workspace's directory. */
export interface DirectoryMove {
	/** Whoever joined, left, changed manager or address, delegates or no longer does, or changed groups. */
	people: readonly string[];
	/** Names. */
	groups: readonly string[];
	rotas: readonly string[];
}

/**
 * The open requests that a change of the directory may concern: those that ask one of the people now, whose policy
 * names one of the groups, rotas or addresses, or looks at a manager above the requester. Rather too many than one
 * too few: a request that it does not concern is looked at and left as it is.
 */
export async function requestsConcerned(ctx: SystemCtx, move: DirectoryMove): Promise<string[]> {
	return inWorkspace(ctx.db, { workspaceId: ctx.workspaceId, actorId: null }, async (tx) => {
		const people = await withAbsent(tx, move.people);
		const [asked, byPolicy] = await Promise.all([
			tx.sql<{ id: string }[]>`
				select distinct a.request_id as id from assignments a join requests r on r.id = a.request_id
				where a.person_id = any(${people}::uuid[]) and r.closed_at is null
					and (a.ended_at is null or a.via = 'reassign')`,
			requestsByPolicy(tx, ctx.workspaceId, await withTheirs(tx, { ...move, people })),
		]);
		return [...new Set([...asked.map(({ id }) => id), ...byPolicy])];
	});
}

/** As long as a chain of delegation may be (policy/delegation.ts). */
const MOST_DELEGATES = 5;

/** These people and those for whom they may decide: who comes back to work may be somebody's delegate. */
async function withAbsent(tx: Tx, people: readonly string[]): Promise<string[]> {
	const rows = await tx.sql<{ id: string }[]>`
		with recursive reached as (
			select unnest(${[...people]}::uuid[]) as id, 0 as level
			union
			select d.from_id, r.level + 1 from reached r join delegations d on d.to_id = r.id
			where r.level < ${MOST_DELEGATES}
		)
		select distinct id from reached`;
	return rows.map(({ id }) => id);
}

/** With the groups and rotas that the people are in: who comes back to work belongs to them as before. */
async function withTheirs(tx: Tx, move: DirectoryMove): Promise<DirectoryMove> {
	const ids = [...move.people];
	const [groups, rotas] = await Promise.all([
		tx.sql<{ name: string }[]>`
			select distinct g.name from group_members m join groups g on g.id = m.group_id
			where m.person_id = any(${ids}::uuid[])`,
		tx.sql<{ name: string }[]>`
			select name from rotas where document->'people' ?| ${ids}::text[] or exists (
				select 1 from jsonb_array_elements(coalesce(document->'overrides', '[]')) o
				where o->>'person' = any(${ids}::text[]))`,
	]);
	const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
	return { ...move, groups: [...move.groups, ...names(groups)], rotas: [...move.rotas, ...names(rotas)] };
}

async function requestsByPolicy(tx: Tx, workspaceId: string, move: DirectoryMove): Promise<string[]> {
	const [versions, people] = await Promise.all([
		tx.sql<{ policy_version_id: string }[]>`
			select distinct policy_version_id from requests where workspace_id = ${workspaceId} and closed_at is null`,
		tx.sql<{ email: string }[]>`select email from people where id = any(${[...move.people]}::uuid[])`,
	]);
	const named: string[] = [];
	const managed: string[] = [];
	let levels = 0;
	for (const { policy_version_id: id } of versions) {
		const needs = needsOf(await policyOf(tx, id));
		const names =
			move.groups.some((group) => needs.groups.has(group)) ||
			move.rotas.some((rota) => needs.rotas.has(rota)) ||
			people.some(({ email }) => needs.emails.has(email));
		if (names) named.push(id);
		else if (needs.managerLevels > 0) {
			managed.push(id);
			levels = Math.max(levels, needs.managerLevels);
		}
	}
	const rows = await tx.sql<{ id: string }[]>`
		with recursive below as (
			select id, 0 as level from people where id = any(${managed.length === 0 ? [] : [...move.people]}::uuid[])
			union
			select p.id, b.level + 1 from below b join people p on p.manager_id = b.id where b.level < ${levels}
		)
		select id from requests where workspace_id = ${workspaceId} and closed_at is null
			and (policy_version_id = any(${named}::uuid[])
				or policy_version_id = any(${managed}::uuid[]) and requester_id in (select id from below))`;
	return rows.map(({ id }) => id);
}

/** Lets one open request follow its directory: who is asked changes, or nothing does. Safe to repeat. */
export async function followDirectory(ctx: SystemCtx, requestId: string): Promise<void> {
	await inWorkspace(ctx.db, { workspaceId: ctx.workspaceId, actorId: null }, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, ctx.workspaceId, requestId);
		await applyEvent(tx, ctx, { request, event: { kind: "directory" }, tell: true });
	});
}
