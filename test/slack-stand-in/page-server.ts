import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppCredentials } from "./app-credentials.ts";
import type { MethodCall } from "./methods/method.ts";
import type { People, Use } from "./people.ts";
import { type Channel, type Fields, isFields, type Message, text } from "./shapes.ts";
import type { Entered } from "./view-values.ts";
import { readBody } from "./web-api.ts";
import { shown, type Workspaces } from "./world.ts";

const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

const files: Record<string, { file: string; type: string }> = {
	"/": { file: "page/page.html", type: "text/html; charset=utf-8" },
	"/page.css": { file: "page/page.css", type: "text/css; charset=utf-8" },
	"/page.js": { file: "page/page.js", type: "text/javascript; charset=utf-8" },
	"/mrkdwn.js": { file: "page/mrkdwn.js", type: "text/javascript; charset=utf-8" },
	"/blocks.js": { file: "page/blocks.js", type: "text/javascript; charset=utf-8" },
};

export interface PageParts {
	spaces: Workspaces;
	app: AppCredentials;
	people: People;
	codes: MethodCall["codes"];
	commands: { command: string; description: string; hint?: string }[];
	shortcuts: { callbackId: string; name: string; type: "message" | "global" }[];
}

/** The page of the stand-in: see and act as any person. Also the page where OAuth asks to install the app. */
export class PageServer {
	readonly #parts: PageParts;
	readonly #listeners = new Set<ServerResponse>();
	#told: NodeJS.Immediate | null = null;

	constructor(parts: PageParts) {
		this.#parts = parts;
	}

	/** Tells open pages to look again. */
	changed(): void {
		this.#told ??= setImmediate(() => {
			this.#told = null;
			for (const listener of this.#listeners) listener.write("data: changed\n\n");
		});
	}

	close(): void {
		for (const listener of this.#listeners) listener.end();
		if (this.#told) clearImmediate(this.#told);
	}

	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		// A page elsewhere must not read or act here by pointing its own name at 127.0.0.1.
		const host = request.headers.host ?? "";
		if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) {
			return send(response, 421, "text/plain", "This page answers on 127.0.0.1 and localhost only.\n");
		}
		const url = new URL(request.url ?? "/", `http://${host}`);
		const file = files[url.pathname];
		if (request.method === "GET" && file) {
			return send(response, 200, file.type, readFileSync(new URL(file.file, import.meta.url)));
		}
		if (request.method === "GET" && url.pathname.startsWith("/archives/")) {
			response.writeHead(302, { location: "/" }).end();
			return;
		}
		if (request.method === "GET" && url.pathname === "/page/state") {
			return send(response, 200, "application/json", JSON.stringify(this.#state(url.searchParams.get("as"))));
		}
		if (request.method === "GET" && url.pathname === "/page/changes") {
			response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
			response.write(": ready\n\n");
			this.#listeners.add(response);
			response.on("close", () => this.#listeners.delete(response));
			return;
		}
		if (url.pathname === "/oauth/v2/authorize") return await this.#authorize(request, response, url);
		if (request.method === "POST" && url.pathname === "/page/act") {
			if (!fromHere(request, host))
				return send(response, 403, "text/plain", "This comes from another site.\n");
			return await this.#act(request, response);
		}
		send(response, 404, "text/plain", "There is nothing here.\n");
	}

	async #act(request: IncomingMessage, response: ServerResponse): Promise<void> {
		try {
			const body: unknown = JSON.parse(await readBody(request));
			if (!isFields(body)) throw new Error("send an object");
			const done = await this.#do(body);
			send(response, 200, "application/json", JSON.stringify(done));
		} catch (error) {
			const said = error instanceof Error ? error.message : String(error);
			send(response, 400, "application/json", JSON.stringify({ ok: false, failure: said }));
		}
	}

	async #do(body: Fields): Promise<Fields> {
		const { people } = this.#parts;
		const user = text(body.user);
		const place = text(body.viewId)
			? { viewId: text(body.viewId) }
			: { channel: text(body.channel), ts: text(body.ts) };
		const use = { ...place, user, actionId: text(body.actionId), blockId: text(body.blockId) } as Use;
		const entered = (body.entered ?? null) as Entered;
		const brief = (acked: { ok: boolean; failure?: string | null } | null) => ({
			ok: acked?.ok ?? true,
			failure: acked?.failure ?? null,
		});
		switch (body.act) {
			case "press":
				return brief(await people.pressButton(use));
			case "choose":
				return brief(await people.choose({ ...use, entered }));
			case "suggest":
				return { ok: true, options: await people.suggest({ ...use, query: text(body.query) }) };
			case "submit": {
				const values = (isFields(body.values) ? body.values : {}) as Record<string, Record<string, Entered>>;
				const done = await people.submitView({ user, viewId: text(body.viewId), values });
				return "objections" in done ? { ok: false, objections: done.objections } : brief(done);
			}
			case "close":
				return brief(await people.closeView({ user, viewId: text(body.viewId), all: body.all === true }));
			case "command":
				return brief(
					await people.runCommand({
						user,
						command: text(body.command),
						text: text(body.text),
						channel: text(body.channel),
					}),
				);
			case "message-shortcut":
				return brief(
					await people.messageShortcut({
						user,
						callbackId: text(body.callbackId),
						channel: text(body.channel),
						ts: text(body.ts),
					}),
				);
			case "global-shortcut":
				return brief(await people.globalShortcut({ user, callbackId: text(body.callbackId) }));
			case "home":
				return brief(await people.openAppHome({ user }));
			case "send": {
				const done = await people.sendMessage({
					user,
					channel: text(body.channel),
					text: text(body.text),
					...(text(body.threadTs) ? { threadTs: text(body.threadTs) } : {}),
				});
				return brief(done.acked);
			}
			default:
				throw new Error(`no act ${String(body.act)}`);
		}
	}

	/** What a person sees. Without one: who there is. */
	#state(as: string | null): Fields {
		const { spaces, app, commands, shortcuts } = this.#parts;
		const { world } = spaces;
		const me = world.users.find((user) => user.id === as && user.kind !== "bot");
		const channels = me
			? world.channels.filter((channel) => channel.teamId === me.teamId && channel.members.includes(me.id))
			: [];
		return {
			app: { id: app.id, name: app.name },
			teams: world.teams.map(({ id, name, bot }) => ({ id, name, botUserId: bot?.userId ?? null })),
			users: world.users.map(({ id, teamId, name, realName, kind, deactivated, timeZone }) => ({
				id,
				teamId,
				name,
				realName,
				kind,
				deactivated,
				timeZone,
			})),
			commands,
			shortcuts,
			me: me?.id ?? null,
			channels: channels.map((channel) => this.#channelFor(channel, me?.id ?? "")),
			home: me ? (spaces.home(me.id) ?? null) : null,
			modals: me ? spaces.modals(me.id) : [],
		};
	}

	#channelFor(channel: Channel, me: string): Fields {
		const messages = this.#parts.spaces.world.messages.filter(
			(message) =>
				message.channel === channel.id &&
				message.deletedAt === null &&
				(message.ephemeralTo === null || message.ephemeralTo === me),
		);
		const { id, name, kind, members } = channel;
		return { id, name, kind, members, messages: messages.slice(-200).map(messageFor) };
	}

	/** Slack's «Allow» page. A press installs the app in a workspace and sends the browser back with a code. */
	async #authorize(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
		const { spaces, app, codes } = this.#parts;
		const asked = request.method === "POST" ? new URLSearchParams(await readBody(request)) : url.searchParams;
		const redirect = asked.get("redirect_uri");
		const scopes = (asked.get("scope") ?? "").split(",").filter(Boolean);
		if (asked.get("client_id") !== app.clientId) {
			return send(
				response,
				400,
				"text/plain",
				"invalid_client_id: this is not the app the stand-in knows.\n",
			);
		}
		if (!redirect || !/^https?:\/\//.test(redirect)) {
			return send(response, 400, "text/plain", "bad_redirect_uri: give redirect_uri, as http or https.\n");
		}
		if (request.method !== "POST") {
			const page = authorizePage(app.name, scopes, asked, spaces);
			return send(
				response,
				200,
				"text/html; charset=utf-8",
				page,
				`${policy}; form-action 'self' ${new URL(redirect).origin}`,
			);
		}
		if (!fromHere(request, request.headers.host ?? "")) {
			return send(response, 403, "text/plain", "This comes from another site.\n");
		}
		const back = new URL(redirect);
		const state = asked.get("state");
		if (state !== null) back.searchParams.set("state", state);
		const team = spaces.team(asked.get("team"));
		if (asked.get("decision") !== "allow" || !team) back.searchParams.set("error", "access_denied");
		else {
			const code = `${team.id}.${randomBytes(16).toString("hex")}`;
			const by = spaces.world.users.find((user) => user.teamId === team.id && user.kind === "admin");
			codes.set(code, {
				teamId: team.id,
				scopes,
				redirectUri: redirect,
				userId: by?.id ?? spaces.world.users.find((user) => user.teamId === team.id)?.id ?? "",
			});
			back.searchParams.set("code", code);
		}
		response.writeHead(302, { location: back.href }).end();
	}
}

