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
			expect(part).toContain("If nobody decides by then, the request expires.");
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
			waitingFor: ["Finance"],
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

	test("a delegate reads whom they decide for, and until when", async () => {
		expect((await rendered({ ...asked, onBehalfOf: "Cy Diaz" })).text).toContain(
			"because you decide for Cy Diaz, who is away.",
		);
		const { html, text } = await rendered({
			...asked,
			onBehalfOf: "Cy Diaz",
			awayUntil: sampleNow + 86_400_000,
		});
		for (const part of [html, text])
			expect(part).toContain("Cy Diaz, who is away until Tue 24 Nov, 14:30 (Europe/Berlin).");
	});

	test("whom it was passed on to reads by whom and why", async () => {
		const { html, text } = await rendered({
			...asked,
			passedOnBy: "Cy Diaz",
			note: "You know this carrier.",
			noteBy: "Lee Park",
		});
		for (const part of [html, text]) {
			expect(part).toContain("Cy Diaz passed this on to you: Dana Okafor asks for a decision");
			expect(part).toContain("Lee Park writes");
			expect(part).toContain("You know this carrier.");
			expect(part).toContain("You get this because Cy Diaz passed it on to you.");
			expect(part).toContain("The parcel arrived damaged");
		}
	});

	test("an answer is read by who asks for a decision again, with their link", async () => {
		const { subject, html, text } = await rendered({
			...asked,
			kind: "answered",
			note: "Number 12.\nOf Monday.",
			noteBy: "Dana Okafor",
		});
		expect(subject).toBe("Answered: Refund for order 4711, by Tue 24 Nov, 17:30");
		expect(text).toContain("Dana Okafor answers:\n> Number 12.\n> Of Monday.");
		for (const part of [html, text]) {
			expect(part).toContain("Dana Okafor answered the question that was asked.");
			expect(part).toContain("Number 12.");
			expect(part).toContain(link);
		}
	});
});

describe("what waits for the requester", () => {
	const url = "https://approvals.example.com/requests/1";
	const waits = { request: sampleRequest, by: "Bo Chen", note: "Which invoice?", url };

	test("a question: who asks what, until when, and where to answer", async () => {
		const { subject, html, text } = await rendered({
			...waits,
			kind: "question",
			until: sampleNow + 86_400_000,
		});
		expect(subject).toBe("Question: Refund for order 4711, by Tue 24 Nov, 14:30");
		expect(text).toContain("Bo Chen asks:\n> Which invoice?");
		for (const part of [html, text]) {
			expect(part).toContain("Bo Chen asks you about your request, before deciding.");
			expect(part).toContain("The clock stands still until you answer.");
			expect(part).toContain("Which invoice?");
			expect(part).toContain("After that, the request expires.");
			expect(part).toContain(url);
			expect(part).not.toContain("The parcel arrived damaged");
		}
		expect(text).toContain("Answer by: Tue 24 Nov, 14:30 (Europe/Berlin), in 24 hours.");
	});

	test("when its time has passed, no promise is made", async () => {
		const { text } = await rendered({ ...waits, kind: "sent_back", until: sampleNow - 60_000 });
		expect(text).toContain("Was due: Mon 23 Nov, 14:29");
		expect(text).not.toContain("After that");
	});
});

