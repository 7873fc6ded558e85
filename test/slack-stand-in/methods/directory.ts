import { ApiError } from "../api-error.ts";
import type { Channel, Fields, Team, Token, User } from "../shapes.ts";
import { isTrue, type Method, type MethodCall, page, required } from "./method.ts";

/** Seconds that a zone's clock is ahead of UTC at `at`. */
function offsetOf(timeZone: string, at: number): number {
	const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
	const found = /GMT([+-])(\d\d):(\d\d)/.exec(
		parts.find((part) => part.type === "timeZoneName")?.value ?? "",
	);
	if (!found) return 0;
	return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 3600 + Number(found[3]) * 60);
}

/** A person as `users.info` shows them to this token: the address only with `users:read.email`. */
function userFields(call: MethodCall, user: User): Fields {
	const offset = offsetOf(user.timeZone, call.spaces.now());
	const stranger = user.homeTeamId !== user.teamId;
	return {
		id: user.id,
		team_id: user.homeTeamId,
		name: user.name,
		deleted: user.deactivated,
		real_name: user.realName,
		...(user.deactivated ? {} : { tz: user.timeZone, tz_label: user.timeZone, tz_offset: offset }),
		profile: {
			real_name: user.realName,
			real_name_normalized: user.realName,
			display_name: user.name,
			display_name_normalized: user.name,
			team: user.homeTeamId,
			...(user.email && !stranger && call.token.scopes.includes("users:read.email")
				? { email: user.email }
				: {}),
			...(user.kind === "bot" ? { bot_id: call.team.bot?.botId, api_app_id: call.app.id } : {}),
		},
		is_admin: user.kind === "admin",
		is_owner: false,
		is_primary_owner: false,
		is_restricted: user.kind === "guest" || user.kind === "single_channel_guest",
		is_ultra_restricted: user.kind === "single_channel_guest",
		is_bot: user.kind === "bot",
		is_app_user: false,
		...(stranger ? { is_stranger: true } : {}),
		...(isTrue(call.args.include_locale) ? { locale: user.locale } : {}),
		updated: Math.trunc(call.spaces.now() / 1000),
	};
}

function channelFields(call: MethodCall, channel: Channel): Fields {
	const im = channel.kind === "im";
	return {
		id: channel.id,
		...(im ? { user: channel.members.find((id) => id !== call.bot.userId) } : { name: channel.name }),
		is_channel: channel.kind === "public",
		is_group: channel.kind === "private",
		is_im: im,
		is_mpim: channel.kind === "mpim",
		is_private: channel.kind !== "public",
		is_archived: channel.archived,
		is_member: channel.members.includes(call.bot.userId),
		is_ext_shared: channel.shared,
		is_shared: channel.shared,
		is_org_shared: false,
		context_team_id: channel.teamId,
		num_members: channel.members.length,
	};
}

/** A channel that the bot may know of: private ones only as a member. */
function visibleChannel(call: MethodCall): Channel {
	const channel = call.spaces.channel(call.args.channel, call.team.id);
	if (!channel || (channel.kind !== "public" && !channel.members.includes(call.bot.userId))) {
		throw new ApiError("channel_not_found");
	}
	return channel;
}

const open: Method = {
	tokens: "bot",
	scopes: ["im:write", "mpim:write"],
	run: (call) => {
		if (call.args.channel)
			return { channel: { id: visibleChannel(call).id }, no_op: true, already_open: true };
		const ids = typeof call.args.users === "string" ? call.args.users.split(",").filter(Boolean) : [];
		if (ids.length === 0) throw new ApiError("users_list_not_supplied");
		if (ids.length > 8) throw new ApiError("too_many_users");
		for (const id of ids) {
			const user = call.spaces.user(id, call.team.id);
			if (!user || user.kind === "bot") throw new ApiError("user_not_found");
			if (user.deactivated) throw new ApiError("user_disabled");
			if (user.kind === "external") throw new ApiError("user_not_visible");
		}
		// Group messages are not made here: nothing of ours posts to one.
		if (ids.length > 1) throw new ApiError("method_not_supported_for_channel_type");
		const id = ids[0] ?? "";
		const before = call.spaces.world.channels.length;
		const channel = call.spaces.direct(call.team.id, id);
		const known = call.spaces.world.channels.length === before;
		return {
			...(known ? { no_op: true, already_open: true } : {}),
			channel: isTrue(call.args.return_im) ? channelFields(call, channel) : { id: channel.id },
		};
	},
};

