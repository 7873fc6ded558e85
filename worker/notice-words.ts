import { inertLine } from "../emails/inert-text.ts";
import type { WebhookContent } from "../ledger/webhooks/load.ts";

const MOST = 200;

/** What a one-way notice says. Texts of people are single lines without steering characters; not escaped. */
export interface NoticeWords {
	/** What happened: «Ana Ruiz approved» */
	what: string;
	title: string;
	/** Name and value of what is worth knowing at a glance. */
	facts: { name: string; value: string }[];
	url: string;
}

const OUTCOMES: Record<string, string> = {
	approved: "Approved",
	rejected: "Rejected",
	expired: "Expired",
	cancelled: "Cancelled",
};

/** The words of a notice in a chat. @param site where people reach the web app */
export function noticeWords(content: WebhookContent, site: string): NoticeWords {
	const { request } = content;
	const facts = [
		{ name: "Asked by", value: nameOf(content, request.requester) },
		{ name: "Policy", value: inertLine(request.policy.title, MOST) },
		...(request.stage === null ? [] : [{ name: "Stage", value: inertLine(request.stage, MOST) }]),
		...(request.due === null
			? []
			: [{ name: "Due", value: `${request.due.slice(0, 16).replace("T", " ")} UTC` }]),
	];
	return {
		what: whatHappened(content),
		title: inertLine(request.title, MOST),
		facts,
		url: `${site}/requests/${request.id}`,
	};
}

function whatHappened(content: WebhookContent): string {
	const { facts } = content;
	switch (content.type) {
		case "request.opened":
			return "New request";
		case "request.stage_opened":
			return "Waits for a decision";
		case "request.escalated":
			return "Escalated";
		case "request.decided":
			return `${nameOf(content, facts.by)} ${facts.verdict === "approve" ? "approved" : "rejected"}`;
		case "request.closed":
			return OUTCOMES[String(facts.outcome)] ?? "Closed";
	}
}

function nameOf({ request }: WebhookContent, id: unknown): string {
	const name = typeof id === "string" ? request.people[id]?.name : undefined;
	return name === undefined ? "Somebody" : inertLine(name, MOST);
}
