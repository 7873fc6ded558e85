import { ApiError } from "../api-error.ts";
import { faultsOfView } from "../block-kit.ts";
import { type Fields, isFields, text, type View } from "../shapes.ts";
import { initialValues } from "../view-values.ts";
import type { Workspaces } from "../world.ts";
import { type Method, type MethodCall, objectArgument, required } from "./method.ts";

const largestView = 250_000;
/** A modal and two more on it: https://docs.slack.dev/surfaces/modals. */
const deepestStack = 3;

/** A view as answers and payloads show it. */
export function viewFields(spaces: Workspaces, appId: string, view: View): Fields {
	return {
		id: view.id,
		team_id: view.teamId,
		type: view.type,
		blocks: view.blocks,
		private_metadata: view.privateMetadata,
		callback_id: view.callbackId,
		state: { values: view.values },
		hash: view.hash,
		title: view.title ?? { type: "plain_text", text: "View Title", emoji: true },
		clear_on_close: view.clearOnClose,
		notify_on_close: view.notifyOnClose,
		close: view.close,
		submit: view.submit,
		previous_view_id: view.previousViewId,
		root_view_id: view.rootViewId,
		app_id: appId,
		external_id: view.externalId,
		app_installed_team_id: view.installedTeamId,
		bot_id: spaces.team(view.installedTeamId)?.bot?.botId,
	};
}

/** Checks a view that an app gave, as `views.*` and answers to submissions do. Throws what Slack would answer. */
export function checkedView(
	spaces: Workspaces,
	given: unknown,
	surface: "modal" | "home",
	replacing?: View,
): Fields {
	if (JSON.stringify(given ?? null).length > largestView) throw new ApiError("view_too_large");
	const faults = faultsOfView(given, surface);
	if (faults.length > 0 || !isFields(given)) throw new ApiError("invalid_arguments", faults);
	const externalId = text(given.external_id);
	if (
		externalId !== "" &&
		spaces.world.views.some((view) => view.open && view !== replacing && view.externalId === externalId)
	) {
		throw new ApiError("duplicate_external_id");
	}
	return given;
}

/** Puts what the app gave into a view that is there, under a new hash. Values that still have their input stay. */
export function fillView(spaces: Workspaces, view: View, given: Fields): void {
	const blocks = Array.isArray(given.blocks) ? given.blocks.filter(isFields) : [];
	view.blocks = spaces.withBlockIds(blocks);
	view.title = isFields(given.title) ? given.title : null;
	view.submit = isFields(given.submit) ? given.submit : null;
	view.close = isFields(given.close) ? given.close : null;
	view.privateMetadata = text(given.private_metadata);
	view.callbackId = text(given.callback_id);
	view.externalId = text(given.external_id);
	view.clearOnClose = given.clear_on_close === true;
	view.notifyOnClose = given.notify_on_close === true;
	view.values = initialValues(view.blocks, view.values);
	view.hash = spaces.newHash();
	view.errors = {};
	view.trouble = null;
	spaces.changed();
}

/** A new view for a person, on top of `below`. */
export function addView(
	spaces: Workspaces,
	input: {
		type: "modal" | "home";
		teamId: string;
		installedTeamId: string;
		userId: string;
		below: View | null;
	},
	given: Fields,
): View {
	const id = spaces.newId("V");
	const view: View = {
		id,
		type: input.type,
		teamId: input.teamId,
		installedTeamId: input.installedTeamId,
		userId: input.userId,
		title: null,
		submit: null,
		close: null,
		blocks: [],
		privateMetadata: "",
		callbackId: "",
		externalId: "",
		hash: "",
		rootViewId: input.below?.rootViewId ?? id,
		previousViewId: input.below?.id ?? null,
		clearOnClose: false,
		notifyOnClose: false,
		values: {},
		open: true,
		errors: {},
		trouble: null,
	};
	spaces.world.views.push(view);
	fillView(spaces, view, given);
	return view;
}

function answer(call: MethodCall, view: View): Fields {
	return { view: viewFields(call.spaces, call.app.id, view) };
}

function personsTeam(call: MethodCall, userId: string): string {
	return call.spaces.user(userId)?.homeTeamId ?? call.team.id;
}

function openOrPush(call: MethodCall, push: boolean): Fields {
	const trigger = call.triggers.check(call.args.trigger_id, call.team.id);
	const given = checkedView(call.spaces, objectArgument(call.args, "view", "invalid_arguments"), "modal");
	const stack = call.spaces.modals(trigger.userId);
	const below = push ? (stack.at(-1) ?? null) : null;
	if (push && !below) throw new ApiError("not_found");
	if (push && stack.length >= deepestStack) throw new ApiError("push_limit_reached");
	// Slack shows one stack of modals a person; a new one takes the place of the old.
	if (!push) for (const view of stack) view.open = false;
	trigger.spent = true;
	const view = addView(
		call.spaces,
		{
			type: "modal",
			teamId: personsTeam(call, trigger.userId),
			installedTeamId: call.team.id,
			userId: trigger.userId,
			below,
		},
		given,
	);
	return answer(call, view);
}

const update: Method = {
	tokens: "bot",
	run: (call) => {
		const { view_id: id, external_id: externalId, hash } = call.args;
		const view = call.spaces.world.views.find(
			(one) =>
				one.open &&
				one.installedTeamId === call.team.id &&
				(id ? one.id === id : one.externalId === externalId),
		);
		if (!view || (!id && !externalId)) throw new ApiError("not_found");
		if (hash !== undefined && hash !== "" && hash !== view.hash) throw new ApiError("hash_conflict");
		const given = objectArgument(call.args, "view", "invalid_arguments");
		fillView(call.spaces, view, checkedView(call.spaces, given, view.type, view));
		return answer(call, view);
	},
};

const publish: Method = {
	tokens: "bot",
	run: (call) => {
		const userId = required(call.args, "user_id");
		const user = call.spaces.user(userId, call.team.id);
		if (!user || user.deactivated) throw new ApiError("user_not_found");
		const before = call.spaces.home(userId);
		const { hash } = call.args;
		if (hash !== undefined && hash !== "" && hash !== before?.hash) throw new ApiError("hash_conflict");
		const given = checkedView(
			call.spaces,
			objectArgument(call.args, "view", "invalid_arguments"),
			"home",
			before,
		);
		if (before) {
			fillView(call.spaces, before, given);
			return answer(call, before);
		}
		const view = addView(
			call.spaces,
			{ type: "home", teamId: call.team.id, installedTeamId: call.team.id, userId, below: null },
			given,
		);
		return answer(call, view);
	},
};

export const viewMethods: Record<string, Method> = {
	"views.open": { tokens: "bot", run: (call) => openOrPush(call, false) },
	"views.push": { tokens: "bot", run: (call) => openOrPush(call, true) },
	"views.update": update,
	"views.publish": publish,
};