test.each([
	["cancel", "the request expires."],
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

test.each([
	["no_such_field", "it reads a field that the request does not have"],
	["wrong_type", "a value has another type than it expects"],
	["too_costly", "it takes too long"],
	["not_boolean", "its result is neither true nor false"],
	["failed", "its evaluation failed"],
])("a condition that failed (%s) is told in plain words, with its stage", async (conditionFailed, why) => {
	const { html, text } = await rendered({
		kind: "stuck",
		request: sampleRequest,
		url: outcome.url,
		reason: null,
		conditionFailed,
	});
	for (const part of [html, text]) {
		expect(part).toContain(`The condition of the stage «finance» could not be evaluated: ${why}.`);
		expect(part).not.toContain("too few");
	}
});

describe("a digest", () => {
	const sample = samples.digest;
	if (sample?.kind !== "digest") throw new Error("no sample of a digest");

	test("has a link for each request, the first due first, and the outcomes after", async () => {
		const { subject, html, text } = await rendered(sample);
		expect(subject).toBe("2 requests wait for you, 1 of yours has ended");
		const links = sample.items.map((item) => (item.kind === "outcome" ? item.url : item.link));
		for (const part of [html, text]) for (const url of links) expect(part).toContain(url);
		const titles = [...text.matchAll(/^(New laptop|Refund for|Approved: Access)/gm)].map(([title]) => title);
		expect(titles).toEqual(["New laptop", "Refund for", "Approved: Access"]);
		expect(text).toContain("You get this because you chose one mail a day, at 08:00.");
		expect(text).toContain("Preferences: https://approvals.example.com/preferences");
	});

	test.each([
		[["asked"], "1 request waits for you", "1 Anfrage wartet auf Sie"],
		[["outcome"], "1 of yours has ended", "1 eigene ist abgeschlossen"],
	])("of %j alone", async (kinds, english, german) => {
		const content = { ...sample, items: sample.items.filter(({ kind }) => kinds.includes(kind)).slice(0, 1) };
		expect((await rendered(content)).subject).toBe(english);
		expect((await rendered(content, { ...sampleRecipient, language: "de" })).subject).toBe(german);
	});
});

test("a link used in somebody else's session: who, what became of it, and what to do", async () => {
	const content: MailContent = { kind: "link_used", request: sampleRequest, by: "Bo Chen", url: outcome.url };
	const { html, text } = await rendered(content);
	for (const part of [html, text]) {
		expect(part).toContain("Bo Chen, signed in, opened the link that was mailed to you");
		expect(part).toContain("nothing was decided");
	}
	expect((await rendered({ ...content, by: null })).text).toContain("Somebody who is signed in elsewhere");
	expect(text).not.toContain("/l/");
});

describe.each(["en", "de"] as const)("every mail, in %s", (language) => {
	const recipient = { ...sampleRecipient, language };

	test.each(Object.keys(samples))("%s, in plain text", async (name) => {
		const sample = samples[name];
		if (sample === undefined) throw new Error(`no sample ${name}`);
		const { subject, html, text } = await rendered(sample, recipient);
		expect(`${subject}\n\n${text}`).toMatchSnapshot();
		expect(html).toMatch(new RegExp(`<html[^>]* lang="${language}"`));
	});

	test("has no word of the other language", async () => {
		const other =
			language === "en" ? /\b(Sie|Ihre?|Anfrage|Uhr|wird|nicht)\b/ : /\b(you|your|the|request|by|is|not)\b/i;
		for (const [name, sample] of Object.entries(samples)) {
			const { subject, text } = await rendered(sample, recipient);
			// Without what people wrote, and addresses.
			const own = `${subject}\n${text}`
				.split("\n")
				.filter((line) => !/^(> |https?:| {4})/.test(line))
				.join("\n")
				.replace(/\bhttps?:\S+/g, "");
			const written =
				/Refund for order 4711|Customer refund|Damaged in transit|New laptop for the Leipzig office|Access to the billing archive/g;
			expect(own.replace(written, ""), name).not.toMatch(other);
		}
	});
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
			waitingFor: [evil],
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
		{
			...asked,
			kind: "answered",
			request: hostile,
			note: `${evil}\nReview and decide:\nhttps://evil.example`,
			noteBy: evil,
		},
		{ ...asked, request: hostile, passedOnBy: evil, note: evil, noteBy: evil },
		{
			kind: "question",
			request: hostile,
			by: evil,
			note: `${evil}\nhttps://evil.example/x`,
			until: sampleNow,
			url: outcome.url,
		},
		{ kind: "sent_back", request: hostile, by: evil, note: evil, until: null, url: outcome.url },
		{ kind: "code", request: hostile, code: "482913", minutes: 10 },
		{ kind: "link_used", request: hostile, by: evil, url: outcome.url },
		{
			kind: "digest",
			items: [
				{ ...asked, request: hostile },
				{ ...outcome, request: hostile },
			],
			digestAt: "08:00",
			preferencesUrl: "https://approvals.example.com/preferences",
		},
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
		expect(ownLines.length).toBeLessThanOrEqual(content.kind === "digest" ? 3 : 2);
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
