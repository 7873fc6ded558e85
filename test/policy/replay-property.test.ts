import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePolicy } from "../../policy/parse.ts";
import { type ActEvent, type PastAct, replay } from "../../policy/replay.ts";
import { simulate } from "../../policy/simulate.ts";
import { directoryOf, documentOf, HOUR } from "./story.ts";
import { scenarioOf, sketchOf } from "./timeline-scenario.ts";
import { type Timeline, type TimelineEvent, timelines } from "./timelines.ts";

const runs = Number(process.env.FC_RUNS ?? 1_000);
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
/** Later than any deadline of three stages and ten rounds, in hours. */
const END = 20_000;

/** What of a timeline a record tells: who did what when, with one directory for all of it. */
function recorded({ events, inactive, ...rest }: Timeline): Timeline {
	return {
		...rest,
		inactive: inactive.filter((id) => id !== "req"),
		events: [
			...events.flatMap((event): TimelineEvent[] => {
				if (event.kind !== "decide") return "by" in event ? [event] : [];
				const { stage: _stage, version: _version, ...decision } = event;
				return [decision];
			}),
			{ at: END, kind: "time" },
		],
	};
}

function actOf(event: TimelineEvent, index: number): ActEvent | null {
	switch (event.kind) {
		case "decide":
			return {
				kind: "decide",
				id: `decision-${index}`,
				by: event.by,
				verdict: event.verdict,
				hasComment: event.comment,
			};
		case "resubmit":
			return { kind: "resubmit", by: event.by, context: { n: event.n } };
		case "cancel":
		case "sendBack":
		case "ask":
		case "answer":
			return { kind: event.kind, by: event.by };
		case "reassign":
			return { kind: "reassign", by: event.by, from: event.from, to: event.to };
		default:
			return null;
	}
}

test(`what was done, replayed under the same policy, comes to the same end (FC_SEED=${seed})`, () => {
	let ended = 0;
	fc.assert(
		fc.property(timelines, (random) => {
			const timeline = recorded(random);
			const sketch = sketchOf(timeline);
			const parsed = parsePolicy(documentOf(sketch));
			const result = simulate(scenarioOf(timeline));
			fc.pre(parsed.ok && result.ok);
			if (!parsed.ok || !result.ok) return;
			const { outcome, closedAt, events } = result.simulation;
			const acts = timeline.events.flatMap((event, i): PastAct[] => {
				const act = actOf(event, i);
				if (act === null || !events[i]?.accepted) return [];
				return [{ at: sketch.submittedAt + event.at * HOUR, event: act }];
			});
			const again = replay(
				{
					requester: "req",
					submittedAt: sketch.submittedAt,
					context: { n: timeline.n },
					shown: { title: "", summary: null },
					acts,
				},
				parsed.policy,
				directoryOf(sketch),
			);
			expect(again).toMatchObject({ fits: true, outcome, refused: [] });
			if (!again.fits) return;
			expect(new Date(again.closedAt).toISOString()).toBe(closedAt);
			ended += 1;
		}),
		{ numRuns: runs, seed },
	);
	expect(ended).toBe(runs);
});
