import { isFields } from "./shapes.ts";

/**
 * What Slack refuses in blocks and views, as its own type definitions (@slack/types) state the limits. Each fault is
 * worded as Slack words it: a sentence and a JSON pointer.
 */
class Check {
	readonly faults: string[] = [];

	fault(what: string, pointer: string): void {
		this.faults.push(`${what} [json-pointer:${pointer}]`);
	}

	string(value: unknown, pointer: string, most: number, required = false, least = 1): void {
		if (value === undefined || value === null) {
			if (required) this.fault(`missing required field: ${pointer.split("/").at(-1)}`, parent(pointer));
			return;
		}
		if (typeof value !== "string") {
			this.fault("must be a string", pointer);
			return;
		}
		const length = [...value].length;
		if (length > most) this.fault(`must be less than ${most + 1} characters`, pointer);
		if (length < least) this.fault(`must be more than ${least - 1} characters`, pointer);
	}

	text(
		value: unknown,
		pointer: string,
		most: number,
		options: { plain?: boolean; required?: boolean } = {},
	): void {
		if (value === undefined || value === null) {
			if (options.required)
				this.fault(`missing required field: ${pointer.split("/").at(-1)}`, parent(pointer));
			return;
		}
		if (!isFields(value)) {
			this.fault("must provide an object", pointer);
			return;
		}
		const types = options.plain ? ["plain_text"] : ["plain_text", "mrkdwn"];
		if (!types.includes(String(value.type))) {
			this.fault(`must be a valid enum value: ${types.join(", ")}`, `${pointer}/type`);
			return;
		}
		if (value.type === "plain_text" && "verbatim" in value) {
			this.fault("additional property: verbatim", pointer);
		}
		if (value.type === "mrkdwn" && "emoji" in value) this.fault("additional property: emoji", pointer);
		this.string(value.text, `${pointer}/text`, most, true);
	}

	list(value: unknown, pointer: string, most: number, required = true): unknown[] {
		if (value === undefined || value === null) {
			if (required) this.fault(`missing required field: ${pointer.split("/").at(-1)}`, parent(pointer));
			return [];
		}
		if (!Array.isArray(value)) {
			this.fault("must be an array", pointer);
			return [];
		}
		if (value.length > most) this.fault(`no more than ${most} items allowed`, pointer);
		if (value.length === 0) this.fault("must be more than 0 items", pointer);
		return value;
	}
}

function parent(pointer: string): string {
	return pointer.split("/").slice(0, -1).join("/") || "/";
}

const onInputs = [
	"plain_text_input",
	"email_text_input",
	"url_text_input",
	"number_input",
	"rich_text_input",
	"file_input",
];
const choices = [
	"static_select",
	"external_select",
	"users_select",
	"conversations_select",
	"channels_select",
];
const manyChoices = choices.map((type) => `multi_${type}`);
const pickers = ["datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"];
const everywhere = ["button", "overflow", "workflow_button", ...choices, ...manyChoices, ...pickers];
const allowedIn: Record<string, string[]> = {
	actions: [...everywhere, "rich_text_input"],
	accessory: [...everywhere, "image"],
	input: [...onInputs, ...choices, ...manyChoices, ...pickers],
};

