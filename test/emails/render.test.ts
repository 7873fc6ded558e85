import { describe, expect, test } from "vitest";
import { type AskedContent, type MailContent, type OutcomeContent, renderMail } from "../../emails/mail.ts";
import { sampleNow, sampleRecipient, sampleRequest, samples } from "../../emails/samples.ts";

const link = "https://approvals.example.com/l/0198c1f2-8b21-7f00-b1c2-9d4e5f6a7b8c#a-token_1234567890";
const asked: AskedContent = {
	kind: "asked",
	request: sampleRequest,
	link,
	othersAsked: ["Bo Chen", "Cy Diaz"],
};
const over = { ...sampleRequest, stage: null, stageNumber: null, due: null, onDeadline: null };
const outcome: OutcomeContent = {
	kind: "outcome",
	request: over,
	outcome: "approved",
	cause: "decided",
	decisions: [],
	url: "https://approvals.example.com/requests/1",
};

const rendered = (content: MailContent, recipient = sampleRecipient) =>
	renderMail(content, recipient, sampleNow);

describe("a mail that asks", () => {
	test("says the same in both parts", async () => {
		const { subject, html, text } = await rendered(asked);
		expect(subject).toBe("Decide: Refund for order 4711, by Tue 24 Nov, 17:30");
		for (const part of [html, text]) {
			expect(part).toContain("Refund for order 4711");
			expect(part).toContain("Dana Okafor asks you to decide.");
			expect(part).toContain("Customer refund · Stage 2 of 3: finance");
			expect(part).toContain("Tue 24 Nov, 17:30 (Europe/Berlin)");
			expect(part).toMatch(/in 27 hours/i);
			expect(part).toContain("If nobody decides by then, the request is cancelled.");
			expect(part).toContain("184.50 EUR");
			expect(part).toContain("The parcel arrived damaged");
			expect(part).toContain("Also asked: Bo Chen and Cy Diaz.");
			expect(part).toContain("You get this because the policy «Customer refund» names you as an approver.");
			expect(part).toContain("Review and decide");
			expect(part).toContain(link);
		}
	});

	test("has one address in it, ours: as the button and written out", async () => {
		const { html, text } = await rendered(asked);
		expect([...html.matchAll(/<a\b[^>]*?href="([^"]*)"/g)].map((match) => match[1])).toEqual([link, link]);
		expect(html).toContain(`>${link}</a>`);
		expect(text.split("\n")).toContain(link);
		expect(html).not.toMatch(/<(img|script|link|iframe|form|object|base)\b|url\(|@import/i);
	});

	test("shows the reader's time", async () => {
		const { subject, text } = await rendered(asked, { ...sampleRecipient, timeZone: "America/New_York" });
		expect(subject).toBe("Decide: Refund for order 4711, by Tue 24 Nov, 11:30");
		expect(text).toContain("Decide by: Tue 24 Nov, 11:30 (America/New York), in 27 hours.");
	});

	test("works in dark mode", async () => {
		const { html } = await rendered(asked);
		expect(html).toContain('<meta name="color-scheme" content="light dark"');
		expect(html).toContain("@media (prefers-color-scheme:dark)");
	});

	test("is in plain text as it should be", async () => {
		expect((await rendered(asked)).text).toMatchSnapshot();
	});
});

describe("reminders and escalations say why this person gets them", () => {
	test("a reminder has its number", async () => {
		const { subject, html, text } = await rendered({ ...asked, kind: "reminded", number: 2 });
		expect(subject).toMatch(/^Reminder: Refund for order 4711, by /);
		for (const part of [html, text]) expect(part).toContain("this is reminder 2");
	});

	test("an escalation says who did not decide, and since when", async () => {
		const escalated: AskedContent = {
			...asked,
			kind: "escalated",
			waitingFor: "in Finance",
			since: sampleNow - 3_600_000,
		};
		const { subject, html, text } = await rendered(escalated);
		expect(subject).toMatch(/^Escalated to you: /);
		for (const part of [html, text])
			expect(part).toContain("Nobody in Finance has decided since Mon 23 Nov, 13:30, so you are asked too.");
		expect((await rendered({ ...escalated, instead: true })).text).toContain("so you are asked instead.");
		expect((await rendered({ ...asked, kind: "escalated" })).text).toContain(
			"Nobody has decided yet, so you are asked too.",
		);
	});

	test("a delegate reads whom they decide for", async () => {
		expect((await rendered({ ...asked, onBehalfOf: "Cy Diaz" })).text).toContain(
			"because you decide for Cy Diaz, who is away.",
		);
	});
});

test.each([
	["cancel", "the request is cancelled."],
	["reject", "the request is rejected."],
	["approve", "this stage counts as approved."],
] as const)("what happens otherwise: %s", async (onDeadline, ending) => {
	const { text } = await rendered({ ...asked, request: { ...sampleRequest, onDeadline } });
	expect(text).toContain(`If nobody decides by then, ${ending}`);
});

test("what is overdue or has no deadline promises nothing", async () => {
	const late = await rendered({ ...asked, request: { ...sampleRequest, due: sampleNow - 60_000 } });
	expect(late.text).toContain("Was due: Mon 23 Nov, 14:29 (Europe/Berlin), 60 seconds ago.");
	expect(late.text).not.toContain("by then");
	const none = await rendered({ ...asked, request: { ...sampleRequest, due: null } });
	expect(none.subject).toBe("Decide: Refund for order 4711");
});

describe("outcomes", () => {
	const bo = { name: "Bo Chen", comment: "Not ours to pay.", at: sampleNow, channel: "web" } as const;
	const ends: [string, Partial<OutcomeContent>, string][] = [
		["Approved", { decisions: [{ ...bo, verdict: "approve" }] }, "was approved by Bo Chen."],
		["Approved", { cause: "automatic" }, "without asking anybody"],
		["Approved", { cause: "deadline" }, "nobody decided in time"],
		[
			"Approved",
			{ cause: "deadline", decisions: [{ ...bo, verdict: "approve" }] },
			"Bo Chen approved; for the rest time ran out",
		],
		[
			"Rejected",
			{ outcome: "rejected", cause: "rejections", decisions: [{ ...bo, verdict: "reject" }] },
			"was rejected by Bo Chen.",
		],
		["Rejected", { outcome: "rejected", cause: "deadline" }, "not decided in time"],
		["Expired", { outcome: "expired", cause: "deadline" }, "it has expired"],
		["Expired", { outcome: "expired", cause: "pause_deadline" }, "it was waiting for you"],
		["Cancelled", { outcome: "cancelled", cause: "cancelled" }, "was withdrawn"],
	];

	test.each(ends)("%s %j: %s", async (word, end, sentence) => {
		const { subject, html, text } = await rendered({ ...outcome, ...end });
		expect(subject).toBe(`${word}: Refund for order 4711`);
		for (const part of [html, text]) {
			expect(part).toContain(sentence);
			expect(part).toContain(outcome.url);
			for (const { comment } of end.decisions ?? []) expect(part).toContain(comment);
		}
	});

	test("with decisions, in plain text", async () => {
		const approved = samples.approved;
		expect(approved).toBeDefined();
		if (approved !== undefined) expect((await rendered(approved)).text).toMatchSnapshot();
	});
});

test("a code stands in both bodies and not in the subject, and brings no link", async () => {
	const { subject, html, text } = await rendered({
		kind: "code",
		request: sampleRequest,
		code: "482913",
		minutes: 10,
	});
	expect(subject).not.toContain("482913");
	expect(html).toContain("482913");
	expect(text).toContain("482913");
	expect(text).toContain("within 10 minutes");
	expect(html).not.toContain("href=");
	expect(text).not.toContain("http");
});

test("a stuck stage never promises an approval", async () => {
	const { subject, text } = await rendered({
		kind: "stuck",
		request: { ...sampleRequest, onDeadline: "approve" },
		url: outcome.url,
		reason: null,
	});
	expect(subject).toMatch(/^Stuck: /);
	expect(text).toContain("too few");
	expect(text).toContain("the request expires");
	expect(text).not.toContain("approved");
});

describe("hostile text is inert", () => {
	const evil = `</title></style><script>alert(1)</script><img src=x onerror=alert(1)>"'&{{x}}\u202egnp.exe\u0007\r\nBcc: spy@example.com`;
	const hostile = {
		...sampleRequest,
		title: evil,
		policyTitle: evil,
		requesterName: evil,
		summary: `${evil}\n\nReview and decide:\nhttps://evil.example/l/1`,
		fields: [{ label: evil, value: `${evil}\nReview and decide:\nhttps://evil.example/l/1` }],
		stage: evil,
	};
	const contents: MailContent[] = [
		{ ...asked, request: hostile, othersAsked: [evil], onBehalfOf: evil },
		{
			...asked,
			kind: "escalated",
			request: hostile,
			othersAsked: [evil],
			waitingFor: evil,
			since: sampleNow,
		},
		{
			...outcome,
			request: hostile,
			decisions: [
				{ name: evil, onBehalfOf: evil, verdict: "reject", comment: evil, at: sampleNow, channel: "api" },
			],
		},
		{ kind: "stuck", request: hostile, url: outcome.url, reason: evil },
		{ kind: "code", request: hostile, code: "482913", minutes: 10 },
	];

	test.each(contents)("$kind", async (content) => {
		const { subject, html, text } = await rendered(content);
		expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/i);
		expect(html.match(/<\/style>/g)).toHaveLength(1);
		expect(html.match(/<\/title>/g)).toHaveLength(1);
		expect(html).not.toContain('href="https://evil');
		for (const part of [subject, html, text]) {
			expect(part.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
			expect(part).not.toMatch(/^Bcc:/m);
		}
		expect(subject).not.toMatch(/[\r\n]/);
		expect(`${html}${text}`).toContain("[U+202E]");
		const ownLines = text.split("\n").filter((line) => /^(Review and decide:|https:)/.test(line));
		expect(ownLines.join("\n")).not.toContain("evil");
		expect(ownLines.length).toBeLessThanOrEqual(2);
	});

	test("long text is cut, the subject short", async () => {
		const long = "word ".repeat(5_000);
		const { subject, html } = await rendered({
			...asked,
			request: {
				...sampleRequest,
				title: long,
				summary: long,
				fields: Array.from({ length: 200 }, (_, index) => ({ label: `Field ${index}`, value: long })),
			},
		});
		expect(subject.length).toBeLessThan(130);
		expect(subject).toMatch(/…, by Tue 24 Nov, 17:30$/);
		expect(html).toContain("188 more on the request&#x27;s page");
		// Gmail cuts a mail off at 102 KB, button and all.
		expect(html.length).toBeLessThan(100_000);
	});
});
