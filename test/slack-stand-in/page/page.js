import { blockNodes } from "./blocks.js";
import { mrkdwn, node, plainText } from "./mrkdwn.js";

const side = document.getElementById("side");
const main = document.getElementById("main");
const threadPane = document.getElementById("thread");
const modal = document.getElementById("modal");
const confirmation = document.getElementById("confirm");
const said = document.getElementById("said");

let state = null;
/** Who I am, which channel (or `home`) I look at, and which thread. Kept in the address. */
const place = { as: null, at: null, thread: null };
let modalShown = null;

function readPlace() {
	const from = new URLSearchParams(location.hash.slice(1));
	for (const name of Object.keys(place)) place[name] = from.get(name);
}

function go(changes) {
	Object.assign(place, changes);
	const to = new URLSearchParams();
	for (const [name, value] of Object.entries(place)) if (value) to.set(name, value);
	location.hash = to.toString();
}

function tell(text) {
	said.textContent = text;
	clearTimeout(tell.timer);
	tell.timer = setTimeout(() => said.replaceChildren(), 6000);
}

/** Acts as the chosen person; says what went wrong, as Slack would. */
async function act(what) {
	const answer = await fetch("/page/act", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ user: place.as, ...what }),
	});
	const done = await answer.json();
	if (!done.ok && done.failure) tell(wordsFor(done.failure));
	await refresh();
	return done;
}

function wordsFor(failure) {
	if (failure === "no_connection") return "The app is not connected.";
	if (failure === "timeout") return "The app did not answer within 3 seconds.";
	return `That did not work: ${failure}`;
}

const userOf = (id) => state.users.find((user) => user.id === id);
const nameOf = (id) => (id === "USLACKBOT" ? "Slackbot" : (userOf(id)?.realName ?? id));
const teamOfMe = () => state.teams.find((team) => team.id === userOf(place.as)?.teamId);
const channelOf = (id) => state.channels.find((channel) => channel.id === id);

function titleOf(channel) {
	if (channel.kind !== "im") return `${channel.kind === "private" ? "🔒" : "#"} ${channel.name}`;
	return nameOf(channel.members.find((id) => id !== place.as) ?? "");
}

function contextFor(more) {
	const mine = teamOfMe()?.id;
	return {
		nameOf,
		channelOf: (id) => channelOf(id)?.name ?? id,
		timeZone: userOf(place.as)?.timeZone ?? "UTC",
		people: state.users
			.filter((user) => user.teamId === mine && user.kind !== "bot" && !user.deactivated)
			.map((user) => [user.id, user.realName]),
		channels: state.channels.map((channel) => [channel.id, titleOf(channel)]),
		confirm: ask,
		...more,
	};
}

/** Slack's confirmation dialog; true if confirmed. */
function ask(confirm) {
	return new Promise((resolve) => {
		const close = (answer) => {
			confirmation.close();
			resolve(answer);
		};
		confirmation.replaceChildren(
			node("header", {}, node("h2", {}, plainText(confirm.title))),
			node("div", { class: "body" }, mrkdwn(confirm.text.text, contextFor({}))),
			node(
				"footer",
				{},
				node("button", { class: "button", on: { click: () => close(false) } }, plainText(confirm.deny)),
				node(
					"button",
					{ class: `button ${confirm.style ?? "primary"}`, on: { click: () => close(true) } },
					plainText(confirm.confirm),
				),
			),
		);
		confirmation.oncancel = () => resolve(false);
		confirmation.showModal();
	});
}

