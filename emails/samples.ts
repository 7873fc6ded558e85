import type { MailContent, MailRequest, Recipient } from "./content.ts";

/** Monday 23 November 2026, 14:30 in Berlin. */
export const sampleNow = Date.parse("2026-11-23T13:30:00.000Z");

export const sampleRecipient: Recipient = {
	name: "Ana Ruiz",
	email: "ana@example.com",
	timeZone: "Europe/Berlin",
	language: "en",
};

export const sampleRequest: MailRequest = {
	requestId: "0198c1f2-7a10-7c4e-9a55-2f3b8d1e6c01",
	title: "Refund for order 4711",
	policyTitle: "Customer refund",
	requesterName: "Dana Okafor",
	summary:
		"The parcel arrived damaged, and the customer sent photographs.\nThe carrier has accepted the claim; the refund is not yet covered by it.",
	fields: [
		{ label: "Amount", value: "184.50 EUR" },
		{ label: "Customer", value: "Marta Lindqvist" },
		{ label: "Reason", value: "Damaged in transit" },
	],
	stage: "finance",
	stageNumber: 2,
	stageCount: 3,
	due: Date.parse("2026-11-24T16:30:00.000Z"),
	onDeadline: "cancel",
};

const link = `https://approvals.example.com/l/0198c1f2-8b21-7f00-b1c2-9d4e5f6a7b8c#${"Zm9yLXByZXZpZXctb25seS1ub3QtYS1rZXk".padEnd(43, "0")}`;
const url = `https://approvals.example.com/requests/${sampleRequest.requestId}`;

/** One of each mail, by the name of the file that a preview is written to. */
export const samples: Record<string, MailContent> = {
	request: { kind: "asked", request: sampleRequest, link, othersAsked: ["Bo Chen", "Cy Diaz"] },
	reminder: {
		kind: "reminded",
		request: { ...sampleRequest, due: sampleNow + 3 * 3_600_000 },
		link,
		othersAsked: ["Bo Chen"],
		number: 2,
	},
	escalation: {
		kind: "escalated",
		request: { ...sampleRequest, due: sampleNow + 45 * 60_000, onDeadline: "reject" },
		link,
		othersAsked: ["Bo Chen", "Cy Diaz"],
		waitingFor: ["Finance"],
		since: sampleNow - 20 * 3_600_000,
	},
	delegate: {
		kind: "asked",
		request: sampleRequest,
		link,
		othersAsked: ["Bo Chen"],
		onBehalfOf: "Cy Diaz",
		awayUntil: sampleNow + 4 * 86_400_000,
	},
	"passed-on": {
		kind: "asked",
		request: sampleRequest,
		link,
		othersAsked: ["Bo Chen"],
		passedOnBy: "Cy Diaz",
		note: "You spoke to the carrier last week.",
		noteBy: "Cy Diaz",
	},
	question: {
		kind: "question",
		request: sampleRequest,
		by: "Bo Chen",
		note: "Which claim number does the carrier use?\nAnd who at the carrier accepted it?",
		until: sampleNow + 26 * 3_600_000,
		url,
	},
	"sent-back": {
		kind: "sent_back",
		request: sampleRequest,
		by: "Bo Chen",
		note: "The amount is net. Please ask for it with tax.",
		until: sampleNow + 3 * 86_400_000,
		url,
	},
	answered: {
		kind: "answered",
		request: sampleRequest,
		link,
		othersAsked: ["Cy Diaz"],
		note: "Claim 88-1204, accepted by their Leipzig office.",
		noteBy: "Dana Okafor",
	},
	approved: {
		kind: "outcome",
		request: { ...sampleRequest, stage: null, stageNumber: null, due: null, onDeadline: null },
		outcome: "approved",
		cause: "decided",
		closedAt: sampleNow,
		decisions: [
			{ name: "Bo Chen", verdict: "approve", comment: null, at: sampleNow - 7_200_000, channel: "web" },
			{
				name: "Ana Ruiz",
				onBehalfOf: "Cy Diaz",
				verdict: "approve",
				comment: "Photographs seen, carrier's claim number noted.",
				at: sampleNow,
				channel: "email",
			},
		],
		url,
	},
	rejected: {
		kind: "outcome",
		request: { ...sampleRequest, stage: null, stageNumber: null, due: null, onDeadline: null },
		outcome: "rejected",
		cause: "rejections",
		closedAt: sampleNow,
		decisions: [
			{
				name: "Bo Chen",
				verdict: "reject",
				comment: "The carrier pays this one.\nPlease ask again if they refuse.",
				at: sampleNow,
				channel: "web",
			},
		],
		url,
	},
	expired: {
		kind: "outcome",
		request: { ...sampleRequest, stage: null, stageNumber: null, due: null, onDeadline: null },
		outcome: "expired",
		cause: "deadline",
		closedAt: sampleNow,
		decisions: [],
		url,
	},
	stuck: {
		kind: "stuck",
		request: sampleRequest,
		url,
		reason: null,
	},
	"condition-failed": {
		kind: "stuck",
		request: sampleRequest,
		url,
		reason: null,
		conditionFailed: "no_such_field",
	},
	"link-used": { kind: "link_used", request: sampleRequest, by: "Bo Chen", url },
	code: { kind: "code", request: sampleRequest, code: "482913", minutes: 10 },
};

const second =
	"https://approvals.example.com/l/0198c1f2-9c32-7a11-8d3e-0f1a2b3c4d5e#c2Vjb25kLXByZXZpZXctb25seQ".padEnd(
		112,
		"0",
	);

/** A digest, of requests that are samples too. */
samples.digest = {
	kind: "digest",
	digestAt: "08:00",
	preferencesUrl: "https://approvals.example.com/preferences",
	items: [
		{ kind: "asked", request: { ...sampleRequest, due: sampleNow + 3 * 86_400_000 }, link, othersAsked: [] },
		{
			kind: "asked",
			request: {
				...sampleRequest,
				title: "New laptop for the Leipzig office",
				policyTitle: "Equipment",
				requesterName: "Cy Diaz",
				fields: [{ label: "Amount", value: "1,890.00 EUR" }],
				stageCount: 1,
				onDeadline: "reject",
			},
			link: second,
			othersAsked: ["Bo Chen"],
		},
		{
			kind: "outcome",
			request: {
				...sampleRequest,
				title: "Access to the billing archive",
				policyTitle: "Access",
				stage: null,
			},
			outcome: "approved",
			cause: "decided",
			closedAt: sampleNow,
			decisions: [{ name: "Bo Chen", verdict: "approve", comment: null, at: sampleNow, channel: "web" }],
			url,
		},
	],
};
