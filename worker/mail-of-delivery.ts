import { createHash } from "node:crypto";
import { type MailContent, type MailRequest, renderMail } from "../emails/mail.ts";
import type { OutgoingMail } from "../emails/mailer.ts";
import { type MailWords, mailWords } from "../emails/words/words.ts";
import type { DeliveryContent } from "../ledger/deliveries/load.ts";
import type { RequestView } from "../ledger/read/request-view.ts";
import type { ApproverSource } from "../policy/document.ts";

/** The mail that brings a delivery up to what the ledger says. */
export async function mailOf(content: DeliveryContent, site: string): Promise<OutgoingMail> {
	const { delivery, recipient } = content;
	const { subject, html, text } = await renderMail(mailContent(content, site), recipient, Date.now());
	return {
		to: recipient,
		subject,
		html,
		text,
		requestId: delivery.requestId,
		deliveryId: delivery.id,
		wanted: delivery.wanted,
		// Who is asked cannot unsubscribe from being asked: only news that nobody waits for can be had otherwise.
		...(delivery.wants === "outcome" ? { preferencesUrl: preferencesUrl(site) } : {}),
	};
}

/**
 * One mail for several new requests and outcomes of one person. Digests of a person are one thread, and named by what
 * they hold: the same digest sent again has the same Message-ID.
 */
export async function digestMailOf(
	contents: readonly DeliveryContent[],
	site: string,
): Promise<OutgoingMail> {
	const [first] = contents;
	if (first === undefined) throw new Error("a digest holds something");
	const { recipient } = first;
	const items = contents.map((content) => {
		const item = mailContent(content, site);
		if (item.kind !== "asked" && item.kind !== "outcome")
			throw new Error(`a digest holds new requests and outcomes, not ${item.kind}`);
		return item;
	});
	const content: MailContent = {
		kind: "digest",
		items,
		digestAt: recipient.digestAt ?? "",
		preferencesUrl: preferencesUrl(site),
	};
	const { subject, html, text } = await renderMail(content, recipient, Date.now());
	const keys = contents.map(({ delivery }) => `${delivery.id}.${delivery.wanted}`).sort();
	return {
		to: recipient,
		subject,
		html,
		text,
		requestId: `digest-${recipient.id}`,
		deliveryId: `digest-${createHash("sha256").update(keys.join()).digest("hex").slice(0, 40)}`,
		wanted: 1,
		preferencesUrl: preferencesUrl(site),
		bulk: true,
	};
}

function preferencesUrl(site: string): string {
	return `${site}/preferences`;
}

function mailContent(content: DeliveryContent, site: string): MailContent {
	const { delivery, request, code } = content;
	const about = mailRequest(content);
	const url = `${site}/requests/${request.id}`;
	switch (delivery.wants) {
		case "asked":
		case "reminded":
		case "escalated":
		case "answered":
			return {
				kind: delivery.wants,
				request: about,
				link: `${site}${content.linkPath ?? ""}`,
				othersAsked: request.assignees
					.filter((id) => id !== delivery.personId)
					.map((id) => request.people[id]?.name ?? id),
				number: content.reminded,
				waitingFor: content.stage === null ? null : waitingFor(content.stage.approvers),
				since: content.stageOpenedAt,
				instead: content.replacesOthers,
				onBehalfOf: content.onBehalfOf?.name,
				awayUntil: msOf(content.onBehalfOf?.until),
				passedOnBy: content.passedOnBy?.name,
				note: content.note,
				noteBy: content.noteBy?.name,
			};
		case "question":
		case "sent_back":
			return {
				kind: delivery.wants,
				request: about,
				by: content.noteBy?.name ?? "",
				note: content.note,
				until: msOf(content.pausedUntil),
				url,
			};
		case "outcome":
			return {
				kind: "outcome",
				request: about,
				outcome: request.outcome ?? "cancelled",
				cause: request.cause,
				closedAt: request.closedAt === null ? null : Date.parse(request.closedAt),
				decisions: request.decisions.map((item) => ({
					name: nameOf(request, item.by),
					onBehalfOf: item.onBehalfOf === null ? null : nameOf(request, item.onBehalfOf),
					verdict: item.verdict,
					comment: item.comment,
					at: Date.parse(item.at),
					channel: item.channel,
				})),
				url,
			};
		case "stuck":
			return {
				kind: "stuck",
				request: about,
				url,
				reason: null,
				conditionFailed: request.unsatisfiable ? null : content.conditionFailed,
			};
		case "code":
			return { kind: "code", request: about, code: code?.digits ?? "", minutes: code?.minutes ?? 0 };
		case "link_used":
			return { kind: "link_used", request: about, by: content.usedBy?.name ?? null, url };
		case "over":
			throw new Error(`delivery ${delivery.id} has nothing to say`);
	}
}

function mailRequest({ request, show, stage, recipient }: DeliveryContent): MailRequest {
	const words = mailWords(recipient.language);
	return {
		requestId: request.id,
		title: request.title,
		policyTitle: request.policy.title,
		requesterName: nameOf(request, request.requester),
		summary: request.summary,
		fields: show
			.filter(({ value }) => value !== undefined)
			.map(({ label, value }) => ({ label, value: asText(value, words) })),
		stage: request.stage,
		stageNumber: request.stageNumber,
		stageCount: request.stageCount,
		due: request.due === null ? null : Date.parse(request.due),
		onDeadline: stage?.onDeadline ?? null,
	};
}

function msOf(at: string | null | undefined): number | null {
	return at == null ? null : Date.parse(at);
}

function nameOf(request: RequestView, id: string): string {
	return request.people[id]?.name ?? "";
}

/** The groups that the stage waits for; null where its approvers are single people too. */
function waitingFor(sources: readonly ApproverSource[]): string[] | null {
	const groups = sources.flatMap((source) => ("group" in source ? source.group : []));
	return groups.length === 0 || groups.length < sources.length ? null : groups;
}

function asText(value: unknown, words: MailWords): string {
	if (typeof value === "string") return value;
	if (typeof value === "number") return new Intl.NumberFormat(words.locale).format(value);
	if (typeof value === "boolean") return value ? words.yes : words.no;
	return JSON.stringify(value);
}
