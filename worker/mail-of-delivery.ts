import { type MailContent, type MailRequest, renderMail } from "../emails/mail.ts";
import type { OutgoingMail } from "../emails/mailer.ts";
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
	};
}

function mailContent(content: DeliveryContent, site: string): MailContent {
	const { delivery, request, code } = content;
	const about = mailRequest(content);
	const url = `${site}/requests/${request.id}`;
	switch (delivery.wants) {
		case "asked":
		case "reminded":
		case "escalated":
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
			};
		case "outcome":
			return {
				kind: "outcome",
				request: about,
				outcome: request.outcome ?? "cancelled",
				cause: request.cause,
				closedAt: request.closedAt === null ? null : Date.parse(request.closedAt),
				decisions: request.decisions.map((item) => ({
					name: request.people[item.by]?.name ?? item.by,
					verdict: item.verdict,
					comment: item.comment,
					at: Date.parse(item.at),
					channel: item.channel,
				})),
				url,
			};
		case "stuck":
			return { kind: "stuck", request: about, url, reason: null };
		case "code":
			return { kind: "code", request: about, code: code?.digits ?? "", minutes: code?.minutes ?? 0 };
		case "over":
			throw new Error(`delivery ${delivery.id} has nothing to say`);
	}
}

function mailRequest({ request, show, stage }: DeliveryContent): MailRequest {
	return {
		requestId: request.id,
		title: request.title,
		policyTitle: request.policy.title,
		requesterName: nameOf(request, request.requester),
		summary: request.summary,
		fields: show
			.filter(({ value }) => value !== undefined)
			.map(({ label, value }) => ({ label, value: asText(value) })),
		stage: request.stage,
		stageNumber: request.stageNumber,
		stageCount: request.stageCount,
		due: request.due === null ? null : Date.parse(request.due),
		onDeadline: stage?.onDeadline ?? null,
	};
}

function nameOf(request: RequestView, id: string): string {
	return request.people[id]?.name ?? "Somebody";
}

/** `in finance`, `among ana@example.com and legal`: whom the stage waits for, as its policy names them. */
function waitingFor(sources: readonly ApproverSource[]): string {
	const names = sources.map(nameOfSource);
	const only = sources[0];
	if (names.length === 1 && only !== undefined)
		return "group" in only ? `in ${only.group}` : `but ${nameOfSource(only)}`;
	return `among ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function nameOfSource(source: ApproverSource): string {
	if ("group" in source) return source.group;
	if ("user" in source) return source.user;
	return "manager" in source ? "the requester's manager" : `who is on call on ${source.oncall}`;
}

function asText(value: unknown): string {
	if (typeof value === "string") return value;
	if (typeof value === "number") return new Intl.NumberFormat("en").format(value);
	if (typeof value === "boolean") return value ? "yes" : "no";
	return JSON.stringify(value);
}
