import { randomBytes } from "node:crypto";
import {
	type Channel,
	type Fields,
	isFields,
	type Message,
	type MessageVersion,
	type Team,
	type Token,
	type User,
	type View,
	type World,
} from "./shapes.ts";

/** The scopes of a bot that posts, opens direct messages, knows its people and answers commands. */
export const botScopes = [
	"chat:write",
	"commands",
	"channels:read",
	"groups:read",
	"im:read",
	"im:write",
	"im:history",
	"users:read",
	"users:read.email",
	"team:read",
];

/** The state of the workspaces, and how it is looked up and changed. No network here. */
export class Workspaces {
	readonly world: World;
	readonly now: () => number;
	/** Called after every change. */
	changed: () => void = () => {};
	#messages = new Map<string, Message>();
	/** Replies by the message they hang on, so that a long history stays quick. */
	#replies = new Map<string, Message[]>();

	constructor(world: World, now: () => number) {
		this.world = world;
		this.now = now;
		for (const message of world.messages) this.#index(message);
	}

	#index(message: Message): void {
		this.#messages.set(`${message.channel} ${message.ts}`, message);
		if (message.threadTs === null || message.threadTs === message.ts) return;
		const root = `${message.channel} ${message.threadTs}`;
		this.#replies.set(root, [...(this.#replies.get(root) ?? []), message]);
	}

	/** The replies to a message that everybody sees, oldest first. */
	replies(message: Message): Message[] {
		const all = this.#replies.get(`${message.channel} ${message.ts}`) ?? [];
		return all.filter((reply) => reply.deletedAt === null && reply.ephemeralTo === null);
	}

	newId(prefix: string): string {
		this.world.counter += 1;
		return `${prefix}0${this.world.counter.toString(36).toUpperCase().padStart(7, "0")}`;
	}

	/** A message's id: seconds and microseconds, each used once. */
	newTs(): string {
		this.world.lastMicros = Math.max(this.world.lastMicros + 1, Math.trunc(this.now() * 1000));
		const micros = this.world.lastMicros.toString();
		return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
	}

	team(id: string | null): Team | undefined {
		return this.world.teams.find((team) => team.id === id);
	}

	/** A user of a workspace's directory, by id. */
	user(id: unknown, teamId?: string | null): User | undefined {
		return this.world.users.find((user) => user.id === id && (!teamId || user.teamId === teamId));
	}

	channel(id: unknown, teamId?: string | null): Channel | undefined {
		return this.world.channels.find((channel) => channel.id === id && (!teamId || channel.teamId === teamId));
	}

	/** The direct message between the bot of a workspace and one of its people, if there is one yet. */
	directIfAny(teamId: string, userId: string): Channel | undefined {
		const members = [this.team(teamId)?.bot?.userId ?? "", userId];
		return this.world.channels.find(
			(channel) =>
				channel.kind === "im" &&
				channel.teamId === teamId &&
				members.every((id) => channel.members.includes(id)),
		);
	}

	/** The same; made if there is none. */
	direct(teamId: string, userId: string): Channel {
		const found = this.directIfAny(teamId, userId);
		if (found) return found;
		const channel: Channel = {
			id: this.newId("D"),
			teamId,
			name: "directmessage",
			kind: "im",
			members: [this.team(teamId)?.bot?.userId ?? "", userId],
			shared: false,
			archived: false,
		};
		this.world.channels.push(channel);
		this.changed();
		return channel;
	}

	/** A message that stands (was not deleted). Ephemeral ones only if asked for. */
	message(channel: unknown, ts: unknown, ephemeral = false): Message | undefined {
		const message = this.#messages.get(`${channel} ${ts}`);
		if (!message || message.deletedAt !== null) return undefined;
		return message.ephemeralTo !== null && !ephemeral ? undefined : message;
	}

	post(
		input: Omit<Message, "ts" | "deletedAt" | "versions"> & Omit<MessageVersion, "at"> & { ts?: string },
	): Message {
		const { text, blocks, metadata, by, ...rest } = input;
		const message: Message = {
			...rest,
			ts: input.ts ?? this.newTs(),
			deletedAt: null,
			versions: [{ at: this.now(), by, text, blocks: this.withBlockIds(blocks), metadata }],
		};
		this.world.messages.push(message);
		this.#index(message);
		this.changed();
		return message;
	}

	edit(message: Message, version: Omit<MessageVersion, "at">): void {
		message.versions.push({ ...version, blocks: this.withBlockIds(version.blocks), at: this.now() });
		this.changed();
	}

	remove(message: Message): void {
		message.deletedAt = this.now();
		this.changed();
	}

	/** Slack names the blocks that the app did not name. */
	withBlockIds<B extends Fields[] | null>(blocks: B): B {
		return (blocks?.map((block) =>
			typeof block.block_id === "string" && block.block_id !== ""
				? block
				: { ...block, block_id: randomBytes(4).toString("base64url").slice(0, 5) },
		) ?? null) as B;
	}

	token(value: string | null): Token | undefined {
		return this.world.tokens.find((token) => token.token === value);
	}

	/** Installs the app in a workspace: a bot user, its token, membership in the public channels it is asked to. */
	install(teamId: string, appName: string, scopes: string[], token?: string): Token {
		const team = this.team(teamId);
		if (!team) throw new Error(`no workspace ${teamId}`);
		if (!team.bot) {
			const userId = this.newId("U");
			team.bot = { userId, botId: this.newId("B") };
			this.world.users.push({
				id: userId,
				teamId,
				homeTeamId: teamId,
				name: appName.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
				realName: appName,
				email: null,
				timeZone: "UTC",
				locale: "en-US",
				kind: "bot",
				deactivated: false,
			});
		}
		const made: Token = {
			token: token ?? `xoxb-stand-in-${teamId}-${randomBytes(9).toString("hex")}`,
			type: "bot",
			teamId,
			scopes,
			revoked: false,
		};
		this.world.tokens.push(made);
		this.changed();
		return made;
	}

	view(id: unknown): View | undefined {
		return this.world.views.find((view) => view.id === id);
	}

	/** The modals that a person has open, the lowest first. */
	modals(userId: string): View[] {
		return this.world.views.filter((view) => view.type === "modal" && view.userId === userId && view.open);
	}

	home(userId: string): View | undefined {
		return this.world.views.find((view) => view.type === "home" && view.userId === userId);
	}

	newHash(): string {
		return `${Math.trunc(this.now() / 1000)}.${randomBytes(4).toString("hex")}`;
	}
}

/** What a message says now. */
export function shown(message: Message): MessageVersion {
	const last = message.versions.at(-1);
	if (!last) throw new Error(`message ${message.ts} has no version`);
	return last;
}

export function emptyWorld(): World {
	return {
		teams: [],
		users: [],
		channels: [],
		messages: [],
		tokens: [],
		views: [],
		counter: 0,
		lastMicros: 0,
	};
}

/** Every element that a person can use, in the order of the blocks, with the block it stands in. */
export function elementsOf(blocks: Fields[] | null): { block: Fields; element: Fields }[] {
	const found: { block: Fields; element: Fields }[] = [];
	for (const block of blocks ?? []) {
		const inside = [block.accessory, block.element, ...(Array.isArray(block.elements) ? block.elements : [])];
		for (const element of inside) {
			if (isFields(element) && typeof element.action_id === "string") found.push({ block, element });
		}
	}
	return found;
}
