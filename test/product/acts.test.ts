import { expect, test } from "vitest";
import type { ApprovalRequest } from "../../sdk/index.ts";
import { eventually, expectProblem, INSTANT, NO_ID, outside, unique } from "./support/outside.ts";

const o = outside();
const schema = {
	context: {
		type: "object",
		required: ["amount"],
		properties: { amount: { type: "integer" }, reason: { type: "string" } },
	},
};

async function opened(stage: Record<string, unknown> = {}): Promise<ApprovalRequest> {
	const policy = await o.policy(stage, schema);
	return o.submit(policy, unique("To act on"), { context: { amount: 5 }, summary: "As it was." });
}

function act(id: string, name: string, as: string, body?: unknown) {
	return o.call<ApprovalRequest>("POST", `/requests/${id}/${name}`, { as, body });
}

test("ask and answer: the clock stands still, and the stage goes on with its decisions", async () => {
	const request = await opened({ need: 2 });
	const { id } = request;
	await o.decide(id, "ana", "approve");
	const asked = await act(id, "ask", "bo", { comment: "Which invoice?" });
	expect(asked.status).toBe(200);
	expect(asked.body).toMatchObject({
		state: "question",
		assignees: [o.id("riley")],
		pause: {
			kind: "question",
			by: o.id("bo"),
			comment: "Which invoice?",
			deadline: expect.stringMatching(INSTANT),
		},
	});
	const waiting = await o.call<{ items: ApprovalRequest[] }>(
		"GET",
		"/requests?assignee=me&sort=due&limit=200",
	);
	expect(waiting.body.items.map((item) => item.id)).toContain(id);
	expectProblem(await o.decide(id, "bo", "approve"), 409, "paused");
	expectProblem(await act(id, "ask", "bo", { comment: "And?" }), 409, "paused");
	expectProblem(await act(id, "answer", "bo", { comment: "x" }), 403, "not_eligible");

	const answered = await act(id, "answer", "riley", { comment: "Number 12." });
	expect(answered.body).toMatchObject({ state: "open", round: 1, pause: null, assignees: [o.id("bo")] });
	expect(Date.parse(answered.body.due ?? "")).toBeGreaterThan(Date.parse(request.due ?? ""));
	expect((await o.decide(id, "bo", "approve")).body).toMatchObject({ request: { outcome: "approved" } });
	const { body } = await o.call<{ items: { kind: string; comment: string | null }[] }>(
		"GET",
		`/requests/${id}/timeline`,
	);
	expect(body.items).toContainEqual(expect.objectContaining({ kind: "asked", comment: "Which invoice?" }));
	expect(body.items).toContainEqual(expect.objectContaining({ kind: "answered", comment: "Number 12." }));
});

