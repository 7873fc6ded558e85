import { type Language, wordsOf } from "../words/words.ts";
import { SHORTCUT_FIELDS, SHORTCUT_POLICY } from "./ids.ts";
import type { KnownBlock, ModalView } from "./shapes.ts";
import { line } from "./text.ts";

/** The message that a request is made of. */
export interface FromMessage {
	channel: string;
	ts: string;
	/** Its text, cut. */
	text: string;
	/** Name of the policy, once it is chosen. */
	policy?: string;
}

/** A context field that can be filled in here. */
export interface FormField {
	name: string;
	label: string;
	type: "string" | "integer" | "number" | "boolean";
	/** Where only some values fit. */
	options: string[] | null;
	required: boolean;
}

export const POLICY_BLOCK = "policy";
export const TITLE_BLOCK = "title";
export const fieldBlock = (name: string) => `field.${name}`;
export const VALUE_ACTION = "value";

/** Asks under which policy. At most 100: what Slack lists. */
export function policyModal(
	from: FromMessage,
	policies: readonly { name: string; title: string }[],
	language: Language,
): ModalView {
	const words = wordsOf(language);
	return {
		type: "modal",
		callback_id: SHORTCUT_POLICY,
		private_metadata: JSON.stringify(from),
		title: line(words.shortcut.title, 24),
		submit: line(words.shortcut.next, 24),
		close: line(words.modal.close, 24),
		blocks: [
			{
				type: "input",
				block_id: POLICY_BLOCK,
				label: line(words.shortcut.policy, 100),
				element: {
					type: "static_select",
					action_id: VALUE_ACTION,
					options: policies.slice(0, 100).map(({ name, title }) => ({ text: line(title, 75), value: name })),
				},
			},
		],
	};
}

/** Asks for the title and the context's fields. */
export function fieldsModal(
	from: FromMessage,
	policy: { title: string; fields: readonly FormField[] },
	language: Language,
): ModalView {
	const words = wordsOf(language);
	const title: KnownBlock = {
		type: "input",
		block_id: TITLE_BLOCK,
		label: line(words.shortcut.requestTitle, 100),
		element: {
			type: "plain_text_input",
			action_id: VALUE_ACTION,
			max_length: 300,
			initial_value: [...from.text.replace(/\s+/g, " ")].slice(0, 120).join(""),
		},
	};
	return {
		type: "modal",
		callback_id: SHORTCUT_FIELDS,
		private_metadata: JSON.stringify(from),
		title: line(words.shortcut.title, 24),
		submit: line(words.shortcut.submit, 24),
		close: line(words.modal.close, 24),
		blocks: [
			{ type: "section", text: line(policy.title, 300) },
			title,
			...policy.fields.map((field): KnownBlock => inputOf(field, words)),
		],
	};
}

function inputOf(field: FormField, words: { yes: string; no: string }): KnownBlock {
	const block = {
		type: "input" as const,
		block_id: fieldBlock(field.name),
		optional: !field.required,
		label: line(field.label, 200),
	};
	const options =
		field.type === "boolean"
			? [
					{ text: line(words.yes, 75), value: "true" },
					{ text: line(words.no, 75), value: "false" },
				]
			: field.options?.map((value) => ({ text: line(value, 75), value }));
	if (options !== undefined && options.length > 0)
		return { ...block, element: { type: "static_select", action_id: VALUE_ACTION, options } };
	if (field.type === "string")
		return { ...block, element: { type: "plain_text_input", action_id: VALUE_ACTION, max_length: 3_000 } };
	return {
		...block,
		element: {
			type: "number_input",
			action_id: VALUE_ACTION,
			is_decimal_allowed: field.type === "number",
		},
	};
}

/** What the modals remember; null where it is not of their making. */
export function readFromMessage(privateMetadata: string): FromMessage | null {
	try {
		const value: unknown = JSON.parse(privateMetadata);
		if (typeof value !== "object" || value === null) return null;
		const { channel, ts, text } = value as Partial<FromMessage>;
		return [channel, ts, text].every((item) => typeof item === "string") ? (value as FromMessage) : null;
	} catch {
		return null;
	}
}
