import { createHash } from "node:crypto";
import type { SlackContent } from "../../ledger/slack/load.ts";
import { type SlackWords, wordsOf } from "../words/words.ts";
import { type Act, actionId, buttonsBlockId, OPEN_ACTION } from "./ids.ts";
import { decisionLine, nameOf, needText, standingLine } from "./request-lines.ts";
import type { Button, KnownBlock } from "./shapes.ts";
import { fallback, line, lines } from "./text.ts";
import { clockTime } from "./times.ts";
import { valueText } from "./value-text.ts";

/** A message as Slack takes it. `digest`: hex SHA-256 of what it shows. */
export interface Rendered {
	text: string;
	blocks: KnownBlock[];
	digest: string;
}

const MOST_FIELDS = 20;
const FIELDS_A_SECTION = 10;
const MOST_DECISIONS = 10;

/** A copy of a request, as its reader should see it now. The same content is the same message. */
export function requestMessage(content: SlackContent, site: string): Rendered {
	const words = wordsOf(content.recipient.language);
	const { request } = content;
	const blocks: KnownBlock[] = [
		{ type: "header", text: line(request.title, 150) },
		{ type: "context", elements: [line(origin(content, words), 600)] },
	];
	if (request.summary !== null) blocks.push({ type: "section", text: lines(request.summary, 1_500) });
	blocks.push(...fieldBlocks(content, words));
	const details = detailLines(content, words);
	if (details.length > 0) {
		blocks.push({ type: "context", elements: details.slice(0, 10).map((text) => lines(text, 1_000)) });
	}
	for (const decision of request.decisions.slice(-MOST_DECISIONS)) {
		const text = decisionLine(request, decision, content.recipient.timeZone, words);
		blocks.push({ type: "section", text: lines(text, 1_500) });
	}
	blocks.push({ type: "section", text: line(standingLine(content, words), 600) });
	blocks.push(actions(content, site, words));
	const text = fallback(`${request.title} – ${standingLine(content, words)}`);
	const digest = createHash("sha256")
		.update(JSON.stringify([text, blocks]))
		.digest("hex");
	return { text, blocks, digest };
}

function origin({ request }: SlackContent, words: SlackWords): string {
	const parts = [words.asks(nameOf(request, request.requester, words), request.policy.title)];
	if (request.stage !== null && request.stageNumber !== null)
		parts.push(words.stageOf(request.stage, request.stageNumber, request.stageCount));
	if (request.round > 1) parts.push(words.round(request.round));
	return parts.join(" · ");
}

function fieldBlocks({ show }: SlackContent, words: SlackWords): KnownBlock[] {
	const fields = show
		.slice(0, MOST_FIELDS)
		.map(({ label, value }) => lines(`${label}\n${valueText(value, words)}`, 600));
	const blocks: KnownBlock[] = [];
	for (let at = 0; at < fields.length; at += FIELDS_A_SECTION) {
		blocks.push({ type: "section", fields: fields.slice(at, at + FIELDS_A_SECTION) });
	}
	return blocks;
}

/** When, how many, who else, for whom, and what was asked or answered: only of what is open. */
function detailLines(content: SlackContent, words: SlackWords): string[] {
	const { request, recipient, standing, stage, need } = content;
	if (request.outcome !== null) return [];
	const texts: string[] = [];
	const { pause } = request;
	if (pause !== null) {
		const when = clockTime(pause.deadline, recipient.timeZone, words);
		const kind = pause.kind === "question" ? "asked" : "sent_back";
		const said = words.story[kind](nameOf(request, pause.by, words));
		texts.push(pause.comment === null ? said : `${said}: ${pause.comment}`, words.due(when));
		return texts;
	}
	if (standing.kind !== "asked") return texts;
	if (standing.onBehalfOf !== null) texts.push(words.onBehalf(standing.onBehalfOf));
	if (standing.via === "escalation") texts.push(words.escalated);
	if (standing.via === "reassign") texts.push(words.passedOn);
	if (request.due !== null) {
		const due = words.due(clockTime(request.due, recipient.timeZone, words));
		texts.push(stage === null ? due : `${due}: ${words.onDeadline[stage.onDeadline]}`);
	}
	if (need !== null) texts.push(words.needs(needText(need, words)));
	const others = request.assignees.filter((id) => id !== recipient.id);
	if (others.length > 0) {
		const names = others.slice(0, 10).map((id) => nameOf(request, id, words));
		const list = new Intl.ListFormat(words.locale).format(names);
		texts.push(words.alsoAsked(others.length > 10 ? `${list} …` : list));
	}
	return texts;
}

function actions(
	{ deliveryId, request, standing, seen }: SlackContent,
	site: string,
	words: SlackWords,
): KnownBlock {
	const { buttons } = words;
	const button = (act: Act, label: string, style?: "primary" | "danger"): Button => ({
		type: "button",
		action_id: actionId(act),
		text: line(label, 75),
		value: deliveryId,
		...(style === undefined ? {} : { style }),
	});
	const open: Button = {
		type: "button",
		action_id: OPEN_ACTION,
		text: line(buttons.open, 75),
		url: `${site}/requests/${request.id}`,
	};
	if (standing.kind === "asked" && seen !== null) {
		return {
			type: "actions",
			block_id: buttonsBlockId(seen.key),
			elements: [
				button("approve", buttons.approve, "primary"),
				button("reject", buttons.reject, "danger"),
				button("send_back", buttons.sendBack),
				button("ask", buttons.ask),
				open,
			],
		};
	}
	const answers = standing.kind === "requester" && request.pause?.kind === "question";
	return {
		type: "actions",
		block_id: "open",
		elements: answers ? [button("answer", buttons.answer, "primary"), open] : [open],
	};
}
