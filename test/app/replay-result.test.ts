import { expect, test } from "vitest";
import {
	askedDifference,
	differs,
	MOST_SHOWN,
	NOTHING_YET,
	withRow,
} from "../../app/admin/replay/replay-result.ts";
import type { ReplayedRequest, RequestOutcome } from "../../ledger/replay/replayed-request.ts";

const course = (asked: string[], outcome: RequestOutcome["outcome"] = "approved"): RequestOutcome => ({
	outcome,
	cause: "decided",
	closedAt: "2026-01-02T00:00:00.000Z",
	tookMs: 1,
	asked,
	escalations: 0,
	unsatisfiable: [],
});

function replayed(old: RequestOutcome, after: RequestOutcome | null): ReplayedRequest {
	return {
		id: "1",
		title: "A",
		requester: "r",
		policyVersion: 1,
		submittedAt: "2026-01-01T00:00:00.000Z",
		old,
		new: after,
		changed: after?.outcome !== old.outcome,
		contextErrors: [],
		conditionFailed: [],
		refused: [],
		dropped: 0,
		ranOn: false,
	};
}

test("a request differs by its outcome, by who is asked, and where it would have been refused", () => {
	expect(differs(replayed(course(["a"]), course(["a"])))).toBe(false);
	expect(differs(replayed(course(["a", "b"]), course(["b", "a"])))).toBe(false);
	expect(differs(replayed(course(["a"]), course(["b"])))).toBe(true);
	expect(differs(replayed(course(["a"]), course(["a"], "rejected")))).toBe(true);
	expect(differs(replayed(course(["a"]), null))).toBe(true);
	expect(askedDifference(replayed(course(["a", "b"]), course(["b", "c"])))).toEqual({
		more: ["c"],
		fewer: ["a"],
	});
});

test("rows of the stream add up; the table is bounded and the count is not", () => {
	let result = NOTHING_YET;
	const row = { kind: "request", ...replayed(course(["a"]), course(["b"])) };
	for (let i = 0; i < MOST_SHOWN + 5; i++)
		result = withRow(result, { ...row, id: String(i) } as { kind: string });
	result = withRow(result, { kind: "request", ...replayed(course(["a"]), course(["a"])) } as {
		kind: string;
	});
	result = withRow(result, { kind: "progress", done: 3, total: 7 } as { kind: string });
	result = withRow(result, { kind: "something new" });
	expect(result).toMatchObject({ done: 3, total: 7, differingCount: MOST_SHOWN + 5, summary: null });
	expect(result.differing).toHaveLength(MOST_SHOWN);
	expect(result.differing[0]?.id).toBe("0");
});