function drawSide() {
	const mine = teamOfMe();
	const link = (at, label, count) =>
		node(
			"button",
			{
				type: "button",
				"aria-current": place.at === at ? "page" : undefined,
				on: {
					click: () => {
						go({ at, thread: null });
						if (at === "home") act({ act: "home" });
					},
				},
			},
			node("span", {}, label),
			count ? node("span", {}, String(count)) : null,
		);
	const chooser = node(
		"select",
		{
			id: "who",
			on: { change: (event) => go({ as: event.target.value, at: null, thread: null }) },
		},
		...state.teams.map((team) =>
			node(
				"optgroup",
				{ label: team.name },
				...state.users
					.filter((user) => user.teamId === team.id && user.kind !== "bot" && !user.deactivated)
					.map((user) =>
						node(
							"option",
							{ value: user.id, selected: user.id === place.as },
							user.kind === "member" ? user.realName : `${user.realName} (${user.kind.replaceAll("_", " ")})`,
						),
					),
			),
		),
	);
	const count = (channel) => channel.messages.filter((message) => !message.threadTs).length;
	const rooms = state.channels.filter((channel) => channel.kind !== "im");
	const direct = state.channels.filter((channel) => channel.kind === "im");
	side.replaceChildren(
		node("h1", {}, `${mine?.name ?? "Slack"} (stand-in)`),
		node("label", { for: "who" }, "Who I am"),
		chooser,
		node("h2", {}, "App"),
		link("home", `${state.app.name}: Home`),
		...state.shortcuts
			.filter((shortcut) => shortcut.type === "global")
			.map((shortcut) =>
				node(
					"button",
					{
						type: "button",
						on: { click: () => act({ act: "global-shortcut", callbackId: shortcut.callbackId }) },
					},
					`⚡ ${shortcut.name}`,
				),
			),
		node("h2", {}, "Direct messages"),
		...direct.map((channel) => link(channel.id, titleOf(channel), count(channel))),
		node("h2", {}, "Channels"),
		...rooms.map((channel) => link(channel.id, titleOf(channel), count(channel))),
		node(
			"p",
			{ class: "note" },
			"This is not Slack. It stands in for it on this machine, for tests and the demo.",
		),
	);
}

function timeNode(ts) {
	const at = new Date(Number(ts) * 1000);
	const timeZone = userOf(place.as)?.timeZone ?? "UTC";
	return node(
		"time",
		{ datetime: at.toISOString(), title: at.toISOString() },
		new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone }).format(at),
	);
}

function messageNode(channel, message, replies) {
	const where = { channel: channel.id, ts: message.ts };
	const context = contextFor({
		act: (block, element, entered) =>
			act({
				act: element.type === "button" ? "press" : "choose",
				...where,
				actionId: element.action_id,
				blockId: block.block_id,
				entered,
			}),
		suggest: async (block, element, query) =>
			(await act({ act: "suggest", ...where, actionId: element.action_id, blockId: block.block_id, query }))
				.options ?? [],
	});
	const name = nameOf(message.userId);
	return node(
		"article",
		{ class: `message${message.ephemeral ? " only-you" : ""}`, "data-ts": message.ts },
		node("div", { class: `face${message.fromApp ? " app" : ""}`, "aria-hidden": "true" }, name.slice(0, 1)),
		node(
			"div",
			{},
			node(
				"div",
				{},
				node("span", { class: "who" }, name),
				message.fromApp ? node("span", { class: "tag" }, "APP") : null,
				timeNode(message.ts),
				message.edited
					? node(
							"span",
							{ class: "quiet", title: message.versions.map((one) => `${one.by}: ${one.text}`).join("\n") },
							" (edited)",
						)
					: null,
			),
			message.ephemeral ? node("div", { class: "quiet" }, "Only visible to you") : null,
			...(message.blocks ? blockNodes(message.blocks, context) : [mrkdwn(message.text, context)]),
			node(
				"div",
				{ class: "tools" },
				replies > 0
					? node(
							"button",
							{ type: "button", class: "button small", on: { click: () => go({ thread: message.ts }) } },
							replies === 1 ? "1 reply" : `${replies} replies`,
						)
					: null,
				message.ephemeral || replies === null
					? null
					: node(
							"button",
							{
								type: "button",
								class: "button small",
								"aria-label": `Reply to ${name} in a thread`,
								on: { click: () => go({ thread: message.ts }) },
							},
							"Reply",
						),
				...(message.ephemeral ? [] : state.shortcuts.filter((shortcut) => shortcut.type === "message")).map(
					(shortcut) =>
						node(
							"button",
							{
								type: "button",
								class: "button small",
								on: {
									click: () => act({ act: "message-shortcut", ...where, callbackId: shortcut.callbackId }),
								},
							},
							`⚡ ${shortcut.name}`,
						),
				),
			),
		),
	);
}

