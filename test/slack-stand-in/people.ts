import { randomBytes, randomUUID } from "node:crypto";
import { ApiError } from "./api-error.ts";
import type { AppCredentials } from "./app-credentials.ts";
import type { AppLink } from "./app-link.ts";
import { messageFields } from "./methods/chat.ts";
import { addView, checkedView, fillView, viewFields } from "./methods/views.ts";
import type { ResponseUrls } from "./response-urls.ts";
import {
	type Acked,
	type Channel,
	type Fields,
	isFields,
	type Message,
	text,
	type User,
	type View,
} from "./shapes.ts";
import type { Triggers } from "./triggers.ts";
import { type Entered, initialValues, objections, valueFields } from "./view-values.ts";
import { elementsOf, shown, type Workspaces } from "./world.ts";

/** Where an element stands: in a message, or in a modal or home. */
export type Place = { channel: string; ts: string; version?: number } | { viewId: string };

export type Use = Place & {
	/** A person's id, or name where only one workspace has it. */
	user: string;
	actionId: string | RegExp;
	blockId?: string;
	/** Needed where several buttons share an action id. */
	value?: string;
};

/** What people do in Slack. Every act sends what Slack would send, and does with the answer what Slack would do. */
export class People {
	readonly #spaces: Workspaces;
	readonly #app: AppCredentials;
	readonly #link: AppLink;
	readonly #triggers: Triggers;
	readonly #responseUrls: ResponseUrls;
	/** Options that an external data source gave, by element. */
	readonly #offered = new Map<string, Fields[]>();

	constructor(
		spaces: Workspaces,
		app: AppCredentials,
		link: AppLink,
		triggers: Triggers,
		responseUrls: ResponseUrls,
	) {
		this.#spaces = spaces;
		this.#app = app;
		this.#link = link;
		this.#triggers = triggers;
		this.#responseUrls = responseUrls;
	}

