import { Refusal } from "../../ledger/refusal.ts";
import type { KnownInSlack } from "../../ledger/slack/actor-of-slack-user.ts";
import {
	actInSlack,
	copyOfPress,
	decideInSlack,
	type PressedCopy,
	shownBy,
} from "../../ledger/slack/press.ts";
import { recordRefusedStranger } from "../../ledger/slack/refused-stranger.ts";
import type { SlackUser } from "../../ledger/slack/slack-user.ts";
import type { Act } from "../blocks/ids.ts";
import { refusalText } from "../blocks/refusal-text.ts";
import type { BotDeps } from "../bot-deps.ts";
import { wordsOf } from "../words/words.ts";

/** What came of an act, in the words of its person. */
export type ActResult =
	| { done: true; repeated: boolean; text: string }
	| { done: false; code: Refusal["code"] | "failed"; text: string };

export interface ActInput {
	act: Act;
	deliveryId: string;
	/** Of the rendering that was pressed. */
	key: string | null;
	comment: string | null;
	by: SlackUser;
}

/** The copy that is pressed, if it is the person's own; else why not, recorded. */
export async function ownCopy(
	deps: BotDeps,
	who: KnownInSlack,
	input: Pick<ActInput, "act" | "deliveryId" | "by">,
): Promise<{ copy: PressedCopy } | { copy: null; text: string }> {
	const words = wordsOf(who.language);
	const copy = await copyOfPress(deps.ctxFor(who.actor), input);
	if (copy === null) return { copy: null, text: words.refused.not_found };
	if (copy.personId === who.actor.personId) return { copy };
	await recordRefusedStranger(deps.access, {
		...input.by,
		workspaceId: who.actor.workspaceId,
		personId: who.actor.personId,
		requestId: copy.requestId,
		reason: "another_person",
		attempt: input.act,
	});
	return { copy: null, text: words.stranger.another_person };
}

/** Does what was pressed, through the ledger; answers only once it is committed or refused. */
export async function act(deps: BotDeps, who: KnownInSlack, input: ActInput): Promise<ActResult> {
	const words = wordsOf(who.language);
	const ctx = deps.ctxFor(who.actor);
	try {
		const own = await ownCopy(deps, who, input);
		if (own.copy === null) return { done: false, code: "not_eligible", text: own.text };
		const { requestId, place } = own.copy;
		const shown = shownBy(place, input.key);
		if (input.act === "approve" || input.act === "reject") {
			const { comment, by, act: verdict } = input;
			const { repeated } = await decideInSlack(ctx, { requestId, verdict, comment, shown, by });
			return { done: true, repeated, text: repeated ? words.done.repeated : words.done[input.act] };
		}
		await actInSlack(ctx, { act: input.act, requestId, comment: input.comment ?? "", shown });
		return { done: true, repeated: false, text: words.done[input.act] };
	} catch (error) {
		if (error instanceof Refusal) {
			const url = `${deps.site}/`;
			const text = refusalText(error, { timeZone: who.timeZone, words, url });
			return { done: false, code: error.code, text };
		}
		deps.log.error({ err: error, delivery: input.deliveryId }, "an act from Slack failed");
		return { done: false, code: "failed", text: words.failed };
	}
}
