import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, inject, it } from "vitest";
import type { Channel } from "../../ledger/actor.ts";
import { decide } from "../../ledger/decide.ts";
import { decideByLink } from "../../ledger/links/decide-by-link.ts";
import { getRequest } from "../../ledger/read/get-request.ts";
import { readTimeline } from "../../ledger/read/timeline.ts";
import { reassign } from "../../ledger/reassign.ts";
import { wake } from "../../ledger/wake.ts";
import { type MailCourier, startMailCourier } from "../support/mail-courier.ts";
import { ownDatabase } from "../support/own-database.ts";
import { openPools, type TestWorkspace } from "../support/workspace.ts";

const pools = openPools(await ownDatabase(inject("stack")));
let courier: MailCourier;

beforeAll(async () => {
	courier = await startMailCourier(pools);
});
afterAll(async () => {
	await courier.close();
	await pools.close();
});
beforeEach(async () => {
	await pools.owner.sql`update deliveries set next_attempt_at = null`;
	courier.smtp.mails.length = 0;
});

const CHANNELS: Channel[] = ["web", "api", "slack", "email"];
const HOUR = 3_600_000;

async function later(ws: TestWorkspace, id: string, hours: number): Promise<void> {
	const clock = (now: number) => now + hours * HOUR;
	await wake({ db: pools.db, clock, after: courier.ports.after, workspaceId: ws.id }, id);
}

it("self-approval through a second endpoint", async () => {
	const { ws, id } = await courier.opened({}, { risk: "low" });
	const riley = ws.people.riley.personId;
	// By every way of being asked: as a member of the group, as somebody's delegate, by being passed a place.
	await pools.owner.sql`
		insert into group_members (workspace_id, group_id, person_id)
		select workspace_id, id, ${riley} from groups where workspace_id = ${ws.id} and name = 'finance'`;
	await pools.owner.sql`
		insert into delegations (id, workspace_id, from_id, to_id, starts_at, ends_at, origin)
		values (${newId()}, ${ws.id}, ${ws.people.ana.personId}, ${riley}, now() - interval '1 hour', now() + interval '1 day', 'self')`;
	await courier.follow();
	await courier.deliverAll();
	for (const channel of CHANNELS) {
		const attempt = decide(ws.ctx("riley", { channel }), { requestId: id, verdict: "approve" });
		await expect(attempt, channel).rejects.toMatchObject({ code: "own_request" });
	}
	for (const who of ["ana", "dana"] as const) {
		const attempt = reassign(ws.ctx(who), {
			requestId: id,
			from: "ana@test.example",
			to: "riley@test.example",
		});
		await expect(attempt, who).rejects.toMatchObject({ code: "own_request" });
	}
	// Nor by the link of somebody who is asked, in the requester's own session; nor has the requester one.
	expect(courier.mailsTo("riley")).toEqual([]);
	await expect(
		decideByLink(courier.ports, { ...courier.linkTo("ana"), verdict: "approve", session: ws.people.riley }),
	).rejects.toMatchObject({ code: "not_eligible" });
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: null, decisions: [] });
});

it("timeout reported as a rejection", async () => {
	const { ws, id } = await courier.opened({ deadline: "2h", onDeadline: "cancel" });
	await later(ws, id, 3);
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({
		state: "expired",
		outcome: "expired",
		cause: "deadline",
		decisions: [],
	});
	await courier.deliverAll();
	const [mail] = courier.mailsTo("riley");
	expect(mail?.subject).toMatch(/^Expired: /);
	expect(`${mail?.text}${mail?.html}`).not.toMatch(/reject/i);
	const { items } = await readTimeline(ws.ctx("riley"), id);
	expect(items.at(-1)).toMatchObject({ kind: "closed" });
	expect(JSON.stringify(items)).not.toContain("reject");
	await expect(decide(ws.ctx("ana"), { requestId: id, verdict: "reject" })).rejects.toMatchObject({
		outcome: { outcome: "expired", cause: "deadline", by: null },
	});
	const [told] = await pools.owner.sql<{ types: string[] }[]>`
		select array_agg(kind order by id) as types from audit_entries where request_id = ${id} and kind = 'decided'`;
	expect(told?.types).toBeNull();
});

it("somebody replaced as approver still deciding", async () => {
	const stage = { escalate: [{ after: "2h", to: [{ group: "leads" }], mode: "replace" }] };
	const { ws, id } = await courier.opened(stage, { risk: "low" });
	await courier.deliverAll();
	const link = courier.linkTo("ana");
	await later(ws, id, 3);
	for (const channel of CHANNELS) {
		const attempt = decide(ws.ctx("ana", { channel }), { requestId: id, verdict: "approve" });
		await expect(attempt, channel).rejects.toMatchObject({ code: "not_eligible" });
	}
	for (const session of [null, ws.people.ana])
		await expect(decideByLink(courier.ports, { ...link, verdict: "approve", session })).rejects.toMatchObject(
			{
				code: "not_eligible",
			},
		);
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: null, decisions: [] });
	await decide(ws.ctx("lee"), { requestId: id, verdict: "approve" });
	expect(await getRequest(ws.ctx("riley"), id)).toMatchObject({ outcome: "approved" });
});
