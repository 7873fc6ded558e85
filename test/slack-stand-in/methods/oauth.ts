import { ApiError } from "../api-error.ts";
import { text } from "../shapes.ts";
import { identity } from "./directory.ts";
import type { Method } from "./method.ts";

const access: Method = {
	tokens: "none",
	run: (call) => {
		const id = call.client?.id ?? text(call.args.client_id);
		const secret = call.client?.secret ?? text(call.args.client_secret);
		if (id !== call.app.clientId) throw new ApiError("invalid_client_id");
		if (secret !== call.app.clientSecret) throw new ApiError("bad_client_secret");
		const code = text(call.args.code);
		const granted = call.codes.get(code);
		if (!granted) throw new ApiError("invalid_code");
		const redirectUri = text(call.args.redirect_uri);
		if (granted.redirectUri !== null && redirectUri !== "" && redirectUri !== granted.redirectUri) {
			throw new ApiError("bad_redirect_uri");
		}
		call.codes.delete(code);
		const token = call.spaces.install(granted.teamId, call.app.name, granted.scopes);
		const team = call.spaces.team(granted.teamId);
		return {
			access_token: token.token,
			token_type: "bot",
			scope: granted.scopes.join(","),
			bot_user_id: team?.bot?.userId,
			app_id: call.app.id,
			team: { id: team?.id, name: team?.name },
			enterprise: team?.enterprise ?? null,
			authed_user: { id: granted.userId },
			is_enterprise_install: false,
		};
	},
};

export const oauthMethods: Record<string, Method> = {
	"oauth.v2.access": access,
	"auth.test": { tokens: "any", run: (call) => identity(call, call.token) },
	"auth.revoke": {
		tokens: "bot",
		run: (call) => {
			call.token.revoked = true;
			call.spaces.changed();
			return { revoked: true };
		},
	},
	"apps.connections.open": {
		tokens: "app",
		scopes: ["connections:write"],
		run: (call) => ({ url: call.openSocketUrl() }),
	},
};
