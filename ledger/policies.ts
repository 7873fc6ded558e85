import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import { inWorkspace, type Tx } from "../db/transaction.ts";
import type { Policy } from "../policy/document.ts";
import { parsePolicy } from "../policy/parse.ts";
import { readText } from "../policy/read-document.ts";
import { canonicalJson } from "../proof/canonical.ts";
import { requirePolicyWriter, requireScope } from "./actor.ts";
import { auditRow, insertAudit } from "./audit-entry.ts";
import type { Ctx } from "./context.ts";
import { requireCalendarKnown, unknownReferences } from "./policy-references.ts";
import { iso } from "./read/request-view.ts";
import { type FieldError, invalid, Refusal } from "./refusal.ts";

/** One version of a policy as pages and API show it. */
export interface PolicyView {
	name: string;
	title: string;
	version: number;
	/** The version that new requests get. */
	current: boolean;
	/** Since when no new request can be made with the policy; null while it can. */
	retiredAt: string | null;
	createdAt: string;
	createdBy: { id: string; name: string } | null;
	/** The document as it was pushed. */
	document: Record<string, unknown>;
	/**
	 * Only after a push. Approvers whom the directory does not know now: such a stage will be unsatisfiable. And that
	 * the policy is retired.
	 */
	warnings: FieldError[];
}

/** What is wrong with a document (YAML or JSON text, or data); empty when it is valid. */
export function checkPolicy(document: unknown): FieldError[] {
	const result = parsePolicy(document);
	return result.ok ? [] : result.errors;
}

/** Reads a document, once. Refuses with `invalid` and every path at fault. */
export function checkedPolicy(document: unknown): { policy: Policy; data: unknown } {
	const reading =
		typeof document === "string" ? readText(document) : ({ ok: true, value: document } as const);
	const result = reading.ok ? parsePolicy(reading.value) : reading;
	if (reading.ok && result.ok) return { policy: result.policy, data: reading.value };
	const errors = result.ok ? [] : result.errors;
	const first = errors[0];
	throw new Refusal("invalid", `The policy is not valid: ${first?.path} ${first?.message}`, { errors });
}

/**
 * Pushes a policy: a new immutable version, unless the newest says the same already. Open requests keep theirs. A
 * retired policy stays retired, and the answer warns of it.
 *
 * @param document YAML or JSON text, or data
 * @param name where the caller named it too; must then be the document's own
 * Refuses: `invalid` (with paths; also a calendar that is not there), `not_eligible`.
 */
export async function putPolicy(
	ctx: Ctx,
	document: unknown,
	name?: string,
): Promise<PolicyView & { created: boolean }> {
	const { policy, data } = checkedPolicy(document);
	if (name !== undefined && name !== policy.name)
		throw invalid("name", `is ${policy.name}, but it was put as ${name}`);
	requirePolicyWriter(ctx.actor);
	const { workspaceId, personId } = ctx.actor;
	const digest = createHash("sha256").update(canonicalJson(data)).digest("hex");
	return inWorkspace(ctx.db, { workspaceId, actorId: personId }, async (tx) => {
		await requireCalendarKnown(tx, policy);
		// Two pushes of one name take turns; the second then sees the first.
		await tx.sql`
			insert into policies (id, workspace_id, name, current_version) values (${newId()}, ${workspaceId}, ${policy.name}, 0)
			on conflict (workspace_id, name) do nothing`;
		const [held] = await tx.sql<{ id: string; current_version: number }[]>`
			select id, current_version from policies where workspace_id = ${workspaceId} and name = ${policy.name} for update`;
		if (held === undefined) throw new Error(`policy ${policy.name} vanished`);
		const [same] = await tx.sql`
			select 1 from policy_versions where policy_id = ${held.id} and version = ${held.current_version} and digest = decode(${digest}, 'hex')`;
		const created = same === undefined;
		if (created) {
			const version = held.current_version + 1;
			await tx.sql`
				insert into policy_versions (id, workspace_id, policy_id, version, document, digest, created_by)
				values (${newId()}, ${workspaceId}, ${held.id}, ${version}, ${JSON.stringify(data)}::json, decode(${digest}, 'hex'), ${personId})`;
			await tx.sql`update policies set current_version = ${version} where id = ${held.id}`;
			await recordPolicyAct(tx, ctx, "policy_pushed", {
				policy: policy.name,
				policyVersion: version,
				digest,
			});
		}
		const view = await readVersion(tx, policy.name, undefined);
		const retired: FieldError[] =
			view.retiredAt === null
				? []
				: [
						{
							path: "",
							message: "the policy is retired: no request can be made with it until it is restored",
						},
					];
		return { ...view, created, warnings: [...retired, ...(await unknownReferences(tx, policy))] };
	});
}

