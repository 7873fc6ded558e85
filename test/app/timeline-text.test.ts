import { expect, test } from "vitest";
import { timelineText } from "../../app/request/timeline-text.ts";

const people = {
	a: { name: "Ana Silva", email: "ana@example.com" },
	b: { name: "Bo Chen", email: "bo@example.com" },
	r: { name: "Riley Reyes", email: "riley@example.com" },
};

test.each<[string, string | null, Record<string, unknown>, string]>([
	["submitted", "b", { for: "r" }, "Bo Chen asked for approval for Riley Reyes"],
	["asked", "b", { to: ["r"] }, "Bo Chen asked Riley Reyes a question; the clock stands still"],
	["answered", "r", {}, "Riley Reyes answered; the clock goes on"],
	[
		"sent_back",
		"b",
		{ to: ["r"] },
		"Bo Chen sent it back to Riley Reyes for changes; the clock stands still",
	],
	["resubmitted", "r", { round: 2 }, "Riley Reyes submitted it again; round 2 begins"],
	["reassigned", "a", { from: "a", to: ["b"] }, "Ana Silva passed it on to Bo Chen"],
	["reassigned", "r", { from: "a", to: ["b"] }, "Riley Reyes passed Ana Silva's place on to Bo Chen"],
	["assigned", null, { to: ["b"] }, "Bo Chen asked as well"],
	["unassigned", null, { to: ["a", "b"] }, "Ana Silva and Bo Chen no longer asked"],
	["stage_skipped", null, { stage: "legal" }, "Stage Legal was skipped: its condition does not hold"],
	[
		"condition_failed",
		null,
		{ stage: "legal", failure: "no_such_field" },
		"The condition of stage Legal could not be evaluated (it reads a field that is not there), so the stage is not skipped; administrators are told",
	],
	[
		"decided",
		"b",
		{ onBehalfOf: "a", verdict: "approve", channel: "api" },
		"Bo Chen, for Ana Silva, approved through the API",
	],
	[
		"closed",
		null,
		{ outcome: "expired", cause: "pause_deadline" },
		"Request expired: its requester was waited for in vain",
	],
	["closed", null, { outcome: "approved", cause: "automatic" }, "Request approved: no stage applied"],
	["closed", null, { outcome: "approved", cause: "decided" }, "Request approved"],
])("%s by %s, %j: %s", (kind, by, facts, text) => {
	expect(timelineText({ id: "1", at: "", version: 1, comment: null, kind, by, facts }, people)).toBe(text);
});
