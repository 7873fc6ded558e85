import { node, plainText, textNode } from "./mrkdwn.js";

/**
 * Block Kit as DOM nodes. `context`: names and the reader's zone; `context.act(block, element, entered)` does what
 * using an element does; `context.suggest(block, element, query)` asks the app for options; `context.values` and
 * `context.errors` are a modal's.
 */
export function blockNodes(blocks, context) {
	return (blocks ?? []).map((block) => blockNode(block, context));
}

function blockNode(block, context) {
	switch (block.type) {
		case "header":
			return node("h3", { class: "block header" }, plainText(block.text));
		case "divider":
			return node("hr");
		case "context":
			return node(
				"div",
				{ class: "block context" },
				...block.elements.map((element) =>
					element.type === "image" ? node("span", {}, `[${element.alt_text}]`) : textNode(element, context),
				),
			);
		case "section": {
			const fields = (block.fields ?? []).map((field) => textNode(field, context));
			return node(
				"div",
				{ class: "block section" },
				node(
					"div",
					{},
					textNode(block.text, context),
					fields.length > 0 ? node("div", { class: "fields" }, ...fields) : null,
				),
				block.accessory ? elementNode(block, block.accessory, context) : null,
			);
		}
		case "actions":
			return node(
				"div",
				{ class: "block actions" },
				...block.elements.map((element) => elementNode(block, element, context)),
			);
		case "input":
			return inputNode(block, context);
		case "image":
			return node("p", { class: "block quiet" }, `[image: ${block.alt_text}]`);
		case "markdown":
			return node("div", { class: "block said" }, block.text);
		case "rich_text":
			return node("div", { class: "block said" }, ...block.elements.map((part) => richNode(part, context)));
		default:
			return node("p", { class: "block quiet" }, `[${block.type}]`);
	}
}

function richNode(part, context) {
	if (part.type === "rich_text_list") {
		const list = part.style === "ordered" ? "ol" : "ul";
		return node(list, {}, ...part.elements.map((item) => node("li", {}, richNode(item, context))));
	}
	const tags = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" };
	return node(
		tags[part.type] ?? "div",
		{},
		...(part.elements ?? []).map((element) => {
			if (element.type === "user")
				return node("span", { class: "mention" }, `@${context.nameOf(element.user_id)}`);
			if (element.type === "link") {
				return textNode({ type: "mrkdwn", text: `<${element.url}|${element.text ?? element.url}>` }, context);
			}
			const tag = element.style?.code
				? "code"
				: element.style?.bold
					? "strong"
					: element.style?.italic
						? "em"
						: "span";
			return node(tag, {}, element.text ?? element.name ?? "");
		}),
	);
}

function optionList(element) {
	return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
}

/** An element outside an input: using it tells the app at once. */
function elementNode(block, element, context) {
	const name = element.action_id;
	if (element.type === "button") {
		return node(
			"button",
			{
				type: "button",
				class: `button ${element.style ?? ""}`,
				"data-action": name,
				"aria-label": element.accessibility_label,
				on: {
					click: async () => {
						if (element.confirm && !(await context.confirm(element.confirm))) return;
						context.act(block, element, null);
						if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
					},
				},
			},
			plainText(element.text),
		);
	}
	if (element.type === "image") return node("span", { class: "quiet" }, `[${element.alt_text}]`);
	const field = fieldNode(block, element, context, null);
	field.addEventListener("change", () => context.act(block, element, readField(field, element)));
	return field;
}

