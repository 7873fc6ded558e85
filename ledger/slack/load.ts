import { createHash } from "node:crypto";
import type { Database } from "../../db/connect.ts";
import { inWorkspace, type Tx } from "../../db/transaction.ts";
import type { Need, Policy, Stage } from "../../policy/document.ts";
import { rulesInForce } from "../../policy/ladder.ts";
import { actsWithoutAt } from "../deliveries/acts-without.ts";
import type { Reach } from "../deliveries/when-to-send.ts";
import { labelOf } from "../field-label.ts";
import { policyOf } from "../policy-memory.ts";
import { REQUEST_COLUMNS, type RequestRow, type RequestView, viewsOf } from "../read/request-view.ts";
import type { Language } from "./actor-of-slack-user.ts";
import type { ClaimedCopy } from "./claim.ts";
import type { SeenContent } from "./copy-place.ts";
import type { SlackUser } from "./slack-user.ts";

/** What a copy is to say: who reads it and how it stands. */
export type CopyStanding =
	/** Somebody is asked to decide now: the only one with buttons to decide. */
	| { kind: "asked"; via: "escalation" | "reassign" | "other"; onBehalfOf: string | null }
	/** Somebody was asked and is not now. */
	| { kind: "paused" | "decided" | "over" }
	| { kind: "requester" }
	| { kind: "stuck" };

/** Something that happened, told in the message's thread. */
export interface StoryItem {
	position: number;
	/** ISO 8601. */
	at: string;
	kind: "reminded" | "escalated" | "decided" | "asked" | "answered" | "sent_back" | "resubmitted";
	/** Name. */
	by: string | null;
	verdict: string | null;
	channel: string | null;
	comment: string | null;
}

/** Everything that a copy in Slack may show; the rendering knows nothing else. */
export interface SlackContent {
	deliveryId: string;
	recipient: { id: string; name: string; language: Language; active: boolean } & Reach;
	/** When the request goes on without the recipient, as `actsWithoutAt` says; null: never. ms since 1970. */
	actsAt: number | null;
	/** Whom the recipient is in Slack; null: nobody now. */
	slack: SlackUser | null;
	request: RequestView;
	/** The policy's `show` fields that are in the context. */
	show: { field: string; label: string; value: unknown }[];
	stage: Stage | null;
	/** What the open stage needs now. */
	need: Need | null;
	standing: CopyStanding;
	/** What the buttons are about; null where there are none. */
	seen: SeenContent | null;
	/** Happened since the thread was told last, in order. */
	story: StoryItem[];
	/** Where the story ends now. */
	storyEnd: number;
}

/** What each claimed copy should show now. Those whose request or person is nowhere are left out. */
export async function loadCopies(
	db: Database,
	claimed: readonly ClaimedCopy[],
): Promise<Map<string, SlackContent>> {
	const contents = new Map<string, SlackContent>();
	for (const workspaceId of new Set(claimed.map((item) => item.workspaceId))) {
		const own = claimed.filter((item) => item.workspaceId === workspaceId);
		await inWorkspace(db, { workspaceId, actorId: null }, async (tx) => {
			for (const content of await loadIn(tx, own)) contents.set(content.deliveryId, content);
		});
	}
	return contents;
}

interface PersonRow {
	id: string;
	name: string;
	language: Language;
	time_zone: string;
	active: boolean;
	quiet_from: string | null;
	quiet_to: string | null;
	enterprise_id: string | null;
	team_id: string | null;
	user_id: string | null;
}

interface AssignmentRow {
	id: string;
	state: "waiting" | "paused" | "decided" | "over";
	via: string;
	behalf_name: string | null;
}

interface StoryRow {
	request_id: string;
	position: string;
	at: string;
	kind: StoryItem["kind"];
	name: string | null;
	body: string;
	decision_comment: string | null;
	note: string | null;
}

const TOLD = ["reminded", "escalated", "decided", "asked", "answered", "sent_back", "resubmitted"];