test("the question and the answer are mailed to who has to act on them", async () => {
	const { id, title } = await opened();
	await act(id, "ask", "bo", { comment: "Which invoice?" });
	const question = await eventually(async () =>
		(await o.mails("riley", title)).find((mail) => mail.subject.startsWith("Question: ")),
	);
	expect(question.text).toContain("Bo Lindqvist asks:\n> Which invoice?");
	expect(question.text).toContain(`/requests/${id}`);
	await act(id, "answer", "riley", { comment: "Number 12." });
	for (const name of ["ana", "bo"]) {
		const mail = await eventually(async () =>
			(await o.mails(name, title)).find(({ subject }) => subject.startsWith("Answered: ")),
		);
		expect(mail.text).toContain("Riley Reyes answers:\n> Number 12.");
		expect(mail.text).toMatch(/\/l\/[0-9a-f-]+#/);
	}
});

test("send back and resubmit: a new round in which earlier decisions no longer count", async () => {
	const { id, title } = await opened({ need: 2 });
	await o.decide(id, "ana", "approve");
	const back = await act(id, "send-back", "bo", { comment: "With tax, please." });
	expect(back.body).toMatchObject({
		state: "changes_requested",
		assignees: [o.id("riley")],
		pause: { kind: "changes_requested", comment: "With tax, please." },
	});
	const mail = await eventually(async () =>
		(await o.mails("riley", title)).find(({ subject }) => subject.startsWith("Changes requested: ")),
	);
	expect(mail.text).toContain("Bo Lindqvist writes:\n> With tax, please.");

	const wrong = expectProblem(
		await act(id, "resubmit", "riley", { context: { amount: "six" } }),
		422,
		"invalid",
	);
	expect(wrong.errors?.map(({ path }) => path)).toEqual(["context.amount"]);
	expect(
		expectProblem(await act(id, "resubmit", "riley", { contxt: {} }), 422, "invalid").errors,
	).toMatchObject([{ path: "contxt", message: expect.stringContaining("context") }]);
	const again = await act(id, "resubmit", "riley", { context: { amount: 6 }, comment: "Done." });
	expect(again.body).toMatchObject({
		state: "open",
		round: 2,
		title,
		summary: "As it was.",
		context: { amount: 6 },
		decisions: [{ by: o.id("ana"), round: 1 }],
	});
	expect([...again.body.assignees].sort()).toEqual([o.id("ana"), o.id("bo")].sort());
	await o.decide(id, "ana", "approve");
	expect((await o.read(id)).outcome).toBeNull();
	await o.decide(id, "bo", "approve");
	expect(await o.read(id)).toMatchObject({ outcome: "approved", round: 2 });
});

test("reassign: the other person decides instead, and learns from whom and why", async () => {
	const { id, title } = await opened({ need: "all" });
	const passed = await act(id, "reassign", "ana", { to: "lee@demo.example", comment: "Lee knows them." });
	expect(passed.status).toBe(200);
	expect([...passed.body.assignees].sort()).toEqual([o.id("bo"), o.id("lee")].sort());
	const mail = await eventually(async () => (await o.mails("lee", title))[0]);
	expect(mail.text).toContain("Ana Ruiz passed this on to you");
	expect(mail.text).toContain("> Lee knows them.");
	expectProblem(await o.decide(id, "ana", "approve"), 403, "not_eligible");
	const byAdministrator = { from: "bo@demo.example", to: o.id("cy") };
	expectProblem(await act(id, "reassign", "lee", byAdministrator), 403, "not_eligible");
	expect((await act(id, "reassign", "dana", byAdministrator)).status).toBe(200);
	await o.decide(id, "cy", "approve");
	await o.decide(id, "lee", "approve");
	expect((await o.read(id)).outcome).toBe("approved");
});

test.for([
	["ask", "ana", { comment: " \n" }, 422, "comment_required", "comment"],
	["ask", "ana", undefined, 422, "invalid", ""],
	["ask", "ana", {}, 422, "comment_required", "comment"],
	["ask", "ana", { comment: 5 }, 422, "invalid", "comment"],
	["send-back", "ana", { comment: "" }, 422, "comment_required", "comment"],
	["send-back", "ana", { comment: "x".repeat(10_001) }, 413, "too_large", "comment"],
	["ask", "riley", { comment: "x" }, 403, "own_request", null],
	["send-back", "dana", { comment: "x" }, 403, "not_eligible", null],
	["answer", "riley", { comment: "x" }, 422, "invalid", null],
	["resubmit", "riley", {}, 422, "invalid", null],
	["resubmit", "riley", { title: "" }, 422, "invalid", "title"],
	["resubmit", "ana", undefined, 403, "not_eligible", null],
	["reassign", "ana", {}, 422, "invalid", "to"],
	["reassign", "ana", { to: "nobody@demo.example" }, 422, "invalid", "to"],
	["reassign", "ana", { to: "bo@demo.example" }, 422, "invalid", "to"],
	["reassign", "ana", { to: "riley@demo.example" }, 403, "own_request", null],
] as const)("%s by %s with %j: %i %s at %s", async ([name, as, body, status, code, path]) => {
	const { id, version } = await opened();
	const { errors } = expectProblem(await act(id, name, as, body), status, code);
	if (path !== null) expect(errors?.map((error) => error.path)).toEqual([path]);
	expect(await o.read(id)).toMatchObject({ version, state: "open" });
});

test("what a stranger may not see is not there, whatever they send", async () => {
	const { id } = await opened();
	for (const name of ["send-back", "ask", "answer", "resubmit", "reassign"]) {
		expectProblem(await act(id, name, "cy", { nonsense: 1 }), 404, "not_found");
		expectProblem(await act(NO_ID, name, "ana", { comment: "x", to: "x" }), 404, "not_found");
	}
});

test("by the command line", async () => {
	const { id } = await opened();
	const ran = async (args: string[], as: string, stdin?: string) => {
		const ended = await o.cli(args, { as, ...(stdin === undefined ? {} : { stdin }) });
		expect(ended, ended.stderr).toMatchObject({ code: 0 });
		return ended.stdout;
	};
	expect(await ran(["ask", id, "-"], "ana", "Which invoice?")).toMatch(
		/question +Ana Ruiz, .*: Which invoice\?/,
	);
	expect(await ran(["answer", id, "Number 12."], "riley")).toMatch(/state +open/);
	expect(await ran(["send-back", id, "With tax, please."], "ana")).toMatch(
		/to change +Ana Ruiz, .*: With tax/,
	);
	const more = ["--title", "With tax", "--comment", "Done"];
	const json = await ran(["resubmit", id, "--context", "-", ...more, "--json"], "riley", '{"amount": 6}');
	expect(JSON.parse(json)).toMatchObject({ round: 2, title: "With tax", context: { amount: 6 } });
	const passed = await ran(["reassign", id, "lee@demo.example", "--comment", "Yours", "--json"], "ana");
	expect([...JSON.parse(passed).assignees].sort()).toEqual([o.id("bo"), o.id("lee")].sort());

	const refused = await o.cli(["ask", id, " "], { as: "bo" });
	expect(refused).toMatchObject({ code: 1 });
	expect(refused.stderr).toContain("comment_required");
	expect(await o.cli(["resubmit", id, "--context", "no-such-file"], { as: "riley" })).toMatchObject({
		code: 2,
	});
	expect(await o.cli(["reassign", id], { as: "bo" })).toMatchObject({ code: 2 });
});