/** Writes down what was done to a policy. */
export async function recordPolicyAct(
	tx: Tx,
	ctx: Ctx,
	kind: "policy_pushed" | "policy_retired" | "policy_restored" | "policy_deleted",
	facts: Record<string, unknown>,
): Promise<void> {
	const now = Date.now();
	await insertAudit(
		tx,
		ctx.actor.workspaceId,
		auditRow({
			workspaceId: ctx.actor.workspaceId,
			at: now,
			appliedAt: now,
			kind,
			actorId: ctx.actor.personId,
			requestId: null,
			requestVersion: null,
			facts,
		}),
	);
}

/** The newest version, or the one asked for. Refuses with `not_found`. */
export async function getPolicy(ctx: Ctx, name: string, version?: number): Promise<PolicyView> {
	requireScope(ctx.actor, "requests:read");
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, (tx) => readVersion(tx, name, version));
}

/** The newest version of every policy, by name; the retired ones last. */
export async function listPolicies(ctx: Ctx): Promise<PolicyView[]> {
	requireScope(ctx.actor, "requests:read");
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async ({ sql }) => {
		const rows = await sql<Row[]>`
			select p.name, v.version, p.current_version, p.retired_at, v.created_at, v.created_by, m.name as creator, v.document
			from policies p join policy_versions v on v.policy_id = p.id and v.version = p.current_version
			left join people m on m.id = v.created_by order by p.retired_at is not null, p.name`;
		return rows.map(toView);
	});
}

/** Every version of a policy, newest first. Refuses with `not_found`. */
export async function listPolicyVersions(ctx: Ctx, name: string): Promise<PolicyView[]> {
	requireScope(ctx.actor, "requests:read");
	if (!NAME.test(name)) throw noPolicy(name);
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async ({ sql }) => {
		const rows = await sql<Row[]>`
			select p.name, v.version, p.current_version, p.retired_at, v.created_at, v.created_by, m.name as creator, v.document
			from policies p join policy_versions v on v.policy_id = p.id
			left join people m on m.id = v.created_by where p.name = ${name} order by v.version desc`;
		if (rows.length === 0) throw noPolicy(name);
		return rows.map(toView);
	});
}

interface Row {
	name: string;
	version: number;
	current_version: number;
	retired_at: string | null;
	created_at: string;
	created_by: string | null;
	creator: string | null;
	document: Record<string, unknown>;
}

/** What no policy can be named (and no text column holds, such as NUL) is not looked for. */
const NAME = /^[a-z0-9-]{1,64}$/;

/** One version, or the one that new requests get. Refuses with `not_found`. */
export async function readVersion(tx: Tx, name: string, version: number | undefined): Promise<PolicyView> {
	if (!NAME.test(name)) throw noPolicy(name);
	const [row] = await tx.sql<Row[]>`
		select p.name, v.version, p.current_version, p.retired_at, v.created_at, v.created_by, m.name as creator, v.document
		from policies p join policy_versions v on v.policy_id = p.id and v.version = coalesce(${version ?? null}::int, p.current_version)
		left join people m on m.id = v.created_by where p.name = ${name}`;
	if (row === undefined) throw noPolicy(name);
	return toView(row);
}

function toView(row: Row): PolicyView {
	return {
		name: row.name,
		title: typeof row.document.title === "string" ? row.document.title : row.name,
		version: row.version,
		current: row.version === row.current_version,
		retiredAt: row.retired_at === null ? null : iso(row.retired_at),
		createdAt: iso(row.created_at),
		createdBy: row.created_by === null ? null : { id: row.created_by, name: row.creator ?? "" },
		document: row.document,
		warnings: [],
	};
}

/** What a policy that is not there is refused with. */
export function noPolicy(name: string): Refusal {
	return new Refusal("not_found", `There is no policy named ${name}, or no such version of it.`);
}

/**
 * The policy that a replay of `name` runs: the draft, where one is given (it may have another name), else the newest
 * version. Refuses: `not_found`, `invalid` (with the document's paths).
 */
export async function policyToReplay(
	tx: Tx,
	name: string,
	draft?: unknown,
): Promise<{ policy: Policy; version: number | null }> {
	const newest = await readVersion(tx, name, undefined);
	const { policy } = checkedPolicy(draft ?? newest.document);
	await requireCalendarKnown(tx, policy);
	return { policy, version: draft === undefined ? newest.version : null };
}
