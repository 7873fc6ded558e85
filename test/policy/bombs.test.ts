import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../policy/parse.ts";
import { simulate } from "../../policy/simulate.ts";

/** A policy as text or data, and what has to be said about it. */
const stage = (changes: object = {}) => ({
	name: "s",
	approvers: [{ user: "ana@example.com" }],
	need: 1,
	deadline: "3d",
	onDeadline: "cancel",
	...changes,
});
const policy = (changes: object = {}) => ({
	apiVersion: "countersign/v1",
	name: "p",
	title: "P",
	context: { type: "object" },
	stages: [stage()],
	...changes,
});
const times = <T>(count: number, make: (i: number) => T): T[] =>
	Array.from({ length: count }, (_, i) => make(i));
const nested = (depth: number): unknown => {
	let value: unknown = {};
	for (let i = 0; i < depth; i++) value = { properties: { a: value } };
	return value;
};

/** An error in good time: a bomb that went off would hang the test until it times out. */
describe("a policy that would cost too much is refused with a clear error", { timeout: 5_000 }, () => {
	it.each<[string, () => unknown, string]>([
		[
			"a thousand stages",
			() => policy({ stages: times(1_000, (i) => stage({ name: `s${i}` })) }),
			"at most 50 stages",
		],
		["ten megabytes", () => `title: "${"x".repeat(10_000_000)}"`, "too large"],
		["ten megabytes of data", () => policy({ title: "x".repeat(10_000_000) }), "too large"],
		["ten megabytes of small values", () => policy({ show: times(3_000_000, () => "a") }), "too large"],
		["deep brackets", () => "[".repeat(200_000), "nested too deep"],
		["deep data", () => policy({ context: nested(5_000) }), "nested too deep"],
		["deep indentation", () => times(5_000, (i) => `${" ".repeat(i)}a:`).join("\n"), "too large"],
		["aliases that blow up", () => blowUp(), "cannot be read"],
		[
			"a thousand approvers",
			() => policy({ stages: [stage({ approvers: times(1_000, (i) => ({ group: `g${i}` })) })] }),
			"at most 50",
		],
		[
			"a long condition",
			() => policy({ stages: [stage({ when: `true${" && true".repeat(1_000)}` })] }),
			"too long",
		],
		[
			"a deep condition",
			() => policy({ stages: [stage({ when: `${"!".repeat(3_900)}true` })] }),
			"is not valid CEL",
		],
		[
			"deep brackets in a condition",
			() => policy({ stages: [stage({ when: "(".repeat(3_900) })] }),
			"is not valid CEL",
		],
		[
			"a condition that doubles a text over and over",
			() =>
				policy({
					stages: [
						stage({
							when: `${times(15, (i) => `cel.bind(a${i + 1}, a${i} + a${i}, `).join("")}true${")".repeat(15)}`,
						}),
					],
				}),
			"calls bind",
		],
		[
			"a condition with loops in loops",
			() => policy({ stages: [stage({ when: `${"context.a.all(x, ".repeat(10)}true${")".repeat(10)}` })] }),
			"inside each other",
		],
		[
			"a condition with a pattern that backtracks without end",
			() => policy({ stages: [stage({ when: "context.a.matches('(x+x+)+\\\\1y')" })] }),
			"must not refer back",
		],
		[
			"many long conditions",
			() =>
				policy({ stages: times(50, (i) => stage({ name: `s${i}`, when: `true${" && true".repeat(200)}` })) }),
			"characters together",
		],
		[
			"steps without end",
			() =>
				policy({
					stages: [stage({ escalate: times(2_000, () => ({ after: "1d", to: [{ group: "g" }] })) })],
				}),
			"at most 20 steps",
		],
		[
			"a ladder that fires a thousand times",
			() =>
				policy({
					stages: [
						stage({
							escalate: times(20, () => ({ after: "1h", to: [{ group: "g" }] })),
							repeatEscalation: 50,
						}),
					],
				}),
			"at most 100 steps fire",
		],
		["repeats without end", () => policy({ stages: [stage({ repeatEscalation: 1e9 })] }), "from 0 to 50"],
		[
			"reminders without end",
			() => policy({ stages: [stage({ deadline: "3650d", remind: { every: "1s" } })] }),
			"is required",
		],
		[
			"a need of many groups",
			() => policy({ stages: [stage({ need: Object.fromEntries(times(9_000, (i) => [`g${i}`, 1])) })] }),
			"is not a group",
		],
	])("%s", (_, document, message) => {
		const parsed = parsePolicy(document());
		expect(parsed.ok).toBe(false);
		expect(parsed.ok ? "" : parsed.errors.map((error) => error.message).join("\n")).toContain(message);
		expect(parsed.ok ? 0 : parsed.errors.length).toBeLessThanOrEqual(100);
	});

	it("the dearest condition and calendar that are allowed still run", () => {
		const items = times(1_400, (i) => ({ name: `n${i}`, size: i }));
		const result = simulate({
			policy: policy({
				context: { type: "object" },
				calendar: "c",
				stages: times(50, (i) =>
					stage({
						name: `s${i}`,
						when:
							i === 0
								? "context.items.all(a, context.items.exists(b, a.name == b.name))"
								: "context.items.all(a, a.size < 9)",
						deadline: "3000wd",
						escalate: times(20, (n) => ({ after: `${n + 1}wd`, to: [{ user: "ana@example.com" }] })),
						repeatEscalation: 4,
						remind: { every: "1wd", atMost: 1_000 },
					}),
				),
			}),
			directory: {
				users: [{ id: "ana", email: "ana@example.com" }],
				calendars: [{ name: "c", timeZone: "America/New_York", hours: { mon: [["09:00", "09:01"]] } }],
			},
			request: { requester: "r", context: { items }, submittedAt: "2026-01-05T09:00:00Z" },
			events: [{ at: "2036-01-05T09:00:00Z" }],
		});
		// The first condition is too dear for this context; the stage is not skipped for that.
		expect(result).toMatchObject({ ok: true, simulation: { stage: "s0" } });
		expect(result.ok && result.simulation.trace.some(({ failure }) => failure === "too_costly")).toBe(true);
	});
});

function blowUp(): string {
	const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
	for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${times(9, () => `*a${i - 1}`).join(", ")}]`);
	return lines.join("\n");
}