function writeForm(channel, threadTs) {
	const field = node("input", {
		name: "text",
		autocomplete: "off",
		list: "commands",
		"aria-label": threadTs ? "Reply" : `Message to ${titleOf(channel)}`,
		placeholder: threadTs
			? "Reply …"
			: `Message, or a command such as ${state.commands[0]?.command ?? "/help"}`,
	});
	return node(
		"form",
		{
			class: "write",
			on: {
				submit: (event) => {
					event.preventDefault();
					const text = field.value.trim();
					if (text === "") return;
					field.value = "";
					const command = threadTs ? null : /^(\/\S+)\s*(.*)$/s.exec(text);
					if (command) act({ act: "command", command: command[1], text: command[2], channel: channel.id });
					else act({ act: "send", channel: channel.id, text, threadTs });
				},
			},
		},
		field,
		node(
			"datalist",
			{ id: "commands" },
			...state.commands.map((one) => node("option", { value: one.command }, one.description)),
		),
		node("button", { class: "button primary" }, "Send"),
	);
}

/** Draws anew, but keeps what is being typed, the focus and the scroll. */
function redraw(pane, parts) {
	const typed = pane.querySelector("form.write input")?.value ?? "";
	const writing = document.activeElement?.closest("form.write") && pane.contains(document.activeElement);
	const list = pane.querySelector(".list");
	const atEnd = !list || list.scrollTop + list.clientHeight >= list.scrollHeight - 40;
	const scroll = list?.scrollTop ?? 0;
	pane.replaceChildren(...parts);
	const field = pane.querySelector("form.write input");
	if (field) field.value = typed;
	if (writing) field?.focus();
	const now = pane.querySelector(".list");
	if (now) now.scrollTop = atEnd ? now.scrollHeight : scroll;
}

function drawMain() {
	if (place.at === "home") {
		const { home } = state;
		const where = { viewId: home?.id };
		const context = contextFor({
			values: home?.values,
			act: (block, element, entered) =>
				act({
					act: element.type === "button" ? "press" : "choose",
					...where,
					actionId: element.action_id,
					blockId: block.block_id,
					entered,
				}),
			suggest: async (block, element, query) =>
				(await act({ act: "suggest", ...where, actionId: element.action_id, blockId: block.block_id, query }))
					.options ?? [],
		});
		redraw(main, [
			node("header", {}, node("h2", {}, `${state.app.name}: Home`)),
			node(
				"div",
				{ class: "list" },
				node(
					"div",
					{ class: "home" },
					...(home
						? blockNodes(home.blocks, context)
						: [node("p", { class: "quiet" }, "The app has shown nothing here yet.")]),
				),
			),
		]);
		return;
	}
	const channel = channelOf(place.at);
	if (!channel) {
		redraw(main, [node("p", { class: "home quiet" }, "Choose a conversation on the left.")]);
		return;
	}
	const top = channel.messages.filter((message) => !message.threadTs || message.threadTs === message.ts);
	// An ephemeral answer in a thread is shown where the person looks.
	const loose = channel.messages.filter((message) => message.ephemeral && message.threadTs);
	redraw(main, [
		node(
			"header",
			{},
			node("h2", {}, titleOf(channel)),
			node("span", { class: "quiet" }, `${channel.members.length} members`),
		),
		node(
			"div",
			{ class: "list" },
			...[...top, ...loose]
				.toSorted((one, other) => Number(one.ts) - Number(other.ts))
				.map((message) =>
					messageNode(
						channel,
						message,
						channel.messages.filter(
							(other) => other.threadTs === message.ts && other.ts !== message.ts && !other.ephemeral,
						).length,
					),
				),
			top.length === 0 ? node("p", { class: "home quiet" }, "Nothing has been said here yet.") : null,
		),
		writeForm(channel, null),
	]);
}

