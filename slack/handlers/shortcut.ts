import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { getPolicy, listPolicies } from "../../ledger/policies.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { submit } from "../../ledger/submit.ts";
import { SHORTCUT, SHORTCUT_FIELDS, SHORTCUT_POLICY } from "../blocks/ids.ts";
import {
	type FromMessage,
	fieldBlock,
	fieldsModal,
	POLICY_BLOCK,
	policyModal,
	readFromMessage,
	TITLE_BLOCK,
	VALUE_ACTION,
} from "../blocks/request-form.ts";
import type { ModalView } from "../blocks/shapes.ts";
import type { BotDeps } from "../bot-deps.ts";
import { enteredValue, formFields } from "../form-fields.ts";
import { identify, presserOf } from "../identify.ts";
import { wordsOf } from "../words/words.ts";
import { saying } from "./modals.ts";

/** Of the message, so much goes into the request: the rest is behind its link. */
const MOST_TEXT = 1_000;

/** «Turn this into a request»: which policy, then title and fields; the message and its link become the summary. */
export function handleShortcut(app: App, deps: BotDeps): void {
	app.shortcut({ callback_id: SHORTCUT, type: "message_action" }, async ({ ack, shortcut, client }) => {
		await ack();
		const who = await identify(deps, presserOf(shortcut), "submit");
		const words = wordsOf(who.known ? who.language : "en");
		const open = (view: ModalView) => client.views.open({ trigger_id: shortcut.trigger_id, view });
		if (!who.known) return void (await open(saying(words.stranger[who.reason], words)));
		const policies = await listPolicies(deps.ctxFor(who.actor));
		const usable = policies.filter(({ retiredAt }) => retiredAt === null);
		if (usable.length === 0) return void (await open(saying(words.shortcut.noPolicies, words)));
		const from = {
			channel: shortcut.channel.id,
			ts: shortcut.message_ts,
			text: (shortcut.message.text ?? "").slice(0, MOST_TEXT),
		};
		await open(policyModal(from, usable, who.language));
	});

	app.view({ callback_id: SHORTCUT_POLICY, type: "view_submission" }, async ({ ack, body, view }) => {
		const who = await identify(deps, presserOf(body), "submit");
		const words = wordsOf(who.known ? who.language : "en");
		const say = (text: string) => ack({ response_action: "update", view: saying(text, words) });
		if (!who.known) return say(words.stranger[who.reason]);
		const from = readFromMessage(view.private_metadata);
		const name = view.state.values[POLICY_BLOCK]?.[VALUE_ACTION]?.selected_option?.value;
		if (from === null || name === undefined) return say(words.modal.gone);
		const policy = await getPolicy(deps.ctxFor(who.actor), name);
		const fields = formFields(policy.document);
		if (fields === null) return say(words.shortcut.inTheInbox);
		const next = fieldsModal({ ...from, policy: name }, { title: policy.title, fields }, who.language);
		return ack({ response_action: "update", view: next });
	});

	app.view({ callback_id: SHORTCUT_FIELDS, type: "view_submission" }, async ({ ack, body, view, client }) => {
		const who = await identify(deps, presserOf(body), "submit");
		const words = wordsOf(who.known ? who.language : "en");
		const say = (text: string) => ack({ response_action: "update", view: saying(text, words) });
		if (!who.known) return say(words.stranger[who.reason]);
		const from = readFromMessage(view.private_metadata);
		if (from?.policy === undefined) return say(words.modal.gone);
		const ctx = deps.ctxFor(who.actor);
		const { values } = view.state;
		try {
			const policy = await getPolicy(ctx, from.policy);
			const entries = (formFields(policy.document) ?? []).flatMap((field): [string, unknown][] => {
				const state = values[fieldBlock(field.name)]?.[VALUE_ACTION];
				const value = enteredValue(field, state?.selected_option?.value ?? state?.value);
				return value === undefined ? [] : [[field.name, value]];
			});
			const link = await permalinkOf(client, from);
			await submit(ctx, {
				policy: from.policy,
				title: values[TITLE_BLOCK]?.[VALUE_ACTION]?.value ?? "",
				summary: [from.text, link === null ? "" : `${words.shortcut.from}: ${link}`]
					.filter(Boolean)
					.join("\n\n"),
				context: Object.fromEntries(entries),
				// The same modal submitted twice is one request.
				idempotencyKey: `slack ${view.id}`,
			});
			await say(words.shortcut.made);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			const known = error.errors.flatMap(({ path, message }): [string, string][] => {
				const block = path === "title" ? TITLE_BLOCK : fieldBlock(path.replace(/^context\./, ""));
				return block in values ? [[block, message]] : [];
			});
			if (known.length === 0) await say(error.message);
			else await ack({ response_action: "errors", errors: Object.fromEntries(known) });
		}
	});
}

/** The message's address; null where Slack does not tell the bot, who may not be in that conversation. */
async function permalinkOf(client: WebClient, { channel, ts }: FromMessage): Promise<string | null> {
	try {
		return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
	} catch {
		return null;
	}
}
