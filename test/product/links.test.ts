import { expect, inject, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import type { Answer } from "../support/product.ts";
import { eventually, expectProblem, outside, type ProblemBody, unique } from "./support/outside.ts";

const { url } = inject("product");
const o = outside();

interface Link {
	/** Where the mail leads, without the token. */
	page: string;
	id: string;
	token: string;
}

/** The link in the newest mail to a person about this title. */
async function linkOf(name: string, title: string): Promise<Link> {
	return eventually(async () => {
		const mail = (await o.mails(name, title)).at(-1);
		const [whole, id = "", token = ""] = /http:\/\/\S+\/l\/([\w-]+)#([\w-]+)/.exec(mail?.text ?? "") ?? [];
		return whole !== undefined && { page: whole.split("#")[0] ?? "", id, token };
	});
}

async function press(
	link: Link,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<Answer<ProblemBody>> {
	const response = await fetch(`${url}/api/v1/links/${link.id}/decision`, {
		method: "POST",
		headers: { "content-type": "application/json", "x-link-token": link.token, ...headers },
		body: JSON.stringify(body),
	});
	return { status: response.status, body: await response.json(), headers: response.headers };
}

/** A session's cookie of a demo person, by a sign-in link that is used up here. */
async function cookieOf(name: string): Promise<string> {
	const user = o.demo.users.find(({ id }) => id === o.id(name));
	const answer = await fetch(user?.signInUrl ?? "", { redirect: "manual" });
	const cookie = answer.headers.get("set-cookie")?.split(";")[0];
	if (cookie === undefined) throw new Error(`${name}'s sign-in link set no cookie`);
	return cookie;
}

async function asked(
	more: Record<string, unknown> = {},
): Promise<{ request: ApprovalRequest; title: string }> {
	const title = unique("By link");
	return { request: await o.submit(await o.policy({}, more), title), title };
}

test("50 times GET and HEAD of the page and of what it reads change nothing", async () => {
	const { request, title } = await asked();
	const link = await linkOf("ana", title);
	// Both approvers' mails stand in the timeline a moment after they were sent.
	const before = await eventually(async () => {
		const timeline = await o.call<{ items: { kind: string }[] }>("GET", `/requests/${request.id}/timeline`);
		const delivered = timeline.body.items.filter((item) => item.kind === "delivered");
		return delivered.length === 2 ? timeline : null;
	});
	for (let n = 0; n < 50; n++) {
		for (const method of ["GET", "HEAD"]) {
			const page = await fetch(link.page, { method });
			expect(page.status).toBe(200);
			const headers = { "x-link-token": link.token };
			const api = await fetch(`${url}/api/v1/links/${link.id}`, { method, headers });
			expect(api.status).toBe(200);
		}
	}
	expect(await o.read(request.id)).toEqual(request);
	const after = await o.call("GET", `/requests/${request.id}/timeline`);
	expect(after.body).toEqual(before.body);
	// The token works still, once.
	expect((await press(link, { verdict: "approve" })).status).toBe(200);
});

test("the page leaks no token, is not kept, and is not for other sites' frames", async () => {
	const { title } = await asked();
	const link = await linkOf("ana", title);
	const page = await fetch(link.page);
	expect(page.headers.get("referrer-policy")).toBe("no-referrer");
	expect(page.headers.get("cache-control")).toContain("no-store");
	expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
	expect(await page.text()).not.toContain(title);
});

test("100 presses of one token at once make exactly one decision: one 200, else 409", async () => {
	const { request, title } = await asked();
	const link = await linkOf("ana", title);
	const answers = await Promise.all(Array.from({ length: 100 }, () => press(link, { verdict: "approve" })));
	expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
	for (const answer of answers) {
		if (answer.status === 200) continue;
		const told = expectProblem(answer, 409, "already_decided");
		expect(told).toMatchObject({
			outcome: "approved",
			standing: { by: { id: o.id("ana") }, channel: "email" },
		});
	}
	const { decisions, outcome } = await o.read(request.id);
	expect(outcome).toBe("approved");
	expect(decisions).toMatchObject([{ by: o.id("ana"), channel: "email", assurance: "email_link" }]);
});

test("a token decides neither by another's link nor in another stage", async () => {
	const stages = ["one", "two"].map((name) => ({
		name,
		approvers: [{ user: "ana@demo.example" }, { user: "bo@demo.example" }],
		need: 1,
		deadline: "1d",
		onDeadline: "cancel",
	}));
	const { request, title } = await asked({ stages });
	const [ana, bo] = await Promise.all([linkOf("ana", title), linkOf("bo", title)]);
	expectProblem(await press({ ...ana, token: bo.token }, { verdict: "approve" }), 404, "not_found");
	expectProblem(await press({ ...ana, id: bo.id }, { verdict: "approve" }), 404, "not_found");
	expectProblem(await press({ ...ana, token: "x" }, { verdict: "approve" }), 404, "not_found");
	expectProblem(await press({ ...ana, id: "none" }, { verdict: "approve" }), 404, "not_found");
	expect((await o.read(request.id)).version).toBe(request.version);

	expect((await press(ana, { verdict: "approve" })).status).toBe(200);
	// Bo's link was of the first stage, which is over.
	const stale = await press(bo, { verdict: "reject" });
	expect(stale.status).toBe(409);
	expect(stale.body.code).toBe("stale_version");
	expectProblem(await press(ana, { verdict: "approve" }), 409, "already_decided");
	const second = await eventually(async () => {
		const link = await linkOf("bo", title);
		return link.id !== bo.id && link;
	});
	expect((await press(second, { verdict: "approve" })).status).toBe(200);
	expect(await o.read(request.id)).toMatchObject({
		outcome: "approved",
		decisions: [{ stage: "one" }, { stage: "two" }],
	});
});

test("after the outcome a link says closed, with the outcome", async () => {
	const { request, title } = await asked();
	const link = await linkOf("bo", title);
	await o.decide(request.id, "ana", "approve");
	expect(expectProblem(await press(link, { verdict: "reject" }), 409, "closed").outcome).toBe("approved");
});

test("under risk normal it takes the mailed code, and a wrong body is told", async () => {
	const { request, title } = await asked({ risk: "normal" });
	const link = await linkOf("ana", title);
	expectProblem(await press(link, { verdict: "maybe" }), 422, "invalid");
	expectProblem(await press(link, { verdict: "approve" }), 403, "step_up_required");
	expectProblem(await press(link, { verdict: "approve", code: "000000" }), 403, "step_up_required");
	const sent = await fetch(`${url}/api/v1/links/${link.id}/code`, {
		method: "POST",
		headers: { "x-link-token": link.token },
	});
	expect(sent.status).toBe(202);
	const code = await eventually(async () => {
		const mail = (await o.mails("ana", title)).at(-1);
		return /\b\d{6}\b/.exec(mail?.subject ?? "")?.[0] ?? /^\D*(\d{6})\b/m.exec(mail?.text ?? "")?.[1];
	});
	const decided = await press(link, { verdict: "approve", code });
	expect(decided.status, JSON.stringify(decided.body)).toBe(200);
	expect((await o.read(request.id)).decisions).toMatchObject([{ channel: "email", assurance: "email_code" }]);
});

test("a session's writes must come from our own pages, and its link is its person's only", async () => {
	const cookie = await cookieOf("lee");
	const { request, title } = await asked({
		stages: [
			{
				name: "lead",
				approvers: [{ user: "lee@demo.example" }, { user: "ana@demo.example" }],
				need: 1,
				deadline: "1d",
				onDeadline: "cancel",
			},
		],
	});
	const decide = (headers: Record<string, string>) =>
		o.call("POST", `/requests/${request.id}/decisions`, {
			body: { verdict: "approve" },
			headers: { cookie, ...headers },
		});
	const asLee = async (headers: Record<string, string>): Promise<Answer<unknown>> => {
		const response = await fetch(`${url}/api/v1/requests/${request.id}/decisions`, {
			method: "POST",
			headers: { cookie, "content-type": "application/json", ...headers },
			body: JSON.stringify({ verdict: "approve" }),
		});
		return { status: response.status, body: await response.json(), headers: response.headers };
	};
	expectProblem(await asLee({}), 403, "not_eligible");
	expectProblem(await asLee({ origin: "https://evil.example" }), 403, "not_eligible");
	expectProblem(await asLee({ origin: "null" }), 403, "not_eligible");
	expectProblem(await asLee({ origin: url, "sec-fetch-site": "cross-site" }), 403, "not_eligible");
	expectProblem(
		await asLee({ "x-forwarded-host": "evil.example", origin: "http://evil.example" }),
		403,
		"not_eligible",
	);
	expect((await o.read(request.id)).decisions).toEqual([]);
	// A key beside a cookie is the key's owner: Riley's own request.
	expectProblem(await decide({ origin: "https://evil.example" }), 403, "own_request");

	const anas = await linkOf("ana", title);
	expectProblem(await press(anas, { verdict: "approve" }, { cookie, origin: url }), 403, "not_eligible");
	expect((await asLee({ origin: url })).status).toBe(200);
	expect((await o.read(request.id)).decisions).toMatchObject([
		{ by: o.id("lee"), channel: "web", assurance: "session" },
	]);
});