function drawThread() {
	const channel = channelOf(place.at);
	const root = channel?.messages.find((message) => message.ts === place.thread);
	threadPane.hidden = !root;
	if (!root) return;
	const replies = channel.messages.filter(
		(message) => message.threadTs === root.ts && message.ts !== root.ts,
	);
	redraw(threadPane, [
		node(
			"header",
			{},
			node("h2", {}, "Thread"),
			node(
				"button",
				{ type: "button", class: "button small", on: { click: () => go({ thread: null }) } },
				"Close",
			),
		),
		node(
			"div",
			{ class: "list" },
			...[root, ...replies].map((message) => messageNode(channel, message, null)),
		),
		writeForm(channel, root.ts),
	]);
}

function drawModal() {
	const view = state.modals.at(-1);
	const key = view ? `${view.id} ${view.hash} ${JSON.stringify(view.errors)} ${view.trouble}` : null;
	if (key === modalShown) return;
	modalShown = key;
	if (!view) {
		modal.close();
		return;
	}
	const fields = [];
	const where = { viewId: view.id };
	const draw = (errors) => {
		fields.length = 0;
		const context = contextFor({
			values: view.values,
			errors,
			fields,
			act: (block, element, entered) =>
				act({
					act: element.type === "button" ? "press" : "choose",
					...where,
					actionId: element.action_id,
					blockId: block.block_id,
					entered,
				}),
			suggest: async (block, element, query) =>
				(await act({ act: "suggest", ...where, actionId: element.action_id, blockId: block.block_id, query }))
					.options ?? [],
		});
		const close = node(
			"button",
			{ type: "button", class: "button", on: { click: () => act({ act: "close", ...where }) } },
			view.close ? plainText(view.close) : "Close",
		);
		const submit = view.submit ? node("button", { class: "button primary" }, plainText(view.submit)) : null;
		modal.setAttribute("aria-label", plainText(view.title));
		modal.replaceChildren(
			node(
				"form",
				{
					novalidate: true,
					on: {
						submit: async (event) => {
							event.preventDefault();
							const values = {};
							for (const { block, element, read } of fields) {
								values[block.block_id] = { ...values[block.block_id], [element.action_id]: read() };
							}
							if (submit) submit.disabled = true;
							const done = await act({ act: "submit", ...where, values });
							if (submit) submit.disabled = false;
							if (done.objections) {
								for (const [blockId, entered] of Object.entries(values)) {
									for (const [actionId, value] of Object.entries(entered)) {
										if (typeof value === "string") {
											view.values[blockId] = {
												...view.values[blockId],
												[actionId]: { ...view.values[blockId]?.[actionId], value },
											};
										}
									}
								}
								draw(done.objections);
							}
						},
					},
				},
				node("header", {}, node("h2", {}, plainText(view.title))),
				node(
					"div",
					{ class: "body" },
					view.trouble ? node("p", { class: "wrong", role: "alert" }, view.trouble) : null,
					...blockNodes(view.blocks, context),
				),
				node("footer", {}, close, submit),
			),
		);
	};
	draw(view.errors);
	modal.oncancel = (event) => {
		event.preventDefault();
		act({ act: "close", ...where });
	};
	if (!modal.open) modal.showModal();
	modal.querySelector("input, textarea, select")?.focus();
}

async function refresh() {
	const asked = place.as;
	const answer = await fetch(`/page/state?${new URLSearchParams(asked ? { as: asked } : {})}`);
	const next = await answer.json();
	if (asked !== place.as) return;
	state = next;
	if (!state.me) {
		const first = state.users.find((user) => user.kind !== "bot" && !user.deactivated);
		if (first) go({ as: first.id });
		return;
	}
	if (!place.at) {
		const direct = state.channels.find((channel) => channel.kind === "im") ?? state.channels[0];
		if (direct) {
			go({ at: direct.id });
			return;
		}
	}
	drawSide();
	drawMain();
	drawThread();
	drawModal();
}

addEventListener("hashchange", () => {
	readPlace();
	refresh();
});
readPlace();
refresh();
new EventSource("/page/changes").addEventListener("message", refresh);