const members: Method = {
	tokens: "bot",
	scopes: ["channels:read", "groups:read", "im:read", "mpim:read"],
	run: (call) => {
		const { items, nextCursor } = page(call.args, visibleChannel(call).members);
		return { members: items, response_metadata: { next_cursor: nextCursor } };
	},
};

const listChannels: Method = {
	tokens: "bot",
	scopes: ["channels:read", "groups:read", "im:read", "mpim:read"],
	run: (call) => {
		const types = String(call.args.types ?? "public_channel").split(",");
		const kindOf: Record<Channel["kind"], string> = {
			public: "public_channel",
			private: "private_channel",
			im: "im",
			mpim: "mpim",
		};
		const all = call.spaces.world.channels.filter(
			(channel) =>
				channel.teamId === call.team.id &&
				types.includes(kindOf[channel.kind]) &&
				(channel.kind === "public" || channel.members.includes(call.bot.userId)),
		);
		const { items, nextCursor } = page(call.args, all);
		return {
			channels: items.map((channel) => channelFields(call, channel)),
			response_metadata: { next_cursor: nextCursor },
		};
	},
};

const userInfo: Method = {
	tokens: "bot",
	scopes: ["users:read"],
	run: (call) => {
		const user = call.spaces.user(required(call.args, "user"), call.team.id);
		if (!user) throw new ApiError("user_not_found");
		return { user: userFields(call, user) };
	},
};

const listUsers: Method = {
	tokens: "bot",
	scopes: ["users:read"],
	run: (call) => {
		const all = call.spaces.world.users.filter((user) => user.teamId === call.team.id);
		const { items, nextCursor } = page(call.args, all);
		return {
			members: items.map((user) => userFields(call, user)),
			cache_ts: Math.trunc(call.spaces.now() / 1000),
			response_metadata: { next_cursor: nextCursor },
		};
	},
};

const lookupByEmail: Method = {
	tokens: "bot",
	scopes: ["users:read.email"],
	run: (call) => {
		const email = required(call.args, "email").toLowerCase();
		const user = call.spaces.world.users.find(
			(one) =>
				one.teamId === call.team.id &&
				one.email?.toLowerCase() === email &&
				!one.deactivated &&
				one.kind !== "external",
		);
		if (!user) throw new ApiError("users_not_found");
		return { user: userFields(call, user) };
	},
};

const teamInfo: Method = {
	tokens: "bot",
	scopes: ["team:read"],
	run: (call) => {
		const asked = call.args.team;
		if (asked !== undefined && asked !== "" && asked !== call.team.id) throw new ApiError("team_not_found");
		return { team: teamFields(call.team, call.baseUrl) };
	},
};

function teamFields(team: Team, baseUrl: string): Fields {
	return {
		id: team.id,
		name: team.name,
		url: `${baseUrl}/`,
		domain: team.domain,
		email_domain: "",
		icon: { image_default: true },
		...(team.enterprise ? { enterprise_id: team.enterprise.id, enterprise_name: team.enterprise.name } : {}),
	};
}

const botInfo: Method = {
	tokens: "bot",
	scopes: ["users:read"],
	run: (call) => {
		const asked = call.args.bot ?? call.bot.botId;
		if (asked !== call.bot.botId) throw new ApiError("bot_not_found");
		return {
			bot: {
				id: call.bot.botId,
				deleted: false,
				name: call.app.name,
				updated: Math.trunc(call.spaces.now() / 1000),
				app_id: call.app.id,
				user_id: call.bot.userId,
				icons: {},
			},
		};
	},
};

export const directoryMethods: Record<string, Method> = {
	"conversations.open": open,
	"conversations.info": {
		tokens: "bot",
		scopes: ["channels:read", "groups:read", "im:read", "mpim:read"],
		run: (call) => ({ channel: channelFields(call, visibleChannel(call)) }),
	},
	"conversations.members": members,
	"conversations.list": listChannels,
	"users.info": userInfo,
	"users.list": listUsers,
	"users.lookupByEmail": lookupByEmail,
	"team.info": teamInfo,
	"bots.info": botInfo,
};

/** Who a token is, for `auth.test`. */
export function identity(call: MethodCall, token: Token): Fields {
	return {
		url: `${call.baseUrl}/`,
		team: call.team.name,
		user: call.spaces.user(call.bot.userId)?.name,
		team_id: call.team.id,
		user_id: call.bot.userId,
		bot_id: call.bot.botId,
		app_id: call.app.id,
		is_enterprise_install: false,
		...(call.team.enterprise ? { enterprise_id: call.team.enterprise.id } : {}),
		...(token.type === "app" ? { app_name: call.app.name } : {}),
	};
}
