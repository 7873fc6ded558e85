import { setTimeout } from "node:timers/promises";
import { v7 as newId } from "uuid";
import type { Actor } from "../../../ledger/actor.ts";
import { answer } from "../../../ledger/answer.ts";
import { ask } from "../../../ledger/ask.ts";
import { cancel } from "../../../ledger/cancel.ts";
import type { Ctx } from "../../../ledger/context.ts";
import { decide } from "../../../ledger/decide.ts";
import { putPolicy } from "../../../ledger/policies.ts";
import { reassign } from "../../../ledger/reassign.ts";
import { Refusal } from "../../../ledger/refusal.ts";
import { resubmit } from "../../../ledger/resubmit.ts";
import { sendBack } from "../../../ledger/send-back.ts";
import { submit } from "../../../ledger/submit.ts";
import type { Simulation } from "../../../policy/simulate.ts";
import { type ApprovalResult, approvalWorkflowId } from "../../../worker/workflows/approval-types.ts";
import { changeDirectory, Names, seedDirectory } from "./directory-rows.ts";
import { readTrace } from "./read-trace.ts";
import type { RealSystem, ScenarioClock } from "./real-system.ts";
import type { EventDocument, ScenarioDocument } from "./scenario-files.ts";
import { fastForward, workflowTime } from "./time-skipping.ts";

/** A scenario in the real system. */
interface Stage {
	system: RealSystem;
	workspaceId: string;
	names: Names;
	requester: string;
	requestId: string;
	workflowId: string;
	clock: ScenarioClock;
	actor(name: string): Actor;
}

/**
 * Runs a scenario in the real system and tells what a simulation of it would tell. Between events the workflow's
 * time is skipped to the next event's instant: all timers are fired by the workflow, and it is checked that none is
 * left that is due by then. Then the event happens, through the ledger's verb, at exactly its instant.
 */
export async function runForReal(system: RealSystem, scenario: ScenarioDocument): Promise<Simulation> {
	const stage = await begin(system, scenario);
	const events: Simulation["events"] = [];
	for (const event of scenario.events ?? []) {
		const at = new Date(event.at);
		await letTimePass(stage, at.getTime());
		stage.clock.now = at.getTime();
		const code = await happen(stage, event);
		await system.after.idle();
		events.push(
			code === null
				? { at: at.toISOString(), accepted: true }
				: { at: at.toISOString(), accepted: false, code },
		);
	}
	const [request] = await system.pools.owner.sql<
		{
			state: string;
			closed_at: string | null;
			stage: string | null;
			wake_at: string | null;
			version: number;
		}[]
	>`select state, closed_at, stage, wake_at, version from requests where id = ${stage.requestId}`;
	if (request === undefined) throw new Error("the request is gone");
	const closed = request.closed_at !== null;
	const handle = system.client.workflow.getHandle(stage.workflowId);
	// The workflow knows the outcome too: it ends with it, and only with it.
	if (closed) {
		const result: ApprovalResult = await handle.result();
		if (result.outcome !== request.state || result.version !== request.version)
			throw new Error(
				`the workflow ended with ${JSON.stringify(result)}, not with ${JSON.stringify(request)}`,
			);
	} else {
		if (!(await workflowTime(system.client, stage.workflowId)).running)
			throw new Error("the workflow ended before its request");
		await handle.terminate("the scenario is over");
	}
	return {
		outcome: closed ? (request.state as Simulation["outcome"]) : null,
		closedAt: iso(request.closed_at),
		stage: request.stage,
		wakeAt: iso(request.wake_at),
		events,
		trace: await readTrace(system.pools.owner, stage.requestId, stage.names),
	};
}