	/** A person by id or name. Deactivated ones too: a press may be under way while an account is closed. */
	user(idOrName: string, teamId?: string): User {
		const found = this.#spaces.world.users.filter(
			(user) => (user.id === idOrName || user.name === idOrName) && (!teamId || user.teamId === teamId),
		);
		const [user, other] = found;
		if (!user) throw new Error(`no user ${idOrName} in the stand-in`);
		if (other) throw new Error(`several workspaces have a user ${idOrName}: give the id`);
		return user;
	}

	/** Presses a button of a message, modal or home. `version`: as the message looked then (0 = as posted). */
	async pressButton(use: Use): Promise<Acked> {
		const { block, element } = this.#find(use, ["button"]);
		const { value, url, style } = element;
		return await this.#act(use, {
			type: "button",
			action_id: element.action_id,
			block_id: block.block_id,
			text: element.text,
			...(value === undefined ? {} : { value }),
			...(url === undefined ? {} : { url }),
			...(style === undefined ? {} : { style }),
			...(element.confirm === undefined ? {} : { confirm: element.confirm }),
			action_ts: this.#spaces.newTs(),
		});
	}

	/** Uses a choice, date or overflow menu that stands in a message or home, or dispatches its action in a modal. */
	async choose(use: Use & { entered: Entered }): Promise<Acked> {
		const { block, element } = this.#find(use, null);
		const offered = this.#offered.get(this.#key(use, element)) ?? [];
		const held = valueFields(element, use.entered, offered);
		if ("viewId" in use) {
			const view = this.#openView(use.viewId);
			const blockId = text(block.block_id);
			view.values[blockId] = { ...view.values[blockId], [text(element.action_id)]: held };
			this.#spaces.changed();
			if (block.type === "input" && block.dispatch_action !== true) {
				throw new Error(`${text(element.action_id)} is an input: its value goes with the submission`);
			}
		}
		return await this.#act(use, {
			...held,
			action_id: element.action_id,
			block_id: block.block_id,
			action_ts: this.#spaces.newTs(),
		});
	}

	/** Asks the app for the options of an external select. */
	async suggest(use: Use & { query: string }): Promise<Fields[]> {
		const { block, element } = this.#find(use, ["external_select", "multi_external_select"]);
		const user = this.user(use.user);
		const acked = await this.#link.deliver("options", {
			type: "block_suggestion",
			...this.#common(user, this.#installedTeam(use)),
			...this.#placeFields(use, user, false),
			action_id: element.action_id,
			block_id: block.block_id,
			value: use.query,
		});
		const answer = isFields(acked.payload) ? acked.payload : {};
		const groups = Array.isArray(answer.option_groups) ? answer.option_groups.filter(isFields) : [];
		const own = Array.isArray(answer.options) ? answer.options : [];
		const options = [
			...own,
			...groups.flatMap((group) => (Array.isArray(group.options) ? group.options : [])),
		].filter(isFields);
		this.#offered.set(this.#key(use, element), options);
		return options;
	}

	/**
	 * Submits a modal with what was entered: by action id, or by block id and action id where an action id repeats.
	 * `objections` (block_id → sentence): what the modal itself refused; then nothing was sent.
	 */
	async submitView(input: {
		user: string;
		viewId: string;
		values?: Record<string, Entered | Record<string, Entered>>;
	}): Promise<Acked | { ok: false; objections: Record<string, string> }> {
		const view = this.#openView(input.viewId);
		const user = this.user(input.user);
		if (view.userId !== user.id) throw new Error(`${input.viewId} is not open for ${user.name}`);
		if (view.id !== this.#spaces.modals(user.id).at(-1)?.id)
			throw new Error(`${view.id} is covered by another modal`);
		if (!view.submit) throw new Error(`${view.id} has no button to submit`);
		this.#enter(view, input.values ?? {});
		const refused = objections(view.blocks, view.values);
		if (Object.keys(refused).length > 0) return { ok: false, objections: refused };
		view.errors = {};
		view.trouble = null;
		const acked = await this.#link.deliver("interactive", {
			type: "view_submission",
			...this.#common(user, view.installedTeamId, user.homeTeamId),
			trigger_id: this.#trigger(user, view.installedTeamId, view.id),
			view: viewFields(this.#spaces, this.#app.id, view),
			response_urls: [],
		});
		if (!acked.ok) {
			view.trouble = "We had some trouble connecting. Try again?";
			this.#spaces.changed();
			return acked;
		}
		this.#obey(view, acked.payload);
		return acked;
	}

	/** Closes a modal; `all`: the whole stack. */
	async closeView(input: { user: string; viewId: string; all?: boolean }): Promise<Acked | null> {
		const view = this.#openView(input.viewId);
		const user = this.user(input.user);
		if (view.userId !== user.id) throw new Error(`${input.viewId} is not open for ${user.name}`);
		const clears = input.all === true || view.clearOnClose;
		for (const one of clears ? this.#spaces.modals(user.id) : [view]) one.open = false;
		this.#spaces.changed();
		if (!view.notifyOnClose) return null;
		return await this.#link.deliver("interactive", {
			type: "view_closed",
			...this.#common(user, view.installedTeamId, user.homeTeamId),
			view: viewFields(this.#spaces, this.#app.id, view),
			is_cleared: clears,
		});
	}

	/** Types `/command text` in a channel (left out: the direct message with the bot). */
	async runCommand(input: {
		user: string;
		command: string;
		text?: string;
		channel?: string;
	}): Promise<Acked> {
		const user = this.user(input.user);
		const channel = this.#where(user, input.channel);
		const team = this.#team(channel.teamId);
		const command = input.command.startsWith("/") ? input.command : `/${input.command}`;
		const acked = await this.#link.deliver("slash_commands", {
			token: this.#app.verificationToken,
			team_id: team.id,
			team_domain: team.domain,
			...(team.enterprise
				? { enterprise_id: team.enterprise.id, enterprise_name: team.enterprise.name }
				: {}),
			channel_id: channel.id,
			channel_name: channel.name,
			user_id: user.id,
			user_name: user.name,
			command,
			text: input.text ?? "",
			api_app_id: this.#app.id,
			is_enterprise_install: "false",
			response_url: this.#responseUrls.issue({
				teamId: team.id,
				channel: channel.id,
				userId: user.id,
				messageTs: null,
				threadTs: null,
				answerTo: command,
			}),
			trigger_id: this.#trigger(user, team.id, null),
		});
		if (!acked.ok) {
			const code = acked.failure === "timeout" ? "operation_timeout" : "dispatch_failed";
			this.#slackbot(user, channel, `${command} failed with the error "${code}"`, command);
		} else this.#answerCommand(user, channel, command, acked.payload);
		return acked;
	}

	/** Uses «…» → the app's shortcut on a message. */
	async messageShortcut(input: {
		user: string;
		callbackId: string;
		channel: string;
		ts: string;
	}): Promise<Acked> {
		const user = this.user(input.user);
		const channel = this.#where(user, input.channel);
		const message = this.#spaces.message(channel.id, input.ts);
		if (!message) throw new Error(`no message ${input.ts} in ${channel.id}`);
		return await this.#link.deliver("interactive", {
			type: "message_action",
			...this.#common(user, channel.teamId),
			action_ts: this.#spaces.newTs(),
			callback_id: input.callbackId,
			trigger_id: this.#trigger(user, channel.teamId, null),
			response_url: this.#responseUrls.issue({
				teamId: channel.teamId,
				channel: channel.id,
				userId: user.id,
				messageTs: message.ts,
				threadTs: message.threadTs,
				answerTo: input.callbackId,
			}),
			message_ts: message.ts,
			channel: { id: channel.id, name: channel.name },
			message: messageFields(this.#spaces, this.#app.id, message),
		});
	}

	/** Uses the app's shortcut from the search bar. */
	async globalShortcut(input: { user: string; callbackId: string }): Promise<Acked> {
		const user = this.user(input.user);
		return await this.#link.deliver("interactive", {
			type: "shortcut",
			...this.#common(user, user.teamId),
			action_ts: this.#spaces.newTs(),
			callback_id: input.callbackId,
			trigger_id: this.#trigger(user, user.teamId, null),
		});
	}

	/** Opens the app's Home (or its Messages tab). */
	async openAppHome(input: { user: string; tab?: "home" | "messages" }): Promise<Acked> {
		const user = this.user(input.user);
		const home = this.#spaces.home(user.id);
		const tab = input.tab ?? "home";
		return await this.#event(user.teamId, {
			type: "app_home_opened",
			user: user.id,
			channel: this.#spaces.direct(user.teamId, user.id).id,
			event_ts: this.#spaces.newTs(),
			tab,
			...(home && tab === "home" ? { view: viewFields(this.#spaces, this.#app.id, home) } : {}),
		});
	}

	/** Writes a message. The app hears of it where its bot is a member; `acked` is null where it is not. */
	async sendMessage(input: {
		user: string;
		channel?: string;
		text: string;
		threadTs?: string;
	}): Promise<{ message: Message; acked: Acked | null }> {
		const user = this.user(input.user);
		const channel = this.#where(user, input.channel);
		// What people type arrives escaped; a mention of a person by id is the exception that a client makes.
		const typed = input.text
			.replaceAll("&", "&amp;")
			.replaceAll("<", "&lt;")
			.replaceAll(">", "&gt;")
			.replaceAll(/&lt;@([UW][A-Z0-9]+)&gt;/g, "<@$1>");
		const message = this.#spaces.post({
			teamId: channel.teamId,
			channel: channel.id,
			threadTs: input.threadTs ?? null,
			userId: user.id,
			botId: null,
			ephemeralTo: null,
			answerTo: null,
			by: "person",
			text: typed,
			blocks: null,
			metadata: null,
		});
		const bot = this.#team(channel.teamId).bot;
		if (!bot || !channel.members.includes(bot.userId)) return { message, acked: null };
		const kinds = { public: "channel", private: "group", im: "im", mpim: "mpim" };
		const event = {
			client_msg_id: randomUUID(),
			user: user.id,
			text: typed,
			ts: message.ts,
			...(input.threadTs ? { thread_ts: input.threadTs } : {}),
			team: user.homeTeamId,
			channel: channel.id,
			event_ts: message.ts,
		};
		const acked = await this.#event(
			channel.teamId,
			{ type: "message", ...event, channel_type: kinds[channel.kind] },
			channel.shared,
		);
		if (channel.kind !== "im" && typed.includes(`<@${bot.userId}>`)) {
			await this.#event(channel.teamId, { type: "app_mention", ...event }, channel.shared);
		}
		return { message, acked };
	}

	/** Tells the app that it was removed from a workspace, and revokes its tokens there. */
	async uninstall(teamId: string): Promise<Acked> {
		for (const token of this.#spaces.world.tokens) if (token.teamId === teamId) token.revoked = true;
		this.#spaces.changed();
		return await this.#event(teamId, { type: "app_uninstalled" });
	}

	/** Sends any event to the app, in Slack's envelope. */
	async event(teamId: string, event: Fields): Promise<Acked> {
		return await this.#event(teamId, event);
	}

	#event(teamId: string, event: Fields, shared = false): Promise<Acked> {
		const team = this.#team(teamId);
		const eventId = `Ev0${randomBytes(5).toString("hex").toUpperCase()}`;
		return this.#link.deliver("events_api", {
			token: this.#app.verificationToken,
			team_id: team.id,
			...(team.enterprise ? { enterprise_id: team.enterprise.id } : {}),
			context_team_id: team.id,
			context_enterprise_id: team.enterprise?.id ?? null,
			api_app_id: this.#app.id,
			event,
			type: "event_callback",
			event_id: eventId,
			event_time: Math.trunc(this.#spaces.now() / 1000),
			authorizations: [
				{
					enterprise_id: team.enterprise?.id ?? null,
					team_id: team.id,
					user_id: team.bot?.userId,
					is_bot: true,
					is_enterprise_install: false,
				},
			],
			is_ext_shared_channel: shared,
		});
	}

	#team(id: string) {
		const team = this.#spaces.team(id);
		if (!team) throw new Error(`no workspace ${id}`);
		return team;
	}

	#openView(id: string): View {
		const view = this.#spaces.view(id);
		if (!view?.open) throw new Error(`no view ${id} is open`);
		return view;
	}

	/** The channel that a person acts in; theirs with the bot if none is named. */
	#where(user: User, channel: string | undefined): Channel {
		if (channel === undefined) return this.#spaces.direct(user.teamId, user.id);
		const found =
			this.#spaces.channel(channel) ??
			this.#spaces.world.channels.find(
				(one) => one.teamId === user.teamId && one.name === channel.replace(/^#/, ""),
			);
		if (!found) throw new Error(`no channel ${channel}`);
		const open = found.kind === "public" && (user.kind === "member" || user.kind === "admin");
		if (!found.members.includes(user.id) && !open) throw new Error(`${user.name} does not see ${channel}`);
		return found;
	}

	#messageOf(place: { channel: string; ts: string }, user: User): Message {
		const channel = this.#where(user, place.channel);
		const message = this.#spaces.message(channel.id, place.ts, true);
		if (!message) throw new Error(`no message ${place.ts} in ${place.channel}`);
		if (message.ephemeralTo !== null && message.ephemeralTo !== user.id) {
			throw new Error(`${user.name} does not see ${place.ts}`);
		}
		return message;
	}

	#blocksOf(use: Use): Fields[] {
		if ("viewId" in use) return this.#openView(use.viewId).blocks;
		const message = this.#messageOf(use, this.user(use.user));
		const version = use.version === undefined ? shown(message) : message.versions[use.version];
		if (!version) throw new Error(`message ${use.ts} has no version ${use.version}`);
		return version.blocks ?? [];
	}

	#find(use: Use, types: string[] | null): { block: Fields; element: Fields } {
		const blocks = this.#blocksOf(use);
		const wanted = use.actionId;
		const found = elementsOf(blocks).filter(({ block, element }) => {
			const id = text(element.action_id);
			return (
				(typeof wanted === "string" ? id === wanted : wanted.test(id)) &&
				(types === null || types.includes(text(element.type))) &&
				(use.blockId === undefined || block.block_id === use.blockId) &&
				(use.value === undefined || element.value === use.value)
			);
		});
		const [one, other] = found;
		if (!one) {
			const there = elementsOf(blocks).map(({ element }) => text(element.action_id));
			throw new Error(
				`no ${types?.[0] ?? "element"} ${wanted} here; there is: ${there.join(", ") || "none"}`,
			);
		}
		if (other) throw new Error(`several elements match ${wanted}: give blockId or value`);
		return one;
	}

	#key(use: Use, element: Fields): string {
		const place = "viewId" in use ? use.viewId : `${use.channel} ${use.ts}`;
		return `${place} ${text(element.action_id)}`;
	}

	/** The workspace whose app is spoken to. */
	#installedTeam(use: Use): string {
		if ("viewId" in use) return this.#openView(use.viewId).installedTeamId;
		return this.#messageOf(use, this.user(use.user)).teamId;
	}

	#common(user: User, teamId: string, shownTeamId = teamId): Fields {
		const team = this.#spaces.team(shownTeamId);
		const enterprise = this.#spaces.team(teamId)?.enterprise ?? null;
		return {
			user: { id: user.id, username: user.name, name: user.name, team_id: user.homeTeamId },
			api_app_id: this.#app.id,
			token: this.#app.verificationToken,
			team: {
				id: shownTeamId,
				domain: team?.domain ?? "elsewhere",
				...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
			},
			enterprise,
			is_enterprise_install: false,
		};
	}

	#placeFields(use: Use, user: User, withUrl: boolean): Fields {
		if ("viewId" in use) {
			const view = this.#openView(use.viewId);
			return {
				container: { type: "view", view_id: view.id },
				view: viewFields(this.#spaces, this.#app.id, view),
			};
		}
		const message = this.#messageOf(use, user);
		const channel = this.#where(user, use.channel);
		const seen = use.version === undefined ? shown(message) : message.versions[use.version];
		const fields = messageFields(this.#spaces, this.#app.id, message);
		return {
			container: {
				type: "message",
				message_ts: message.ts,
				channel_id: channel.id,
				is_ephemeral: message.ephemeralTo !== null,
				...(message.threadTs ? { thread_ts: message.threadTs } : {}),
			},
			channel: { id: channel.id, name: channel.name },
			...(message.ephemeralTo === null
				? { message: { ...fields, text: seen?.text, blocks: seen?.blocks ?? [] } }
				: {}),
			...(withUrl
				? {
						state: { values: initialValues(seen?.blocks ?? []) },
						response_url: this.#responseUrls.issue({
							teamId: channel.teamId,
							channel: channel.id,
							userId: user.id,
							messageTs: message.ts,
							threadTs: message.threadTs,
							answerTo: String(use.actionId),
						}),
					}
				: {}),
		};
	}

	async #act(use: Use, action: Fields): Promise<Acked> {
		const user = this.user(use.user);
		if ("viewId" in use && this.#openView(use.viewId).userId !== user.id) {
			throw new Error(`${use.viewId} is not open for ${user.name}`);
		}
		const teamId = this.#installedTeam(use);
		return await this.#link.deliver("interactive", {
			type: "block_actions",
			...this.#common(user, teamId),
			...this.#placeFields(use, user, true),
			trigger_id: this.#trigger(user, teamId, "viewId" in use ? use.viewId : null),
			actions: [action],
		});
	}

	#trigger(user: User, teamId: string, viewId: string | null): string {
		return this.#triggers.issue({ teamId, userId: user.id, viewId });
	}

	#enter(view: View, values: Record<string, Entered | Record<string, Entered>>): void {
		const elements = elementsOf(view.blocks);
		for (const [name, entered] of Object.entries(values)) {
			const nested = typeof entered === "object" && entered !== null && !Array.isArray(entered);
			for (const [actionId, value] of nested ? Object.entries(entered) : [[name, entered] as const]) {
				const matching = elements.filter(
					({ block, element }) => element.action_id === actionId && (!nested || block.block_id === name),
				);
				const [one, other] = matching;
				if (!one || other) {
					const there = elements.map(({ block, element }) => `${block.block_id}/${element.action_id}`);
					throw new Error(
						`${one ? "several inputs" : "no input"} ${actionId}; there is: ${there.join(", ")}`,
					);
				}
				const blockId = text(one.block.block_id);
				const offered = this.#offered.get(`${view.id} ${actionId}`) ?? [];
				view.values[blockId] = {
					...view.values[blockId],
					[actionId]: valueFields(one.element, value, offered),
				};
			}
		}
		this.#spaces.changed();
	}

	/** Does with a modal what the answer to its submission says. */
	#obey(view: View, payload: Acked["payload"]): void {
		const answer = isFields(payload) ? payload : {};
		try {
			switch (answer.response_action) {
				case undefined:
					view.open = false;
					break;
				case "clear":
					for (const one of this.#spaces.modals(view.userId)) one.open = false;
					break;
				case "errors": {
					const errors = isFields(answer.errors) ? answer.errors : {};
					const inputs = new Set(
						view.blocks.filter((block) => block.type === "input").map((block) => block.block_id),
					);
					for (const blockId of Object.keys(errors)) {
						if (!inputs.has(blockId)) throw new ApiError("invalid_arguments", [`no input block ${blockId}`]);
					}
					view.errors = Object.fromEntries(Object.entries(errors).map(([id, said]) => [id, String(said)]));
					break;
				}
				case "update":
					fillView(this.#spaces, view, checkedView(this.#spaces, answer.view, "modal", view));
					break;
				case "push":
					if (this.#spaces.modals(view.userId).length >= 3) throw new ApiError("push_limit_reached");
					addView(
						this.#spaces,
						{
							type: "modal",
							teamId: view.teamId,
							installedTeamId: view.installedTeamId,
							userId: view.userId,
							below: view,
						},
						checkedView(this.#spaces, answer.view, "modal"),
					);
					break;
				default:
					throw new ApiError("invalid_arguments", [`response_action ${String(answer.response_action)}`]);
			}
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			view.trouble = `We had some trouble connecting. Try again? (${error.code}: ${error.details.join("; ")})`;
		}
		this.#spaces.changed();
	}

	#answerCommand(user: User, channel: Channel, command: string, payload: Acked["payload"]): void {
		const answer: Fields = typeof payload === "string" ? { text: payload } : (payload ?? {});
		const said = text(answer.text);
		const blocks = Array.isArray(answer.blocks) ? answer.blocks.filter(isFields) : null;
		if (said === "" && !blocks?.length) return;
		const bot = this.#team(channel.teamId).bot;
		if (!bot) return;
		this.#spaces.post({
			teamId: channel.teamId,
			channel: channel.id,
			threadTs: null,
			userId: bot.userId,
			botId: bot.botId,
			ephemeralTo: answer.response_type === "in_channel" ? null : user.id,
			answerTo: command,
			by: "ack",
			text: said,
			blocks,
			metadata: null,
		});
	}

	#slackbot(user: User, channel: Channel, said: string, answerTo: string): void {
		this.#spaces.post({
			teamId: channel.teamId,
			channel: channel.id,
			threadTs: null,
			userId: "USLACKBOT",
			botId: null,
			ephemeralTo: user.id,
			answerTo,
			by: "slack",
			text: said,
			blocks: null,
			metadata: null,
		});
	}
}
