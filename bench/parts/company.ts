import { v7 as newId } from "uuid";
import type { Database } from "../../db/connect.ts";
import type { Actor } from "../../ledger/actor.ts";
import { type AfterCommit, type Ctx, databaseClock } from "../../ledger/context.ts";
import { putPerson } from "../../ledger/directory.ts";
import { putPolicy } from "../../ledger/policies.ts";

/** Who asks whom, under which policy. */
export interface Team {
	policy: string;
	requester: Actor;
	approver: Actor;
}

const TEAMS = 10;

/**
 * A workspace of ten teams. Each has a policy of one stage with one approver, hence one mail that asks, and a
 * day's deadline. Ten, because in one company not all decisions are one person's.
 */
export async function foundCompany(owner: Database, db: Database): Promise<Team[]> {
	const workspaceId = newId();
	await owner.sql`insert into workspaces (id, slug, name) values (${workspaceId}, ${workspaceId}, 'Bench')`;
	const hire = async (name: string, role: Actor["role"] = "member"): Promise<Actor> => {
		const email = `${name}@bench.example`;
		const personId = await putPerson(db, workspaceId, { email, name, role });
		const session = {
			channel: "web",
			assurance: "session",
			scopes: null,
			authenticatedAt: Date.now(),
		} as const;
		return { workspaceId, personId, name, email, role, ...session };
	};
	const admin = await hire("dana", "administrator");
	const silent: AfterCommit = { tell: () => {}, notify: () => {} };
	const teams: Team[] = [];
	for (let index = 1; index <= TEAMS; index += 1) {
		const team = {
			policy: `purchase-${index}`,
			requester: await hire(`riley-${index}`),
			approver: await hire(`ana-${index}`),
		};
		const ctx: Ctx = { db, clock: databaseClock, after: silent, actor: admin };
		await putPolicy(ctx, documentOf(team));
		teams.push(team);
	}
	return teams;
}

function documentOf(team: Team): Record<string, unknown> {
	return {
		apiVersion: "countersign/v1",
		name: team.policy,
		title: "Purchase",
		context: {
			type: "object",
			required: ["amount", "supplier"],
			properties: { amount: { type: "integer" }, supplier: { type: "string" } },
		},
		stages: [
			{
				name: "budget",
				approvers: [{ user: team.approver.email }],
				need: 1,
				deadline: "1d",
				onDeadline: "cancel",
			},
		],
	};
}