async function loadIn(tx: Tx, claimed: readonly ClaimedCopy[]): Promise<SlackContent[]> {
	const requestIds = [...new Set(claimed.map((item) => item.requestId))];
	const personIds = [...new Set(claimed.map((item) => item.personId))];
	const assignmentIds = claimed.flatMap((item) => item.assignmentId ?? []);
	const [rows, people, assignments, story] = await Promise.all([
		tx.sql<
			RequestRow[]
		>`select ${tx.sql.unsafe(REQUEST_COLUMNS)} from requests r where r.id = any(${requestIds}::uuid[])`,
		tx.sql<PersonRow[]>`
			select p.id, p.name, p.language, p.time_zone, p.active, p.quiet_from, p.quiet_to, l.enterprise_id, l.team_id, l.user_id
			from people p left join slack_links l on l.person_id = p.id where p.id = any(${personIds}::uuid[])`,
		tx.sql<AssignmentRow[]>`
			select a.id, a.state, a.via, p.name as behalf_name from assignments a
				left join people p on p.id = a.on_behalf_of
			where a.id = any(${assignmentIds}::uuid[])`,
		tx.sql<StoryRow[]>`
			select e.request_id, e.position, e.at, e.kind, p.name, e.body, d.comment as decision_comment, c.body as note
			from audit_entries e left join people p on p.id = e.actor_id
				left join decisions d on d.request_id = e.request_id and d.id = (e.body::jsonb->>'decision')::uuid
				left join comments c on c.request_id = e.request_id and c.id = (e.body::jsonb->>'commentId')::uuid
			where e.request_id = any(${requestIds}::uuid[]) and e.kind = any(${TOLD}) order by e.position`,
	]);
	const views = new Map((await viewsOf(tx, rows)).map((view) => [view.id, view]));
	const contents: SlackContent[] = [];
	for (const copy of claimed) {
		const row = rows.find((item) => item.id === copy.requestId);
		const request = views.get(copy.requestId);
		const person = people.find((item) => item.id === copy.personId);
		if (row === undefined || request === undefined || person === undefined) continue;
		const policy = await policyOf(tx, row.policy_version_id);
		const assignment = assignments.find((item) => item.id === copy.assignmentId);
		const standing = standingOf(copy, request, assignment, person.active);
		const told = story.filter((item) => item.request_id === copy.requestId);
		const since = copy.place?.ts == null ? Number.POSITIVE_INFINITY : copy.place.told;
		contents.push({
			deliveryId: copy.id,
			recipient: {
				id: person.id,
				name: person.name,
				language: person.language,
				timeZone: person.time_zone,
				active: person.active,
				quietHours:
					person.quiet_from === null || person.quiet_to === null
						? null
						: { from: person.quiet_from, to: person.quiet_to },
				digestAt: null,
			},
			actsAt: actsWithoutAt(row.record, policy),
			slack:
				person.team_id === null || person.user_id === null
					? null
					: { enterprise: person.enterprise_id ?? "", team: person.team_id, user: person.user_id },
			request,
			show: shownFields(policy, request),
			stage: policy.stages.find((stage) => stage.name === request.stage) ?? null,
			need: needOf(policy, row),
			standing,
			seen: standing.kind === "asked" ? seenOf(request) : null,
			story: told
				.filter((item) => Number(item.position) > since)
				.filter((item) => item.kind !== "reminded" || remindedTo(item).includes(person.id))
				.map(toStory),
			storyEnd: Number(told.at(-1)?.position ?? 0),
		});
	}
	return contents;
}

function standingOf(
	copy: ClaimedCopy,
	request: RequestView,
	assignment: AssignmentRow | undefined,
	active: boolean,
): CopyStanding {
	if (copy.audience === "requester") return { kind: "requester" };
	if (copy.audience === "administrator") return { kind: "stuck" };
	if (assignment === undefined || !active) return { kind: "over" };
	if (assignment.state !== "waiting") return { kind: assignment.state };
	if (request.outcome !== null || request.state !== "open") return { kind: "over" };
	const { via } = assignment;
	return {
		kind: "asked",
		via: via === "escalation" || via === "reassign" ? via : "other",
		onBehalfOf: assignment.behalf_name,
	};
}

/** Whether there is anything to say where nothing was said yet. */
export function isWorthPosting({ standing, request, recipient }: SlackContent): boolean {
	if (!recipient.active) return false;
	switch (standing.kind) {
		case "asked":
			return true;
		case "requester":
			return request.outcome !== null || request.pause !== null;
		case "stuck":
			return request.outcome === null;
		default:
			return false;
	}
}

/** What a button of this request, as it is now, would be about; null where nothing can be decided. */
export function seenOf(request: RequestView): SeenContent | null {
	const { id, version, shownSince, stage, round, digest } = request;
	if (stage === null) return null;
	const key = createHash("sha256")
		.update(JSON.stringify(["countersign slack v1", id, shownSince, stage, round, digest]))
		.digest("hex")
		.slice(0, 24);
	return { version, stage, round, digest, key };
}

function needOf(policy: Policy, { record }: RequestRow): Need | null {
	const rules = record.stage === null ? undefined : policy.stages[record.stage.index];
	return rules === undefined || record.stage === null ? null : rulesInForce(rules, record.stage).need;
}

/** The policy's `show` fields that the request has. */
export function shownFields(policy: Policy, { context }: RequestView): SlackContent["show"] {
	return policy.show
		.filter((field) => Object.hasOwn(context, field))
		.map((field) => ({ field, label: labelOf(policy.context, field), value: context[field] }));
}

function remindedTo({ body }: StoryRow): unknown[] {
	const { to }: { to?: unknown } = JSON.parse(body);
	return Array.isArray(to) ? to : [];
}

function toStory(row: StoryRow): StoryItem {
	const body: { verdict?: unknown; channel?: unknown } = JSON.parse(row.body);
	return {
		position: Number(row.position),
		at: new Date(row.at).toISOString(),
		kind: row.kind,
		by: row.name,
		verdict: typeof body.verdict === "string" ? body.verdict : null,
		channel: typeof body.channel === "string" ? body.channel : null,
		comment: row.decision_comment ?? row.note,
	};
}
