import { ApiError } from "../api-error.ts";
import { faultsOfBlocks } from "../block-kit.ts";
import { type Channel, type Fields, isFields, type Message, type Team } from "../shapes.ts";
import { shown, type Workspaces } from "../world.ts";
import { isTrue, jsonArgument, type Method, type MethodCall, objectArgument, required } from "./method.ts";

/** Slack cuts or refuses texts over 40 000 characters; the stand-in refuses, so that nobody relies on the cut. */
const longestText = 40_000;

/** A message as the Web API and payloads show it. */
export function messageFields(spaces: Workspaces, appId: string, message: Message): Fields {
	const now = shown(message);
	const team = spaces.team(message.teamId);
	const replies = spaces.replies(message);
	return {
		user: message.userId,
		type: "message",
		ts: message.ts,
		...(message.botId
			? {
					bot_id: message.botId,
					app_id: appId,
					bot_profile: {
						id: message.botId,
						app_id: appId,
						user_id: message.userId,
						name: spaces.user(message.userId)?.realName,
						deleted: false,
						team_id: message.teamId,
					},
				}
			: {}),
		text: now.text,
		team: team?.id,
		...(now.blocks ? { blocks: now.blocks } : {}),
		...(now.metadata ? { metadata: now.metadata } : {}),
		...(message.threadTs ? { thread_ts: message.threadTs } : {}),
		...(message.threadTs && message.threadTs !== message.ts
			? { parent_user_id: spaces.message(message.channel, message.threadTs)?.userId }
			: {}),
		...(replies.length > 0
			? { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }
			: {}),
		...(message.versions.length > 1
			? { edited: { user: message.userId, ts: `${Math.trunc(now.at / 1000)}.000000` } }
			: {}),
	};
}

/** Where `channel` leads: an id, `#name`, or a person's id, which is the direct message with them. */
export function resolveChannel(spaces: Workspaces, team: Team, given: unknown): Channel {
	const wanted = typeof given === "string" ? given : "";
	if (/^[UW]/.test(wanted)) {
		const user = spaces.user(wanted, team.id);
		if (!user || user.deactivated || user.kind === "bot" || user.kind === "external") {
			throw new ApiError("channel_not_found");
		}
		return spaces.direct(team.id, user.id);
	}
	const channel = wanted.startsWith("#")
		? spaces.world.channels.find((one) => one.teamId === team.id && `#${one.name}` === wanted)
		: spaces.channel(wanted, team.id);
	if (!channel) throw new ApiError("channel_not_found");
	return channel;
}

function writable(call: MethodCall): Channel {
	const channel = resolveChannel(call.spaces, call.team, call.args.channel);
	if (channel.archived) throw new ApiError("is_archived");
	if (!channel.members.includes(call.bot.userId)) {
		if (channel.kind !== "public") throw new ApiError("channel_not_found");
		if (!call.token.scopes.includes("chat:write.public")) throw new ApiError("not_in_channel");
	}
	return channel;
}

/** Text, blocks and metadata, checked as Slack checks them. `blocks` undefined: not given. */
export function contentOf(args: Fields): {
	text: string;
	blocks: Fields[] | undefined;
	metadata: Fields | null;
} {
	const text = typeof args.text === "string" ? args.text : "";
	if ([...text].length > longestText) throw new ApiError("msg_too_long");
	const given = jsonArgument(args, "blocks", "invalid_blocks_format");
	if (given !== undefined && !Array.isArray(given)) throw new ApiError("invalid_blocks_format");
	if (given !== undefined) {
		const faults = faultsOfBlocks(given);
		if (faults.length > 0) throw new ApiError("invalid_blocks", faults, { errors: faults });
	}
	const metadata = objectArgument(args, "metadata", "invalid_metadata_format");
	if (metadata && (typeof metadata.event_type !== "string" || !isFields(metadata.event_payload))) {
		throw new ApiError("invalid_metadata_schema");
	}
	return { text, blocks: given?.filter(isFields), metadata };
}

function parentOf(call: MethodCall, channel: Channel): string | null {
	const given = call.args.thread_ts;
	if (given === undefined || given === "") return null;
	const parent = call.spaces.message(channel.id, given);
	if (!parent) throw new ApiError("thread_not_found");
	return parent.threadTs ?? parent.ts;
}

const postMessage: Method = {
	tokens: "bot",
	scopes: ["chat:write"],
	run: (call) => {
		const channel = writable(call);
		const { text, blocks, metadata } = contentOf(call.args);
		if (text === "" && !blocks?.length) throw new ApiError("no_text");
		const message = call.spaces.post({
			teamId: call.team.id,
			channel: channel.id,
			threadTs: parentOf(call, channel),
			userId: call.bot.userId,
			botId: call.bot.botId,
			ephemeralTo: null,
			answerTo: null,
			by: "chat.postMessage",
			text,
			blocks: blocks ?? null,
			metadata,
		});
		return {
			channel: channel.id,
			ts: message.ts,
			message: messageFields(call.spaces, call.app.id, message),
		};
	},
};

