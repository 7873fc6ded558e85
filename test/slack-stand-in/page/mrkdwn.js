/** Slack's text markup as DOM nodes. Nothing is ever parsed as HTML: text goes in as text. */

/** Makes an element. `children`: nodes or strings. */
export function node(tag, options = {}, ...children) {
	const made = document.createElement(tag);
	const { on = {}, ...attributes } = options;
	for (const [name, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false) continue;
		if (name === "class") made.className = value;
		else made.setAttribute(name, value === true ? "" : String(value));
	}
	for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
	made.append(...children.filter((child) => child !== null && child !== undefined));
	return made;
}

const emoji = {
	white_check_mark: "✅",
	heavy_check_mark: "✔️",
	x: "❌",
	warning: "⚠️",
	hourglass: "⌛",
	hourglass_flowing_sand: "⏳",
	bell: "🔔",
	speech_balloon: "💬",
	lock: "🔒",
	tada: "🎉",
	eyes: "👀",
	thumbsup: "👍",
	"+1": "👍",
	wave: "👋",
	no_entry: "⛔",
	question: "❓",
	clock1: "🕐",
	link: "🔗",
	leftwards_arrow_with_hook: "↩️",
	arrow_right: "➡️",
	memo: "📝",
	inbox_tray: "📥",
};

export function unescaped(text) {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function withEmoji(text) {
	return text.replaceAll(/:([a-z0-9_+-]+):/g, (all, name) => emoji[name] ?? all);
}

function safeLink(url, label) {
	const plain = unescaped(url);
	if (!/^(https?:|mailto:)/i.test(plain)) return document.createTextNode(`<${unescaped(label ?? url)}>`);
	return node(
		"a",
		{ href: plain, target: "_blank", rel: "noopener noreferrer" },
		withEmoji(unescaped(label ?? url)),
	);
}

const dateWords = {
	date: { dateStyle: "long" },
	date_num: { dateStyle: "short" },
	date_short: { dateStyle: "medium" },
	date_long: { dateStyle: "full" },
	date_pretty: { dateStyle: "long" },
	date_short_pretty: { dateStyle: "medium" },
	date_long_pretty: { dateStyle: "full" },
	time: { timeStyle: "short" },
	time_secs: { timeStyle: "medium" },
};

/** `<!date^1700000000^{date_short} at {time}^fallback>` in the reader's zone. */
function dateNode(inside, fallback, context) {
	const [, seconds, format = ""] = inside.split("^");
	const at = new Date(Number(seconds) * 1000);
	if (Number.isNaN(at.getTime())) return document.createTextNode(unescaped(fallback ?? ""));
	const shown = format.replaceAll(/\{(\w+)\}/g, (all, name) =>
		dateWords[name]
			? new Intl.DateTimeFormat("en-GB", { ...dateWords[name], timeZone: context.timeZone }).format(at)
			: all,
	);
	return node("span", { title: at.toISOString() }, unescaped(shown));
}

function angled(inside, context) {
	if (inside.startsWith("!date^")) {
		const [before, fallback] = inside.split("|");
		return dateNode(before, fallback, context);
	}
	const bar = inside.indexOf("|");
	const target = bar < 0 ? inside : inside.slice(0, bar);
	const label = bar < 0 ? null : inside.slice(bar + 1);
	if (target.startsWith("@"))
		return node("span", { class: "mention" }, `@${context.nameOf(target.slice(1))}`);
	if (target.startsWith("#"))
		return node("span", { class: "mention" }, `#${context.channelOf(target.slice(1))}`);
	if (target.startsWith("!")) return node("span", { class: "mention" }, `@${label ?? target.slice(1)}`);
	return safeLink(target, label);
}

const inline =
	/<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])|(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])|(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/g;

function inlineNodes(text, context) {
	const nodes = [];
	let from = 0;
	for (const match of text.matchAll(inline)) {
		nodes.push(withEmoji(unescaped(text.slice(from, match.index))));
		const [all, angle, code, bold, italic, struck] = match;
		if (angle !== undefined) nodes.push(angled(angle, context));
		else if (code !== undefined) nodes.push(node("code", {}, unescaped(code)));
		else if (bold !== undefined) nodes.push(node("strong", {}, ...inlineNodes(bold, context)));
		else if (italic !== undefined) nodes.push(node("em", {}, ...inlineNodes(italic, context)));
		else if (struck !== undefined) nodes.push(node("s", {}, ...inlineNodes(struck, context)));
		from = match.index + all.length;
	}
	nodes.push(withEmoji(unescaped(text.slice(from))));
	return nodes;
}

/** mrkdwn as nodes: preformatted parts, quotes, and what stands within a line. */
export function mrkdwn(text, context) {
	const said = node("div", { class: "said" });
	for (const [at, part] of text.split("```").entries()) {
		if (at % 2 === 1) {
			said.append(node("pre", {}, unescaped(part.replace(/^\n/, ""))));
			continue;
		}
		let plain = [];
		let quoted = [];
		const flush = () => {
			if (quoted.length > 0) said.append(node("blockquote", {}, ...inlineNodes(quoted.join("\n"), context)));
			if (plain.length > 0) said.append(...inlineNodes(plain.join("\n"), context));
			plain = [];
			quoted = [];
		};
		for (const line of part.split("\n")) {
			const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
			if (quote ? plain.length > 0 : quoted.length > 0) flush();
			if (quote) quoted.push(quote[1]);
			else plain.push(line);
		}
		flush();
	}
	return said;
}

/** A text object: mrkdwn, or plain text in which only emoji names mean anything. */
export function textNode(object, context) {
	if (!object) return null;
	if (object.type === "mrkdwn") return mrkdwn(object.text, context);
	return node("div", { class: "said" }, object.emoji === false ? object.text : withEmoji(object.text));
}

/** The text of a plain text object. */
export function plainText(object) {
	return object ? withEmoji(object.text ?? "") : "";
}