function messageFor(message: Message): Fields {
	const { text: said, blocks, at } = shown(message);
	return {
		ts: message.ts,
		threadTs: message.threadTs,
		userId: message.userId,
		fromApp: message.botId !== null,
		ephemeral: message.ephemeralTo !== null,
		edited: message.versions.length > 1 ? at : null,
		text: said,
		blocks,
		versions: message.versions.map((version) => ({ at: version.at, by: version.by, text: version.text })),
	};
}

function escaped(value: string): string {
	return value
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}

function authorizePage(
	appName: string,
	scopes: string[],
	asked: URLSearchParams,
	spaces: Workspaces,
): string {
	const hidden = [...asked]
		.map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
		.join("");
	const teams = spaces.world.teams
		.map((team) => `<option value="${escaped(team.id)}">${escaped(team.name)}</option>`)
		.join("");
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Install ${escaped(appName)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/page.css"></head>
<body class="authorize"><main><h1>${escaped(appName)} asks to be installed</h1>
<p>It will be able to: ${scopes.map((scope) => `<code>${escaped(scope)}</code>`).join(" ")}</p>
<form method="post" action="/oauth/v2/authorize">${hidden}
<label>Workspace <select name="team">${teams}</select></label>
<p><button name="decision" value="deny">Cancel</button> <button class="primary" name="decision" value="allow">Allow</button></p>
</form></main></body></html>`;
}

function fromHere(request: IncomingMessage, host: string): boolean {
	const site = request.headers["sec-fetch-site"];
	if (site !== undefined && site !== "same-origin" && site !== "none") return false;
	const { origin } = request.headers;
	return origin === undefined || origin === `http://${host}`;
}

function send(
	response: ServerResponse,
	status: number,
	type: string,
	body: string | Buffer,
	contentPolicy = policy,
): void {
	response.writeHead(status, {
		"content-type": type,
		"cache-control": "no-store",
		"content-security-policy": contentPolicy,
		"x-content-type-options": "nosniff",
		"referrer-policy": "same-origin",
	});
	response.end(body);
}
