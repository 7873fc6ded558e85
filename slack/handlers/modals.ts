import type { App } from "@slack/bolt";
import { COMMENT_ACTION, COMMENT_BLOCK, readModalState } from "../blocks/act-modal.ts";
import { ACT_MODAL } from "../blocks/ids.ts";
import type { ModalView } from "../blocks/shapes.ts";
import { line, lines } from "../blocks/text.ts";
import type { BotDeps } from "../bot-deps.ts";
import { identify, presserOf } from "../identify.ts";
import { type SlackWords, wordsOf } from "../words/words.ts";
import { type ActResult, act } from "./act.ts";

/** Of Slack's 3 s, so much may go by before the modal is told to wait. */
const PATIENCE_MS = 2_000;

/** The words that go with an act. A modal closes only once the act is committed; else it says why not. */
export function handleModals(app: App, deps: BotDeps): void {
	app.view({ callback_id: ACT_MODAL, type: "view_submission" }, async ({ ack, body, view, client }) => {
		const state = readModalState(view.private_metadata);
		const presser = presserOf(body);
		const who = await identify(deps, presser, state?.act ?? "modal");
		if (state === null || !who.known) {
			const words = wordsOf(who.known ? who.language : "en");
			const why = who.known ? words.modal.gone : words.stranger[who.reason];
			await ack({ response_action: "update", view: saying(why, words) });
			return;
		}
		const words = wordsOf(who.language);
		const comment = view.state.values[COMMENT_BLOCK]?.[COMMENT_ACTION]?.value ?? null;
		const doing = act(deps, who, {
			act: state.act,
			deliveryId: state.delivery,
			key: state.key === "" ? null : state.key,
			comment,
			by: presser.slack,
		});
		const result = await Promise.race([doing, later(PATIENCE_MS)]);
		if (result === null) {
			await ack({ response_action: "update", view: saying("…", words) });
			const { text } = await doing;
			await client.views.update({ view_id: view.id, view: saying(text, words) });
			return;
		}
		await ack(...answerOf(result, words));
	});
}

type Answer =
	| []
	| [{ response_action: "errors"; errors: Record<string, string> }]
	| [{ response_action: "update"; view: ModalView }];

function answerOf(result: ActResult, words: SlackWords): Answer {
	if (result.done && !result.repeated) return [];
	if (!result.done && (result.code === "comment_required" || result.code === "too_large"))
		return [{ response_action: "errors", errors: { [COMMENT_BLOCK]: result.text } }];
	return [{ response_action: "update", view: saying(result.text, words) }];
}

/** A modal that only says something. */
export function saying(text: string, words: SlackWords): ModalView {
	return {
		type: "modal",
		title: line("Countersign", 24),
		close: line(words.modal.close, 24),
		blocks: [{ type: "section", text: lines(text, 2_000) }],
	};
}

function later(ms: number): Promise<null> {
	return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}
