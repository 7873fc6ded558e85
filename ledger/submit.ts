import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import { inWorkspace, type Tx } from "../db/transaction.ts";
import { step } from "../policy/step.ts";
import { canonicalJson } from "../proof/canonical.ts";
import type { ShownContent } from "../proof/content.ts";
import { requireMayAct, requireScope } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { directoryFor } from "./directory-memory.ts";
import { UUID } from "./locked-request.ts";
import { policyOf } from "./policy-memory.ts";
import { requireCalendarKnown } from "./policy-references.ts";
import { recordStep } from "./record-step.ts";
import { invalid, Refusal } from "./refusal.ts";
import { requireContextFits, saltedDigest, shownContent } from "./shown-content.ts";
import { cleanUrl } from "./webhooks/webhook-fields.ts";

export interface SubmitInput {
	/** Name of the policy; its newest version is taken. */
	policy: string;
	title: string;
	summary?: string | null;
	context: Record<string, unknown>;
	/** Id or e-mail address of the person it is for; the actor by default. */
	requester?: string;
	callbackUrl?: string;
	externalId?: string;
	attachments?: { name: string; url: string; sha256: string }[];
	/** Makes a repeat of the same submission harmless. */
	idempotencyKey?: string;
}

export interface Submitted {
	requestId: string;
	/** False: the key had been used for the same submission, whose request this is. */
	created: boolean;
}

/**
 * Opens a request: its context is held against the policy's schema, its first stage opens, and its workflow
 * is told to wait.
 *
 * Refuses: `invalid` (with paths), `too_large`, `not_eligible` (scope; asking for somebody else without the
 * right to), `idempotency_mismatch` (the key stands for another submission).
 */
export async function submit(ctx: Ctx, input: SubmitInput): Promise<Submitted> {
	requireScope(ctx.actor, "requests:write");
	requireMayAct(ctx.actor);
	const content = shownContent(input);
	if (input.callbackUrl !== undefined) cleanUrl(ctx, "callbackUrl", input.callbackUrl);
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	try {
		return await inWorkspace(ctx.db, scope, (tx) => submitIn(tx, ctx, input, content));
	} catch (error) {
		// Somebody used the same key at the same moment and was first: now theirs is there to be found.
		if (error instanceof KeyTaken)
			return inWorkspace(ctx.db, scope, (tx) => submitIn(tx, ctx, input, content));
		throw error;
	}
}

class KeyTaken extends Error {}

interface SubmissionRow {
	policy_version_id: string | null;
	policy_version: number | null;
	policy_retired: boolean;
	directory_version: string;
	requester_id: string | null;
	requester_active: boolean | null;
	earlier_id: string | null;
	earlier_digest: string | null;
	now_ms: number;
}