async function begin(system: RealSystem, { policy, directory, request }: ScenarioDocument): Promise<Stage> {
	const { pools, client } = system;
	const submittedAt = Date.parse(request.submittedAt);
	const clock: ScenarioClock = { now: submittedAt, offset: 0, until: submittedAt };
	const workspaceId = newId();
	await pools.owner
		.sql`insert into workspaces (id, slug, name) values (${workspaceId}, ${workspaceId}, 'Scenario')`;
	let names = new Names();
	await system.changeDirectory(workspaceId, 0, async () => {
		names = await seedDirectory(pools.db, workspaceId, directory);
	});
	const admins = new Set((directory.users ?? []).filter(({ admin }) => admin).map(({ id }) => id));
	const actor = (name: string): Actor => ({
		workspaceId,
		personId: names.id(name),
		name,
		email: `${name}@example.com`,
		role: admins.has(name) ? "administrator" : "member",
		channel: "api",
		assurance: "api_key",
		scopes: null,
		authenticatedAt: null,
	});
	const { requester, context, title, summary } = request;
	const stage = { system, workspaceId, names, requester, actor, clock };
	await putPolicy(
		ctxOf({ ...stage, actor: (name) => ({ ...actor(name), role: "administrator" }) }, requester),
		policy,
	);
	const { requestId } = await submit(ctxOf(stage, requester), {
		policy: policy.name,
		title,
		context,
		...(summary !== undefined && { summary }),
	});
	await system.after.idle();
	const workflowId = approvalWorkflowId(workspaceId, requestId);
	system.clocks.set(requestId, clock);
	clock.offset = submittedAt - (await workflowTime(client, workflowId)).startedAt;
	return { ...stage, requestId, workflowId };
}

function ctxOf({ system, actor, clock }: Pick<Stage, "system" | "actor" | "clock">, name: string): Ctx {
	return { db: system.pools.db, clock: () => clock.now, after: system.after, actor: actor(name) };
}

/** The workflow's time goes on to `at`, and everything that is due by then has been done by the workflow. */
async function letTimePass({ system, clock, requestId, workflowId }: Stage, at: number): Promise<void> {
	const { client, pools } = system;
	clock.until = at;
	await fastForward(client, workflowId, at - clock.offset);
	const patience = Date.now() + PATIENCE_MS;
	for (;;) {
		const [request] = await pools.owner.sql<{ wake_at: string | null }[]>`
			select wake_at from requests where id = ${requestId}`;
		const wakeAt = request?.wake_at ?? null;
		if (wakeAt === null || Date.parse(wakeAt) > at) return;
		if (Date.now() > patience)
			throw new Error(`the workflow has not fired the timer that was due at ${wakeAt}`);
		await setTimeout(POLL_MS);
	}
}

/** Skipped time takes none; a busy machine does. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;

/** Does what the event says. Answers the code of the refusal, or null. */
async function happen(stage: Stage, event: EventDocument): Promise<Refusal["code"] | null> {
	try {
		await act(stage, event);
		return null;
	} catch (error) {
		if (error instanceof Refusal) return error.code;
		throw error;
	}
}

async function act(stage: Stage, event: EventDocument): Promise<void> {
	const { requestId, names, workspaceId, system, requester, clock } = stage;
	const as = (name: string) => ctxOf(stage, name);
	if (event.decide !== undefined) {
		const { by, ...decision } = event.decide;
		await decide(as(by), { requestId, ...decision });
	} else if (event.cancel !== undefined) {
		await cancel(as(event.cancel.by), { requestId });
	} else if (event.sendBack !== undefined) {
		const { by, comment } = event.sendBack;
		await sendBack(as(by), { requestId, comment });
	} else if (event.resubmit !== undefined) {
		const { by = requester, ...changes } = event.resubmit;
		await resubmit(as(by), { requestId, ...changes });
	} else if (event.ask !== undefined) {
		const { by, comment } = event.ask;
		await ask(as(by), { requestId, comment });
	} else if (event.answer !== undefined) {
		const { by = requester, comment } = event.answer;
		await answer(as(by), { requestId, comment });
	} else if (event.reassign !== undefined) {
		const { by, from, to } = event.reassign;
		await reassign(as(by), { requestId, from: names.id(from), to: names.id(to) });
	} else if (event.directory !== undefined) {
		const change = event.directory;
		await system.changeDirectory(workspaceId, clock.now, () =>
			changeDirectory(system.pools.db, workspaceId, names, change),
		);
	}
}

function iso(instant: string | null): string | null {
	return instant === null ? null : new Date(instant).toISOString();
}