function checkElement(check: Check, element: unknown, pointer: string, place: keyof typeof allowedIn): void {
	if (!isFields(element)) {
		check.fault("must provide an object", pointer);
		return;
	}
	const type = String(element.type);
	if (!allowedIn[place]?.includes(type)) {
		check.fault(`unsupported type: ${type}`, `${pointer}/type`);
		return;
	}
	if (type === "image") {
		check.string(element.alt_text, `${pointer}/alt_text`, 2000, true);
		return;
	}
	check.string(element.action_id, `${pointer}/action_id`, 255);
	check.text(element.placeholder, `${pointer}/placeholder`, 150, { plain: true });
	if (isFields(element.confirm)) {
		check.text(element.confirm.title, `${pointer}/confirm/title`, 100, { plain: true, required: true });
		check.text(element.confirm.text, `${pointer}/confirm/text`, 300, { required: true });
		check.text(element.confirm.confirm, `${pointer}/confirm/confirm`, 30, { plain: true, required: true });
		check.text(element.confirm.deny, `${pointer}/confirm/deny`, 30, { plain: true, required: true });
	}
	if (type === "button") {
		check.text(element.text, `${pointer}/text`, 75, { plain: true, required: true });
		check.string(element.value, `${pointer}/value`, 2000, false, 0);
		check.string(element.url, `${pointer}/url`, 3000);
		check.string(element.accessibility_label, `${pointer}/accessibility_label`, 75);
		if (element.style !== undefined && element.style !== "primary" && element.style !== "danger") {
			check.fault("must be a valid enum value: primary, danger", `${pointer}/style`);
		}
	}
	if (type === "plain_text_input") {
		check.string(element.initial_value, `${pointer}/initial_value`, 3000, false, 0);
		if (typeof element.min_length === "number" && (element.min_length < 0 || element.min_length > 3000)) {
			check.fault("must be between 0 and 3000", `${pointer}/min_length`);
		}
		if (typeof element.max_length === "number" && (element.max_length < 1 || element.max_length > 3000)) {
			check.fault("must be between 1 and 3000", `${pointer}/max_length`);
		}
	}
	const optionLimit: Record<string, number> = {
		static_select: 100,
		multi_static_select: 100,
		checkboxes: 10,
		radio_buttons: 10,
		overflow: 5,
	};
	const most = optionLimit[type];
	if (most !== undefined) {
		if (Array.isArray(element.option_groups) && element.options === undefined) {
			for (const [at, group] of check
				.list(element.option_groups, `${pointer}/option_groups`, 100)
				.entries()) {
				const here = `${pointer}/option_groups/${at}`;
				if (!isFields(group)) check.fault("must provide an object", here);
				else {
					check.text(group.label, `${here}/label`, 75, { plain: true, required: true });
					checkOptions(check, group.options, `${here}/options`, 100, type);
				}
			}
		} else checkOptions(check, element.options, `${pointer}/options`, most, type);
	}
	if (typeof element.initial_date === "string" && !/^\d{4}-\d\d-\d\d$/.test(element.initial_date)) {
		check.fault("must be a date: YYYY-MM-DD", `${pointer}/initial_date`);
	}
}

function checkOptions(check: Check, options: unknown, pointer: string, most: number, type: string): void {
	const plain = type !== "checkboxes" && type !== "radio_buttons";
	for (const [at, option] of check.list(options, pointer, most).entries()) {
		const here = `${pointer}/${at}`;
		if (!isFields(option)) {
			check.fault("must provide an object", here);
			continue;
		}
		check.text(option.text, `${here}/text`, 75, { plain, required: true });
		check.string(option.value, `${here}/value`, 150, true);
		check.text(option.description, `${here}/description`, 75, { plain });
	}
}