async function submitIn(tx: Tx, ctx: Ctx, input: SubmitInput, content: ShownContent): Promise<Submitted> {
	const { actor } = ctx;
	const asked = input.requester ?? actor.personId;
	const key = input.idempotencyKey ?? null;
	const [found] = await tx.sql<SubmissionRow[]>`
		select v.id as policy_version_id, v.version as policy_version, w.directory_version,
			p.retired_at is not null as policy_retired, r.id as requester_id, r.active as requester_active,
			i.request_id as earlier_id, encode(i.body_digest, 'hex') as earlier_digest,
			floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
		from workspaces w
		left join policies p on p.workspace_id = w.id and p.name = ${input.policy}
		left join policy_versions v on v.policy_id = p.id and v.version = p.current_version
		left join people r on r.workspace_id = w.id
			and case when ${UUID.test(asked)} then r.id::text = ${asked.toLowerCase()} else r.email = ${asked.toLowerCase()} end
		left join idempotency_keys i on i.workspace_id = w.id and i.actor_id = ${actor.personId} and i.key = ${key}
		where w.id = ${actor.workspaceId}`;
	if (found === undefined) throw new Refusal("not_found", "There is no such workspace.");
	const bodyDigest = digestOfBody(input);
	if (found.earlier_id !== null) {
		if (found.earlier_digest === bodyDigest.toString("hex"))
			return { requestId: found.earlier_id, created: false };
		throw new Refusal(
			"idempotency_mismatch",
			`The Idempotency-Key was used for another submission (request ${found.earlier_id}): use a new key.`,
		);
	}
	if (found.requester_id === null || found.requester_active !== true) {
		throw invalid("requester", `${asked} is nobody active in this workspace: write an id or e-mail address`);
	}
	if (found.policy_version_id === null || found.policy_version === null) {
		throw invalid("policy", `there is no policy named ${input.policy}`);
	}
	if (found.policy_retired) {
		throw invalid("policy", `${input.policy} is retired: no new request can be made with it`);
	}
	const policy = await policyOf(tx, found.policy_version_id);
	requireContextFits(policy, input.context);
	// Held until the request is there: whoever deletes a calendar takes the same row, and then sees the request.
	await requireCalendarKnown(tx, policy, "policy");
	if (found.requester_id !== actor.personId) requireOnBehalf(ctx);
	const requester = found.requester_id;
	const directory = await directoryFor(tx, {
		workspaceId: actor.workspaceId,
		directoryVersion: Number(found.directory_version),
		policyVersionId: found.policy_version_id,
		policy,
		requester,
		people: [requester, actor.personId],
	});
	const now = ctx.clock(found.now_ms);
	const result = step(null, { kind: "submit", requester }, now, {
		policy,
		context: input.context,
		directory,
		request: { title: content.title, summary: content.summary },
		...(requester === actor.personId ? {} : { submitter: actor.personId }),
	});
	if (!result.answer.accepted) throw new Refusal(result.answer.code, result.answer.detail);
	const requestId = newId();
	const { salt, digest } = saltedDigest(content);
	const at = new Date(now).toISOString();
	const { record } = result;
	// Not awaited on its own: both statements travel together, and the second sees the first.
	const inserted = tx.sql`
		insert into requests (id, workspace_id, policy_version_id, policy_name, policy_version, requester_id, submitted_by,
			title, summary, context, attachments, external_id, callback_url, risk, state, version, round, stage, due_at,
			wake_at, record, content_salt, content_digest, created_at, closed_at)
		values (${requestId}, ${actor.workspaceId}, ${found.policy_version_id}, ${policy.name}, ${found.policy_version},
			${requester}, ${actor.personId}, ${content.title}, ${content.summary}, ${JSON.stringify(content.context)}::json,
			${JSON.stringify(content.attachments)}::jsonb, ${input.externalId ?? null}, ${input.callbackUrl ?? null},
			${policy.risk}, 'open', 1, 1, null, null, ${at}, '{}'::jsonb, decode(${Buffer.from(salt).toString("hex")}, 'hex'),
			decode(${digest}, 'hex'), ${at}, null)`.execute();
	const keyed = key === null ? null : insertKey(tx, ctx, key, bodyDigest, requestId);
	const [recorded, , first] = await Promise.all([
		recordStep(tx, {
			workspaceId: actor.workspaceId,
			requestId,
			policy,
			contentDigest: digest,
			before: null,
			after: record,
			trace: result.trace,
			now,
			tell: true,
			submittedBy: actor.personId,
		}),
		inserted,
		keyed,
	]);
	if (first === false) throw new KeyTaken();
	tx.afterCommit(() => {
		ctx.after.tell(recorded.news);
		ctx.after.notify({
			workspaceId: actor.workspaceId,
			requestId,
			version: record.version,
			deliveries: recorded.deliveries,
		});
	});
	return { requestId, created: true };
}

/** False when another transaction took the key first. */
async function insertKey(tx: Tx, ctx: Ctx, key: string, digest: Buffer, requestId: string): Promise<boolean> {
	const rows = await tx.sql`
		insert into idempotency_keys (workspace_id, actor_id, key, body_digest, request_id)
		values (${ctx.actor.workspaceId}, ${ctx.actor.personId}, ${key}, decode(${digest.toString("hex")}, 'hex'), ${requestId})
		on conflict do nothing returning 1`;
	return rows.length === 1;
}

function requireOnBehalf(ctx: Ctx): void {
	const allowed = ctx.actor.role === "administrator" || ctx.actor.scopes?.has("requests:on-behalf") === true;
	if (!allowed) {
		throw new Refusal(
			"not_eligible",
			"requester: only administrators, and API keys with the scope requests:on-behalf, may ask for somebody else.",
		);
	}
}

/** SHA-256 of everything that makes two submissions the same, in canonical form. */
function digestOfBody(input: SubmitInput): Buffer {
	const { idempotencyKey: _, ...body } = input;
	return createHash("sha256")
		.update(canonicalJson(JSON.parse(JSON.stringify(body))))
		.digest();
}
