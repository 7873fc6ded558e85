import type { Ctx } from "../../ledger/context.ts";
import { getPolicy } from "../../ledger/policies.ts";
import { countWaiting, type ListInput, listRequests } from "../../ledger/read/list-requests.ts";
import type { RequestView } from "../../ledger/read/request-view.ts";
import type { InboxPage, InboxQuery, InboxRow } from "../inbox/inbox-model.ts";
import { contextField } from "../request/context-fields.ts";

/** Rows on one page of a list. */
const PAGE = 50;

/** Reads a page of a list. Refuses with `invalid` what the address gets wrong (state, cursor). */
export async function readInbox(ctx: Ctx, query: InboxQuery): Promise<InboxPage> {
	const [page, { waiting }] = await Promise.all([listRequests(ctx, listInput(query)), countWaiting(ctx)]);
	const rows = await Promise.all(page.items.map((request) => toRow(ctx, request)));
	return { rows, nextCursor: page.nextCursor, waiting, readAt: Date.now() };
}

function listInput(query: InboxQuery): ListInput {
	return {
		...(query.view === "inbox" ? { assignee: "me" } : {}),
		...(query.view === "mine" ? { requester: "me" } : {}),
		...(query.state === null ? {} : { state: [query.state] }),
		...(query.policy === null ? {} : { policy: query.policy }),
		...(query.q === null ? {} : { q: query.q }),
		...(query.cursor === null ? {} : { cursor: query.cursor }),
		sort: query.sort,
		limit: PAGE,
	};
}

async function toRow(ctx: Ctx, request: RequestView): Promise<InboxRow> {
	const { show, schema } = await listedFields(ctx, request.policy);
	const me = ctx.actor.personId;
	return {
		id: request.id,
		title: request.title,
		requester: request.people[request.requester]?.name ?? "",
		state: request.state,
		due: request.due,
		createdAt: request.createdAt,
		stageNumber: request.stageNumber,
		stageCount: request.stageCount,
		others: request.assignees
			.filter((id) => id !== me)
			.slice(0, 6)
			.map((id) => request.people[id]?.name ?? ""),
		facts: show.flatMap((name) => {
			const field = contextField(request.context, schema, name);
			return field === null ? [] : [{ label: field.label, shown: field.shown }];
		}),
		policyTitle: request.policy.title,
		version: request.version,
		mine: request.assignees.includes(me),
	};
}

interface ListedFields {
	show: string[];
	schema: Record<string, unknown>;
}

/** What lists show of a policy version's requests. Versions never change, so what was read once stays right. */
const listed = new Map<string, Promise<ListedFields>>();
const MOST = 2_000;

function listedFields(ctx: Ctx, { name, version }: { name: string; version: number }): Promise<ListedFields> {
	const key = `${ctx.actor.workspaceId}/${name}/${version}`;
	const known = listed.get(key);
	if (known !== undefined) return known;
	const reading = readListedFields(ctx, name, version);
	if (listed.size >= MOST) listed.clear();
	listed.set(key, reading);
	reading.catch(() => listed.delete(key));
	return reading;
}

async function readListedFields(ctx: Ctx, name: string, version: number): Promise<ListedFields> {
	const { document } = await getPolicy(ctx, name, version);
	const show = Array.isArray(document.show) ? document.show : [];
	return {
		show: show.filter((item): item is string => typeof item === "string"),
		schema: (document.context ?? {}) as Record<string, unknown>,
	};
}
