import { expect, test } from "vitest";
import type { SlackContent } from "../../ledger/slack/load.ts";
import { shownBy } from "../../ledger/slack/press.ts";
import { actModal } from "../../slack/blocks/act-modal.ts";
import { requestMessage } from "../../slack/blocks/request-message.ts";
import { storyReply } from "../../slack/blocks/story.ts";
import { de } from "../../slack/words/de.ts";
import { en } from "../../slack/words/en.ts";
import { faultsOfBlocks, faultsOfView } from "../slack-stand-in/block-kit.ts";

const long = "Ä<&>*_~`\u202E😀".repeat(3_000);

function content(language: "en" | "de", text: string): SlackContent {
	const people = Object.fromEntries(
		Array.from({ length: 60 }, (_, n) => [`p${n}`, { name: `${text} ${n}`, email: `p${n}@test.example` }]),
	);
	return {
		deliveryId: "d",
		recipient: {
			id: "p1",
			name: text,
			language,
			timeZone: "Europe/Berlin",
			active: true,
			quietHours: null,
			digestAt: null,
		},
		actsAt: null,
		slack: { enterprise: "", team: "T", user: "U" },
		request: {
			id: "r",
			policy: { name: "refund", version: 1, title: text },
			title: text,
			summary: text,
			context: {},
			attachments: [],
			requester: "p0",
			submittedBy: "p0",
			externalId: null,
			risk: "normal",
			state: "open",
			version: 3,
			shownSince: 1,
			stage: text,
			stageNumber: 1,
			stageCount: 2,
			round: 2,
			assignees: Object.keys(people),
			pause: null,
			due: "2026-11-24T16:30:00.000Z",
			wakeAt: null,
			unsatisfiable: false,
			createdAt: "2026-11-20T16:30:00.000Z",
			closedAt: null,
			outcome: null,
			cause: null,
			decisions: Array.from({ length: 30 }, (_, n) => ({
				id: `${n}`,
				by: `p${n}`,
				onBehalfOf: "p0",
				stage: "s",
				round: 1,
				verdict: "approve",
				comment: text,
				channel: "slack",
				assurance: "slack",
				at: "2026-11-20T16:30:00.000Z",
				digest: "ab",
			})),
			digest: "ab",
			people,
		},
		show: Array.from({ length: 60 }, (_, n) => ({ field: `f${n}`, label: `${text}`, value: text })),
		stage: null,
		need: { [text]: 2 },
		standing: { kind: "asked", via: "escalation", onBehalfOf: text },
		seen: { version: 3, stage: text, round: 2, digest: "ab", key: "0123456789abcdef01234567" },
		story: Array.from({ length: 40 }, (_, position) => ({
			position,
			at: "2026-11-20T16:30:00.000Z",
			kind: "asked",
			by: text,
			verdict: null,
			channel: "web",
			comment: text,
		})),
		storyEnd: 40,
	};
}

for (const language of ["en", "de"] as const) {
	for (const [size, text] of [
		["long", long],
		["empty", ""],
	] as const) {
		test(`Slack takes the message, the thread and the modal: ${size} texts, ${language}`, () => {
			const shown = content(language, text);
			expect(faultsOfBlocks(requestMessage(shown, "https://approvals.example.com").blocks)).toEqual([]);
			expect(faultsOfBlocks(storyReply(shown)?.blocks)).toEqual([]);
			for (const act of ["approve", "reject", "send_back", "ask", "answer"] as const) {
				const view = actModal({
					state: {
						act,
						delivery: "d",
						key: "k",
						version: 3,
						stage: "finance",
						round: 2,
						digest: "ab".repeat(32),
					},
					request: shown.request,
					optional: true,
					language,
				});
				expect(faultsOfView(view, "modal")).toEqual([]);
			}
		});
	}
}

test("the same content is the same message; another is not", () => {
	const one = requestMessage(content("en", "x"), "https://a.example");
	expect(requestMessage(content("en", "x"), "https://a.example").digest).toBe(one.digest);
	expect(requestMessage(content("en", "y"), "https://a.example").digest).not.toBe(one.digest);
});

test("both languages say everything, and not the same", () => {
	const flat = (value: unknown, path = ""): [string, string][] =>
		typeof value === "object" && value !== null
			? Object.entries(value).flatMap(([key, item]) => flat(item, `${path}.${key}`))
			: [[path, typeof value === "function" ? value.toString() : String(value)]];
	const german = new Map(flat(de));
	expect([...german.keys()].sort()).toEqual(
		flat(en)
			.map(([path]) => path)
			.sort(),
	);
	const same = flat(en).filter(([path, text]) => german.get(path) === text && text.length > 12);
	expect(same).toEqual([]);
});

test("a press counts for the rendering that it names, and for no other", () => {
	const seen = { version: 3, stage: "finance", round: 2, digest: "ab", key: "k2" };
	const place = {
		enterprise: "",
		team: "T",
		channel: "D",
		ts: "1.1",
		unsure: false,
		since: "",
		told: 0,
		seen,
	};
	expect(shownBy(place, "k2")).toEqual({ version: 3, stage: "finance", round: 2 });
	expect(shownBy(place, "k1")).toEqual({ version: 0 });
	expect(shownBy(place, null)).toEqual({ version: 0 });
	expect(shownBy({ ...place, seen: null }, "k2")).toEqual({ version: 0 });
});
