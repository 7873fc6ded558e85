import type { RequestView } from "../../ledger/read/request-view.ts";
import { type Language, type SlackWords, wordsOf } from "../words/words.ts";
import { ACT_MODAL, ACTS, type Act } from "./ids.ts";
import type { KnownBlock, ModalView } from "./shapes.ts";
import { line } from "./text.ts";

/** What a modal remembers of what was shown when it was opened. */
export interface ModalState {
	act: Act;
	delivery: string;
	/** Names version, stage, round and content (`SeenContent.key`). */
	key: string;
	version: number;
	stage: string;
	round: number;
	/** Hex SHA-256 of the request's content. */
	digest: string;
}

export const COMMENT_BLOCK = "comment";
export const COMMENT_ACTION = "text";
/** The most that Slack lets people write into one field. */
const MOST = 3_000;

/** Asks for the words that go with an act. Shows what it is about, short, with the digest of what was shown. */
export function actModal(input: {
	state: ModalState;
	request: RequestView;
	/** Whether it makes sense without words. */
	optional: boolean;
	language: Language;
}): ModalView {
	const { state, request, optional } = input;
	const words: SlackWords = wordsOf(input.language);
	const blocks: KnownBlock[] = [
		{ type: "section", text: line(request.title, 300) },
		{
			type: "context",
			elements: [
				line(words.stageOf(state.stage, request.stageNumber ?? 1, request.stageCount), 300),
				line(words.modal.shown(state.digest.slice(0, 12)), 300),
			],
		},
		{
			type: "input",
			block_id: COMMENT_BLOCK,
			optional,
			label: line(words.modal.labels[state.act], 100),
			element: { type: "plain_text_input", action_id: COMMENT_ACTION, multiline: true, max_length: MOST },
		},
	];
	return {
		type: "modal",
		callback_id: ACT_MODAL,
		private_metadata: JSON.stringify(state),
		title: line(words.modal.titles[state.act], 24),
		submit: line(words.modal.titles[state.act], 24),
		close: line(words.modal.close, 24),
		blocks,
	};
}

/** What {@link actModal} remembered; null where it is not of its making. */
export function readModalState(privateMetadata: string): ModalState | null {
	try {
		const value: unknown = JSON.parse(privateMetadata);
		if (typeof value !== "object" || value === null) return null;
		const { act, delivery, key, version, stage, round, digest } = value as Partial<ModalState>;
		if (act === undefined || !ACTS.includes(act)) return null;
		const texts = [delivery, key, stage, digest].every((item) => typeof item === "string");
		const numbers = [version, round].every((item) => typeof item === "number");
		return texts && numbers ? (value as ModalState) : null;
	} catch {
		return null;
	}
}
