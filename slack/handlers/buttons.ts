import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { Refusal } from "../../ledger/refusal.ts";
import { requestOfPress } from "../../ledger/slack/press.ts";
import { actModal } from "../blocks/act-modal.ts";
import { ACTS, type Act, actionId, keyOfBlockId, OPEN_ACTION } from "../blocks/ids.ts";
import { refusalText } from "../blocks/refusal-text.ts";
import { escaped } from "../blocks/text.ts";
import type { BotDeps } from "../bot-deps.ts";
import { identify, presserOf } from "../identify.ts";
import { wordsOf } from "../words/words.ts";
import { act, ownCopy } from "./act.ts";

/** The buttons of messages. Acknowledged at once; what came of it is said after the commit, by the courier's rewriting. */
export function handleButtons(app: App, deps: BotDeps): void {
	// Slack tells of the press of a link as well.
	app.action(OPEN_ACTION, async ({ ack }) => ack());
	for (const name of ACTS) {
		app.action<BlockAction<ButtonAction>>(
			{ action_id: actionId(name), type: "block_actions" },
			async (args) => {
				const { ack, body, action, client, respond } = args;
				await ack();
				const say = (text: string) =>
					respond({ response_type: "ephemeral", replace_original: false, text: escaped(text) });
				try {
					const presser = presserOf(body);
					const who = await identify(deps, presser, name);
					if (!who.known) return void (await say(wordsOf("en").stranger[who.reason]));
					const words = wordsOf(who.language);
					const press = {
						act: name,
						deliveryId: action.value ?? "",
						key: keyOfBlockId(action.block_id),
						by: presser.slack,
					};
					const own = await ownCopy(deps, who, press);
					if (own.copy === null) return void (await say(own.text));
					const ctx = deps.ctxFor(who.actor);
					const { request, requireComment } = await requestOfPress(ctx, own.copy.requestId);
					const { seen } = own.copy.place;
					// A button of an older rendering gets no modal: the rules say at once what became of it.
					const answers = name === "answer" && request.pause?.kind === "question";
					const live = answers || (seen !== null && seen.key === press.key && request.state === "open");
					if (live && asksForWords(name, requireComment)) {
						const { version, stage, round, digest, key } = seen ?? {
							version: request.version,
							stage: request.stage ?? "",
							round: request.round,
							digest: request.digest,
							key: "",
						};
						const state = { act: name, delivery: press.deliveryId, key, version, stage, round, digest };
						const optional = name === "reject" && requireComment === "never";
						const view = actModal({ state, request, optional, language: who.language });
						await client.views.open({ trigger_id: body.trigger_id, view });
						return;
					}
					const result = await act(deps, who, { ...press, comment: null });
					if (!result.done || result.repeated) await say(result.text);
					else deps.log.debug({ delivery: press.deliveryId }, words.done[name]);
				} catch (error) {
					if (error instanceof Refusal) {
						const words = wordsOf("en");
						return void (await say(refusalText(error, { timeZone: "UTC", words, url: null })));
					}
					deps.log.error({ err: error }, "a press in Slack could not be handled");
					await say(wordsOf("en").failed);
				}
			},
		);
	}
}

/** Approving takes one press, unless the policy wants words with it. */
function asksForWords(name: Act, requireComment: "never" | "reject" | "always"): boolean {
	return name !== "approve" || requireComment === "always";
}