/** The field of an element, holding `held`. `readField` reads it. */
function fieldNode(block, element, context, held) {
	const id = `field-${block.block_id}-${element.action_id}`;
	const common = { id, "data-action": element.action_id, "data-block": block.block_id };
	// Within an input the block's label names the field.
	const labelled =
		block.type === "input"
			? common
			: { ...common, "aria-label": plainText(element.placeholder) || element.action_id };
	const place = plainText(element.placeholder);
	switch (element.type) {
		case "plain_text_input": {
			const field = node(element.multiline ? "textarea" : "input", {
				...common,
				placeholder: place,
				maxlength: element.max_length,
				rows: element.multiline ? 4 : undefined,
			});
			field.value = held?.value ?? "";
			return field;
		}
		case "number_input":
		case "email_text_input":
		case "url_text_input": {
			const field = node("input", { ...common, placeholder: place });
			field.value = held?.value ?? "";
			return field;
		}
		case "datepicker":
		case "timepicker": {
			const field = node("input", { ...labelled, type: element.type === "datepicker" ? "date" : "time" });
			field.value =
				held?.selected_date ?? held?.selected_time ?? element.initial_date ?? element.initial_time ?? "";
			return field;
		}
		case "checkboxes":
		case "radio_buttons": {
			const chosen = new Set(
				(held?.selected_options ?? element.initial_options ?? []).map((option) => option.value),
			);
			const one = held?.selected_option ?? element.initial_option;
			if (one) chosen.add(one.value);
			const type = element.type === "checkboxes" ? "checkbox" : "radio";
			return node(
				"div",
				common,
				...optionList(element).map((option) =>
					node(
						"label",
						{ class: "choice" },
						node("input", { type, name: id, value: option.value, checked: chosen.has(option.value) }),
						" ",
						plainText(option.text),
						option.description ? node("span", { class: "quiet" }, ` ${plainText(option.description)}`) : null,
					),
				),
			);
		}
		default: {
			const many = element.type.startsWith("multi_");
			const select = node("select", { ...labelled, multiple: many });
			const chosen = new Set(
				[
					held?.selected_option?.value,
					held?.selected_user,
					held?.selected_channel,
					held?.selected_conversation,
					...(held?.selected_users ?? []),
					...(held?.selected_options ?? []).map((option) => option.value),
					element.initial_option?.value,
				].filter(Boolean),
			);
			const fill = (options) => {
				select.replaceChildren();
				if (!many) select.append(node("option", { value: "" }, place || "Choose …"));
				for (const [value, label] of options) {
					select.append(node("option", { value, selected: chosen.has(value) }, label));
				}
			};
			if (element.type.includes("users")) fill(context.people);
			else if (element.type.includes("channels") || element.type.includes("conversations"))
				fill(context.channels);
			else fill(optionList(element).map((option) => [option.value, plainText(option.text)]));
			if (!element.type.includes("external")) return select;
			const query = node("input", { type: "search", placeholder: "Type to search", "aria-label": "Search" });
			query.addEventListener("input", async () => {
				const options = await context.suggest(block, element, query.value);
				fill(options.map((option) => [option.value, plainText(option.text)]));
			});
			query.addEventListener("change", (event) => event.stopPropagation());
			const both = node(
				"span",
				{ "data-action": element.action_id, "data-block": block.block_id },
				query,
				select,
			);
			return both;
		}
	}
}

function readField(field, element) {
	if (element.type === "checkboxes") {
		return [...field.querySelectorAll("input:checked")].map((box) => box.value);
	}
	if (element.type === "radio_buttons") return field.querySelector("input:checked")?.value ?? null;
	const select = field instanceof HTMLSelectElement ? field : field.querySelector("select");
	if (select?.multiple) return [...select.selectedOptions].map((option) => option.value);
	const { value } = select ?? field;
	return value === "" ? null : value;
}

function inputNode(block, context) {
	const { element } = block;
	const held = context.values?.[block.block_id]?.[element.action_id];
	const field = fieldNode(block, element, context, held);
	context.fields?.push({ block, element, read: () => readField(field, element) });
	const wrong = context.errors?.[block.block_id];
	const group = element.type === "checkboxes" || element.type === "radio_buttons";
	const label = [
		plainText(block.label),
		block.optional ? node("span", { class: "quiet" }, " (optional)") : null,
	];
	const after = [
		block.hint ? node("p", { class: "quiet" }, plainText(block.hint)) : null,
		wrong ? node("p", { class: "wrong", role: "alert" }, wrong) : null,
	];
	return group
		? node(
				"div",
				{ class: "block input" },
				node("fieldset", {}, node("legend", {}, ...label.filter(Boolean)), field),
				...after,
			)
		: node(
				"div",
				{ class: "block input" },
				node("label", { for: field.id }, ...label.filter(Boolean)),
				field,
				...after,
			);
}