const postEphemeral: Method = {
	tokens: "bot",
	scopes: ["chat:write"],
	run: (call) => {
		const channel = writable(call);
		const user = required(call.args, "user");
		if (!channel.members.includes(user)) throw new ApiError("user_not_in_channel");
		const { text, blocks } = contentOf(call.args);
		if (text === "" && !blocks?.length) throw new ApiError("no_text");
		const message = call.spaces.post({
			teamId: call.team.id,
			channel: channel.id,
			threadTs: parentOf(call, channel),
			userId: call.bot.userId,
			botId: call.bot.botId,
			ephemeralTo: user,
			answerTo: null,
			by: "chat.postEphemeral",
			text,
			blocks: blocks ?? null,
			metadata: null,
		});
		return { message_ts: message.ts };
	},
};

/** The channel of a message that is to be changed: by id only, as Slack has it. */
function placeOf(call: MethodCall): Channel {
	const channel = call.spaces.channel(call.args.channel, call.team.id);
	if (!channel) throw new ApiError("channel_not_found");
	return channel;
}

const update: Method = {
	tokens: "bot",
	scopes: ["chat:write"],
	run: (call) => {
		const channel = placeOf(call);
		const message = call.spaces.message(channel.id, required(call.args, "ts"));
		if (!message) throw new ApiError("message_not_found");
		if (message.userId !== call.bot.userId) throw new ApiError("cant_update_message");
		if (channel.archived) throw new ApiError("is_inactive");
		const { text, blocks, metadata } = contentOf(call.args);
		if (text === "" && !blocks?.length) throw new ApiError("no_text");
		const before = shown(message);
		call.spaces.edit(message, {
			by: "chat.update",
			text,
			// Left out: the blocks stay. An empty list takes them away.
			blocks: blocks === undefined ? before.blocks : blocks.length > 0 ? blocks : null,
			metadata: metadata ?? before.metadata,
		});
		return {
			channel: channel.id,
			ts: message.ts,
			text,
			message: messageFields(call.spaces, call.app.id, message),
		};
	},
};

const remove: Method = {
	tokens: "bot",
	scopes: ["chat:write"],
	run: (call) => {
		const channel = placeOf(call);
		const message = call.spaces.message(channel.id, required(call.args, "ts"));
		if (!message) throw new ApiError("message_not_found");
		if (message.userId !== call.bot.userId) throw new ApiError("cant_delete_message");
		call.spaces.remove(message);
		return { channel: channel.id, ts: message.ts };
	},
};

const getPermalink: Method = {
	tokens: "bot",
	run: (call) => {
		const channel = placeOf(call);
		const message = call.spaces.message(channel.id, required(call.args, "message_ts"));
		if (!message) throw new ApiError("message_not_found");
		return {
			channel: channel.id,
			permalink: `${call.baseUrl}/archives/${channel.id}/p${message.ts.replace(".", "")}`,
		};
	},
};

/** Messages of a channel; a thread's with `ts`. Newest first, as Slack lists them; threads oldest first. */
function list(call: MethodCall, threadTs: string | null): Fields {
	const channel = placeOf(call);
	if (!channel.members.includes(call.bot.userId)) {
		throw new ApiError(channel.kind === "public" ? "not_in_channel" : "channel_not_found");
	}
	const inclusive = isTrue(call.args.inclusive);
	const oldest = Number(call.args.oldest ?? 0);
	const latest = call.args.latest === undefined ? Number.POSITIVE_INFINITY : Number(call.args.latest);
	const found = call.spaces.world.messages.filter((message) => {
		if (message.channel !== channel.id || message.deletedAt !== null || message.ephemeralTo !== null)
			return false;
		const ts = Number(message.ts);
		if (ts < oldest || ts > latest || (!inclusive && (ts === oldest || ts === latest))) return false;
		return threadTs === null
			? message.threadTs === null || message.threadTs === message.ts
			: message.ts === threadTs || message.threadTs === threadTs;
	});
	if (threadTs !== null && found.length === 0) throw new ApiError("thread_not_found");
	const limit = Math.min(999, Number(call.args.limit) || 100);
	const ordered = threadTs === null ? found.toReversed() : found;
	return {
		messages: ordered.slice(0, limit).map((message) => messageFields(call.spaces, call.app.id, message)),
		has_more: ordered.length > limit,
	};
}

const history: Method = {
	tokens: "bot",
	scopes: ["channels:history", "groups:history", "im:history", "mpim:history"],
	run: (call) => list(call, null),
};

const replies: Method = {
	tokens: "bot",
	scopes: ["channels:history", "groups:history", "im:history", "mpim:history"],
	run: (call) => list(call, required(call.args, "ts")),
};

export const chatMethods: Record<string, Method> = {
	"chat.postMessage": postMessage,
	"chat.postEphemeral": postEphemeral,
	"chat.update": update,
	"chat.delete": remove,
	"chat.getPermalink": getPermalink,
	"conversations.history": history,
	"conversations.replies": replies,
};
