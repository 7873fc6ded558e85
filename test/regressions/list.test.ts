import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/**
 * What happened to somebody else, by its name in the design's list, and the tests that hold it: file, and the name of
 * the test in it. A test that is renamed or taken away fails here.
 */
const HELD_BY: Record<string, [file: string, name: string][]> = {
	"scanner pre-fetch consuming a link (GET, HEAD, and a headless browser running the page's scripts for 60 s)":
		[
			["test/product/links.test.ts", "50 times GET and HEAD of the page and of what it reads change nothing"],
			[
				"test/browser/link.test.ts",
				"a scanner that fetches it 50 times and runs its scripts for a minute decides nothing",
			],
		],
	"link of one stage deciding another": [
		["test/product/links.test.ts", "a token decides neither by another's link nor in another stage"],
		["test/worker/courier.test.ts", "of one stage decides no other"],
	],
	"button of an old message deciding after the web did": [
		[
			"test/slack/path.test.ts",
			"button of an old message after the web decided: refused with what stands, and nothing changes",
		],
		["test/product/links.test.ts", "after the outcome a link says closed, with the outcome"],
	],
	"update of a message racing and erasing the approver's name": [
		["test/slack/courier.test.ts", "a courier that lost its lease does not have the last word"],
	],
	"click lost in a restart": [
		["test/faults/kill.test.ts", "a decision is answered all the same, and takes effect when it is back"],
		["test/faults/kill.test.ts", "between a decision's answer and its workflow's resumption"],
	],
	"decision sent before the wait began": [
		[
			"test/worker/approval.test.ts",
			"is started by a decision whose submission had not been told, and hears no news twice",
		],
	],
	"timeout reported as a rejection": [
		["test/regressions/decisions.test.ts", "timeout reported as a rejection"],
		[
			"test/product/timers.test.ts",
			"reminder, escalation to the lead, the end, and the requester's mail; get --wait exits 11",
		],
	],
	"self-approval through a second endpoint": [
		["test/regressions/decisions.test.ts", "self-approval through a second endpoint"],
		["test/slack/acts.test.ts", "one's own request cannot be decided, by this path either"],
		["test/product/deciding.test.ts", "by the requester: own_request, before and after the outcome"],
	],
	"forwarded link impersonating its recipient (normal and high risk)": [
		["test/worker/links.test.ts", "risk %s, in another person's session: refused, recorded, recipient told"],
		[
			"test/worker/links.test.ts",
			"risk normal, without a session: the code goes to the recipient's mailbox alone",
		],
		[
			"test/worker/links.test.ts",
			"risk high, without a session or with an approver's own: refused, and never counted as the recipient",
		],
	],
	"payload changed after it was shown": [
		[
			"test/worker/links.test.ts",
			"payload changed after it was shown: a link of the round before decides nothing",
		],
		[
			"test/slack/acts.test.ts",
			"payload changed after it was shown: an old button and an old modal decide nothing",
		],
		["test/product/deciding.test.ts", "on a version, stage or round that is over: stale_version"],
	],
	"somebody replaced as approver still deciding": [
		["test/regressions/decisions.test.ts", "somebody replaced as approver still deciding"],
		["test/worker/links.test.ts", "once its place was passed on, and the new approver has their own"],
	],
	"person approving once for each of two groups being counted twice": [
		["test/policy/quorum.test.ts", "person approving once for each of two groups is not counted twice"],
	],
};

test.each(Object.entries(HELD_BY))("%s", async (_what, tests) => {
	expect(tests.length).toBeGreaterThan(0);
	for (const [file, name] of tests) {
		const source = await readFile(new URL(`../../${file}`, import.meta.url), "utf8");
		expect(source.includes(`("${name}`) || source.includes(`\n\t\t"${name}`), `${file}: ${name}`).toBe(true);
	}
});
