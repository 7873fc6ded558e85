import { v7 as newId } from "uuid";
import { connect, type Database } from "../../db/connect.ts";
import type { Access } from "../../ledger/access/access.ts";
import type { Actor, Assurance, Channel } from "../../ledger/actor.ts";
import { type AfterCommit, type Clock, type Ctx, databaseClock } from "../../ledger/context.ts";
import { putGroup, putPerson } from "../../ledger/directory.ts";
import { putPolicy } from "../../ledger/policies.ts";
import type { TestStack } from "./global-setup.ts";

/** The pools of a test file. Close them at its end. */
export function openPools(stack: TestStack): Access & { owner: Database; close(): Promise<void> } {
	const db = connect(stack.appUrl, "app", 20);
	const system = connect(stack.systemUrl, "system", 10);
	const owner = connect(stack.ownerUrl, "owner", 4);
	const close = async () => {
		await Promise.all([db.close(), system.close(), owner.close()]);
	};
	return { db, system, owner, close };
}

/** A workspace of a test's own: Riley asks; Ana, Bo (finance) decide; Lee leads; Dana administers; Sam is a stranger. */
export interface TestWorkspace {
	id: string;
	people: Record<"riley" | "ana" | "bo" | "cy" | "lee" | "dana" | "sam", Actor>;
	ctx(who: keyof TestWorkspace["people"], how?: { channel?: Channel; assurance?: Assurance }): Ctx;
	push(document: Record<string, unknown>): Promise<void>;
}

export interface WorkspaceOptions {
	clock?: Clock;
	after?: AfterCommit;
}

const SILENT: AfterCommit = { tell: () => {}, notify: () => {} };

export async function makeWorkspace(
	pools: Access & { owner: Database },
	options: WorkspaceOptions = {},
): Promise<TestWorkspace> {
	const id = newId();
	await pools.owner.sql`insert into workspaces (id, slug, name) values (${id}, ${id}, 'Test')`;
	const make = async (name: string, role: Actor["role"] = "member"): Promise<Actor> => {
		const email = `${name}@test.example`;
		const personId = await putPerson(pools.db, id, { email, name, role });
		return {
			workspaceId: id,
			personId,
			name,
			email,
			role,
			channel: "api",
			assurance: "api_key",
			scopes: null,
			authenticatedAt: null,
		};
	};
	const people = {
		riley: await make("riley"),
		ana: await make("ana"),
		bo: await make("bo"),
		cy: await make("cy"),
		lee: await make("lee"),
		dana: await make("dana", "administrator"),
		sam: await make("sam"),
	};
	const members = [people.ana.personId, people.bo.personId];
	await putGroup(pools.db, id, { name: "finance", title: "Finance", members });
	await putGroup(pools.db, id, { name: "leads", title: "Leads", members: [people.lee.personId] });
	const ctx: TestWorkspace["ctx"] = (who, how = {}) => ({
		db: pools.db,
		clock: options.clock ?? databaseClock,
		after: options.after ?? SILENT,
		actor: { ...people[who], ...how },
	});
	return {
		id,
		people,
		ctx,
		async push(document) {
			await putPolicy(ctx("dana"), document);
		},
	};
}

/** A one-stage policy; what is given is laid over it. */
export function policy(
	stage: Record<string, unknown> = {},
	more: Record<string, unknown> = {},
): Record<string, unknown> {
	return {
		apiVersion: "countersign/v1",
		name: "refund",
		title: "Refund",
		context: {
			type: "object",
			required: ["amount"],
			properties: { amount: { type: "integer" }, note: { type: "string" } },
		},
		stages: [
			{
				name: "finance",
				approvers: [{ group: "finance" }],
				need: 1,
				deadline: "1d",
				onDeadline: "cancel",
				...stage,
			},
		],
		...more,
	};
}
