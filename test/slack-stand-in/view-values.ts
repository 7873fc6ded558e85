import { type Fields, isFields, text } from "./shapes.ts";
import { elementsOf } from "./world.ts";

/** What somebody enters: a text, a choice's value, a list of them, or nothing. */
export type Entered = string | string[] | null;

type Values = Record<string, Record<string, Fields>>;

/** The options of a choice, also inside groups. */
export function optionsOf(element: Fields): Fields[] {
	const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isFields) : [];
	const own = Array.isArray(element.options) ? element.options : [];
	return [...own, ...groups.flatMap((group) => (Array.isArray(group.options) ? group.options : []))].filter(
		isFields,
	);
}

function optionNamed(element: Fields, value: string, offered: Fields[]): Fields {
	const found = [...optionsOf(element), ...offered].find((option) => option.value === value);
	if (!found) throw new Error(`${text(element.action_id)} has no option ${JSON.stringify(value)}`);
	return found;
}

/**
 * What an element holds, in the shape that `view.state.values` and `actions` carry (types of @slack/bolt:
 * ViewStateValue). `offered`: what an external data source answered before.
 */
export function valueFields(element: Fields, entered: Entered, offered: Fields[] = []): Fields {
	const type = text(element.type);
	const one = Array.isArray(entered) ? (entered[0] ?? null) : entered;
	const many = Array.isArray(entered) ? entered : entered === null || entered === "" ? [] : [entered];
	switch (type) {
		case "plain_text_input":
		case "email_text_input":
		case "url_text_input":
		case "number_input":
			return { type, value: one === "" ? null : one };
		case "static_select":
		case "external_select":
		case "radio_buttons":
		case "overflow":
			return {
				type,
				selected_option: one === null || one === "" ? null : optionNamed(element, one, offered),
			};
		case "multi_static_select":
		case "multi_external_select":
		case "checkboxes":
			return { type, selected_options: many.map((value) => optionNamed(element, value, offered)) };
		case "users_select":
			return { type, selected_user: one };
		case "multi_users_select":
			return { type, selected_users: many };
		case "conversations_select":
			return { type, selected_conversation: one };
		case "multi_conversations_select":
			return { type, selected_conversations: many };
		case "channels_select":
			return { type, selected_channel: one };
		case "multi_channels_select":
			return { type, selected_channels: many };
		case "datepicker":
			return { type, selected_date: one };
		case "timepicker":
			return { type, selected_time: one };
		case "datetimepicker":
			return { type, selected_date_time: one === null || one === "" ? null : Number(one) };
		default:
			throw new Error(`the stand-in cannot fill in a ${type}`);
	}
}

function initialOf(element: Fields): Fields | null {
	const type = text(element.type);
	const values: Fields = { type };
	const from: Record<string, string> = {
		initial_value: "value",
		initial_option: "selected_option",
		initial_options: "selected_options",
		initial_user: "selected_user",
		initial_users: "selected_users",
		initial_conversation: "selected_conversation",
		initial_channel: "selected_channel",
		initial_date: "selected_date",
		initial_time: "selected_time",
		initial_date_time: "selected_date_time",
	};
	if (type === "button") return null;
	for (const [given, kept] of Object.entries(from))
		if (element[given] !== undefined) values[kept] = element[given];
	if (Object.keys(values).length > 1) return values;
	try {
		return valueFields(element, null);
	} catch {
		return null;
	}
}

/** The state of a view's inputs at first, and after an update: what was entered before stays where its input stays. */
export function initialValues(blocks: Fields[], before: Values = {}): Values {
	const values: Values = {};
	for (const { block, element } of elementsOf(blocks)) {
		const blockId = text(block.block_id);
		const actionId = text(element.action_id);
		const value = before[blockId]?.[actionId] ?? initialOf(element);
		if (value) values[blockId] = { ...values[blockId], [actionId]: value };
	}
	return values;
}

/** What a modal itself would object to before it sends anything: block_id → sentence. */
export function objections(blocks: Fields[], values: Values): Record<string, string> {
	const found: Record<string, string> = {};
	for (const { block, element } of elementsOf(blocks)) {
		if (block.type !== "input") continue;
		const blockId = text(block.block_id);
		const value = values[blockId]?.[text(element.action_id)] ?? {};
		const held = Object.entries(value).find(([name]) => name !== "type")?.[1];
		const empty =
			held === undefined || held === null || held === "" || (Array.isArray(held) && held.length === 0);
		if (empty && block.optional !== true) found[blockId] = "Please complete this required field.";
		if (typeof held !== "string") continue;
		const length = [...held].length;
		if (typeof element.max_length === "number" && length > element.max_length) {
			found[blockId] = `This must be at most ${element.max_length} characters.`;
		}
		if (typeof element.min_length === "number" && length < element.min_length) {
			found[blockId] = `This must be at least ${element.min_length} characters.`;
		}
	}
	return found;
}
