import { randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import type { COMMENT_KINDS } from "../db/schema/requests.ts";
import { inWorkspace, type Tx } from "../db/transaction.ts";
import type { PersonId } from "../policy/directory.ts";
import type { PolicyEvent } from "../policy/event.ts";
import type { TraceItem } from "../policy/trace.ts";
import { lacksScope, requireMayAct, requireScope, requireScopeOrRead, type Scope } from "./actor.ts";
import { applyEvent, refusalOf } from "./apply-event.ts";
import type { Ctx } from "./context.ts";
import { type LockedRequest, lockRequest, requireSight } from "./locked-request.ts";
import { firstOf, Refusal } from "./refusal.ts";
import { recordRefusedAttempt } from "./refused-attempt.ts";
import type { NewContent } from "./replace-content.ts";
import { cleanComment } from "./text-limits.ts";

export interface Acted {
	requestId: string;
	version: number;
}

/** Any act of a person on a request but a decision, which has channels' own rules (decide.ts). */
export interface Act {
	requestId: string;
	/** What an API key needs for it. */
	scope: Scope;
	comment?: string | null | undefined;
	/** Whether the act makes no sense without words. */
	needsComment: boolean;
	/** What the person had in front of them, where the channel knows it: an act on something older is refused. */
	shown?: Shown | undefined;
	/** As which kind of text the comment is kept, and the trace item that commits to it. */
	note: { kind: (typeof COMMENT_KINDS)[number]; of: TraceItem["kind"] };
	/** Runs with the request locked, once the actor is known to see it. Throws refusals of bad input. */
	prepare(tx: Tx, request: LockedRequest): Promise<Prepared> | Prepared;
}

/** Which version, stage and round a person was shown. */
export interface Shown {
	version: number;
	stage: string;
	round: number;
}

export interface Prepared {
	event: PolicyEvent;
	/** Whom the rules must know beside the actor and the people on the record. */
	people?: PersonId[];
	content?: NewContent;
}

/**
 * Locks the request, lets every timer that is due run, asks the policy core, and writes what follows in one
 * transaction. A refused attempt changes nothing but the audit trail.
 *
 * Refuses with the first code that applies, in the order of `policy/refusal.ts`.
 */
export async function actOnRequest(ctx: Ctx, act: Act): Promise<Acted> {
	const { actor } = ctx;
	requireScopeOrRead(actor, act.scope);
	const scope = { workspaceId: actor.workspaceId, actorId: actor.personId };
	const answer = await inWorkspace(ctx.db, scope, async (tx) => {
		const request = await lockRequest(tx, ctx.clock, actor.workspaceId, act.requestId);
		await requireSight(tx, actor, request);
		const body = cleanComment(act.comment);
		const prepared = await prepare(tx, act, request);
		if (prepared instanceof Refusal) {
			// Bad input is refused before the rules are asked; the attempt is evidence all the same.
			await recordRefusedAttempt(tx, request, actor, prepared, { attempt: act.note.of });
			return prepared;
		}
		const { event, people = [], content } = prepared;
		const note =
			body === null
				? undefined
				: { id: newId(), ...act.note, by: actor.personId, body, salt: randomBytes(32) };
		const result = await applyEvent(
			tx,
			{ ...ctx, workspaceId: actor.workspaceId },
			{
				request,
				event,
				people: [actor.personId, ...people],
				tell: true,
				note,
				content,
				channel: actor.channel,
				confirm: async () => {
					requireScope(actor, act.scope);
					requireMayAct(actor);
					if (act.shown !== undefined) requireShown(request, act.shown);
					if (act.needsComment && body === null)
						throw new Refusal("comment_required", "comment: is empty: write what it is about.", {
							errors: [{ path: "comment", message: "is empty: write what it is about" }],
						});
				},
			},
		);
		if (result.refused !== null) {
			await recordRefusedAttempt(tx, request, actor, result.refused, { attempt: event.kind });
			return result.refused;
		}
		const ruled = await refusalOf(tx, request, result);
		if (ruled === null) return { requestId: request.id, version: result.record.version };
		// What the rules say stands before a missing right, unless the contract has it after.
		const unscoped = lacksScope(actor, act.scope);
		const refusal = unscoped === null ? ruled : firstOf(ruled, unscoped);
		if (!result.changed) await recordRefusedAttempt(tx, request, actor, refusal, { attempt: event.kind });
		return refusal;
	});
	if (answer instanceof Refusal) throw answer;
	return answer;
}

function requireShown({ record }: LockedRequest, shown: Shown): void {
	const { stage, round, shownSince } = record;
	if (shown.version >= shownSince && shown.round === round && shown.stage === stage?.name) return;
	throw new Refusal("stale_version", "The request has changed since you looked at it: look at it again.");
}

async function prepare(tx: Tx, act: Act, request: LockedRequest): Promise<Prepared | Refusal> {
	try {
		return await act.prepare(tx, request);
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
}