function checkBlock(
	check: Check,
	block: unknown,
	pointer: string,
	surface: "message" | "modal" | "home",
): void {
	if (!isFields(block)) {
		check.fault("must provide an object", pointer);
		return;
	}
	check.string(block.block_id, `${pointer}/block_id`, 255, false, 0);
	switch (block.type) {
		case "header":
			check.text(block.text, `${pointer}/text`, 150, { plain: true, required: true });
			return;
		case "divider":
			return;
		case "section": {
			check.text(block.text, `${pointer}/text`, 3000, { required: block.fields === undefined });
			for (const [at, field] of check.list(block.fields, `${pointer}/fields`, 10, false).entries()) {
				check.text(field, `${pointer}/fields/${at}`, 2000, { required: true });
			}
			if (block.accessory !== undefined)
				checkElement(check, block.accessory, `${pointer}/accessory`, "accessory");
			return;
		}
		case "context":
			for (const [at, element] of check.list(block.elements, `${pointer}/elements`, 10).entries()) {
				const here = `${pointer}/elements/${at}`;
				if (isFields(element) && element.type === "image") {
					check.string(element.alt_text, `${here}/alt_text`, 2000, true);
				} else check.text(element, here, 3000, { required: true });
			}
			return;
		case "actions":
			for (const [at, element] of check.list(block.elements, `${pointer}/elements`, 25).entries()) {
				checkElement(check, element, `${pointer}/elements/${at}`, "actions");
			}
			return;
		case "input":
			check.text(block.label, `${pointer}/label`, 2000, { plain: true, required: true });
			check.text(block.hint, `${pointer}/hint`, 2000, { plain: true });
			if (block.element === undefined) check.fault("missing required field: element", pointer);
			else checkElement(check, block.element, `${pointer}/element`, "input");
			return;
		case "image":
			check.string(block.alt_text, `${pointer}/alt_text`, 2000, true);
			check.text(block.title, `${pointer}/title`, 2000, { plain: true });
			if (block.image_url === undefined && block.slack_file === undefined) {
				check.fault("missing required field: image_url", pointer);
			}
			return;
		case "rich_text":
			check.list(block.elements, `${pointer}/elements`, 1000);
			return;
		case "markdown":
			if (surface !== "message") check.fault("unsupported type: markdown", `${pointer}/type`);
			check.string(block.text, `${pointer}/text`, 12_000, true);
			return;
		default:
			// Slack has more blocks than these; whoever needs one teaches it to the stand-in first.
			check.fault(`unsupported type: ${String(block.type)}`, `${pointer}/type`);
	}
}

function checkBlocks(
	check: Check,
	blocks: unknown,
	pointer: string,
	most: number,
	surface: "message" | "modal" | "home",
): void {
	if (!Array.isArray(blocks)) {
		check.fault("must be an array", pointer);
		return;
	}
	if (blocks.length > most) check.fault(`no more than ${most} items allowed`, pointer);
	const seen = new Set<unknown>();
	for (const [at, block] of blocks.entries()) {
		checkBlock(check, block, `${pointer}/${at}`, surface);
		if (!isFields(block)) continue;
		if (typeof block.block_id === "string" && block.block_id !== "") {
			if (seen.has(block.block_id)) check.fault("`block_id` already exists", `${pointer}/${at}/block_id`);
			seen.add(block.block_id);
		}
		const actions = (Array.isArray(block.elements) ? block.elements : [])
			.filter(isFields)
			.map((element) => element.action_id)
			.filter((id) => id !== undefined);
		if (new Set(actions).size < actions.length) {
			check.fault("`action_id` already exists in this block", `${pointer}/${at}/elements`);
		}
	}
}

/** Faults of a message's blocks; none if Slack would take them. */
export function faultsOfBlocks(blocks: unknown): string[] {
	const check = new Check();
	checkBlocks(check, blocks, "/blocks", 50, "message");
	return check.faults;
}

/** Faults of a view; none if Slack would take it. `surface` is what the method makes of it. */
export function faultsOfView(view: unknown, surface: "modal" | "home"): string[] {
	const check = new Check();
	if (!isFields(view)) {
		check.fault("must provide an object", "/view");
		return check.faults;
	}
	if (view.type !== surface) check.fault(`must be a valid enum value: ${surface}`, "/view/type");
	check.string(view.private_metadata, "/view/private_metadata", 3000, false, 0);
	check.string(view.callback_id, "/view/callback_id", 255, false, 0);
	check.string(view.external_id, "/view/external_id", 255, false, 0);
	checkBlocks(check, view.blocks, "/view/blocks", 100, surface);
	if (surface === "modal") {
		check.text(view.title, "/view/title", 24, { plain: true, required: true });
		check.text(view.submit, "/view/submit", 24, { plain: true });
		check.text(view.close, "/view/close", 24, { plain: true });
		const asks =
			Array.isArray(view.blocks) &&
			view.blocks.some(
				(block) => isFields(block) && block.type === "input" && block.dispatch_action !== true,
			);
		if (asks && !view.submit) check.fault("missing required field: submit", "/view");
	} else if (view.title !== undefined && view.title !== null) {
		check.fault("additional property: title", "/view");
	}
	return check.faults;
}
