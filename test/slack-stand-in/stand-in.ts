import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type AppCredentials, standInApp } from "./app-credentials.ts";
import { AppLink, type LinkTimes, slackTimes } from "./app-link.ts";
import { DataFile, readWorld } from "./data-file.ts";
import { Faults } from "./faults.ts";
import { PageServer } from "./page-server.ts";
import { People } from "./people.ts";
import { type Limits, RateLimiter, slackLimits } from "./rate-limits.ts";
import { type RequestUrls, type SignedRequest, signedRequest } from "./request-url.ts";
import { ResponseUrls } from "./response-urls.ts";
import { demoTeam, seedWorld, type TeamSeed } from "./seed.ts";
import type {
	Acked,
	ApiCall,
	Channel,
	Delivery,
	Fields,
	Message,
	MessageVersion,
	Team,
	User,
	View,
} from "./shapes.ts";
import { SocketMode } from "./socket-mode.ts";
import { Triggers } from "./triggers.ts";
import { WebApi } from "./web-api.ts";
import { shown, Workspaces } from "./world.ts";

export interface StandInOptions {
	/** Default 0: any free port. It listens to this machine only. */
	port?: number;
	/** Keeps workspaces, messages and tokens here, so that a demo goes on where it was. */
	dataFile?: string;
	/** The workspaces to begin with. Default: the demo's one. Not used where the file has some. */
	teams?: TeamSeed[];
	app?: Partial<AppCredentials>;
	/** HTTP mode: one Request URL, or four. Left out: Socket Mode. */
	requestUrl?: string | RequestUrls;
	/** The slash commands and shortcuts that the page offers. */
	commands?: { command: string; description: string; hint?: string }[];
	shortcuts?: { callbackId: string; name: string; type: "message" | "global" }[];
	/** `null`: none. Default: Slack's. */
	limits?: Partial<Limits> | null;
	times?: Partial<LinkTimes>;
	/** How long a trigger id opens a modal. Slack: 3 s. */
	triggerLifeMs?: number;
	/** The clock, in milliseconds. */
	now?: () => number;
}

/** A running stand-in. What people do is on `people`, what goes wrong on `faults`, what happened on the rest. */
export interface SlackStandIn {
	/** For `slackApiUrl` / `clientOptions`. Ends in `/api/`. */
	url: string;
	/** The page to look at it. */
	webUrl: string;
	/** For `authorizationUrl` of Bolt's installer. */
	authorizeUrl: string;
	app: AppCredentials;
	people: People;
	faults: Faults;
	/** Every call of the Web API and of response_urls, oldest first. */
	calls: ApiCall[];
	callsOf: (method: string) => ApiCall[];
	/** Everything sent to the app. */
	deliveries: Delivery[];
	/** What went to Request URLs, byte for byte. */
	requests: SignedRequest[];
	teams: Team[];
	team: (name?: string) => Team;
	user: (idOrName: string, teamName?: string) => User;
	channel: (name: string, teamName?: string) => Channel;
	/** The direct message of a person with the bot. */
	direct: (user: string) => Channel;
	/** A bot token of a workspace: the newest that was not revoked. */
	botToken: (teamName?: string) => string;
	/** Makes another token, for instance with fewer scopes. */
	issueToken: (scopes: string[], teamName?: string) => string;
	/** Messages that stand, oldest first; ephemeral ones only those to `ephemeralTo`. */
	messages: (filter?: { channel?: string; threadTs?: string; ephemeralTo?: string }) => ShownMessage[];
	message: (channel: string, ts: string) => ShownMessage | undefined;
	/** Every message there ever was, with all its versions, also deleted and ephemeral ones. */
	allMessages: Message[];
	/** The modals a person has open, the top one last. */
	modals: (user: string) => View[];
	home: (user: string) => View | undefined;
	deactivate: (user: string) => void;
	/** Resolves once this is so; looked at after every change and call, and now and then. Never gives up. */
	until: <T>(probe: () => T | undefined | null | false) => Promise<T>;
	sockets: Pick<SocketMode, "opened" | "refresh" | "cut" | "open">;
	/** From now on in HTTP mode at this URL; null: back to Socket Mode. */
	useRequestUrl: (url: string | RequestUrls | null) => void;
	/** Slack's check of an events Request URL: true if the app gave the challenge back. */
	verifyRequestUrl: () => Promise<boolean>;
	/** A request as Slack would send it, or one with another time or secret, to send by hand. */
	sign: (
		kind: keyof RequestUrls,
		payload: Fields,
		options?: { secret?: string; at?: number },
	) => SignedRequest;
	/** Sends a payload of one's own making to the app, by the ordinary way. */
	deliver: (kind: Delivery["kind"], payload: Fields) => Promise<Acked>;
	close: () => Promise<void>;
}

/** A message with what it says now beside its history. */
export type ShownMessage = Message & Pick<MessageVersion, "text" | "blocks" | "metadata">;

function asShown(message: Message): ShownMessage {
	const { text, blocks, metadata } = shown(message);
	return { ...message, text, blocks, metadata };
}

function urlsOf(url: string | RequestUrls | null | undefined): RequestUrls | null {
	return typeof url === "string"
		? { events: url, interactivity: url, options: url, commands: url }
		: (url ?? null);
}

/** Starts a stand-in Slack on 127.0.0.1. The real Bolt and Web API clients run against it unmodified. */
export async function startSlackStandIn(options: StandInOptions = {}): Promise<SlackStandIn> {
	const now = options.now ?? Date.now;
	const app: AppCredentials = { ...standInApp, ...options.app };
	const kept = options.dataFile === undefined ? null : readWorld(options.dataFile);
	const world = kept ?? seedWorld(options.teams ?? [demoTeam], app.name, now);
	if (!world.tokens.some((token) => token.token === app.appToken)) {
		// A new world, or a kept one whose app token was another.
		world.tokens.push({
			token: app.appToken,
			type: "app",
			teamId: null,
			scopes: ["connections:write"],
			revoked: false,
		});
	}
	const spaces = new Workspaces(world, now);
	const file = options.dataFile === undefined ? null : new DataFile(options.dataFile, world);
	const sockets = new SocketMode(app.id);
	const faults = new Faults(now, () => sockets.cut());
	const triggers = new Triggers(options.triggerLifeMs ?? 3000, now);
	const limits = options.limits === null ? null : mergedLimits(options.limits);
	let baseUrl = "";
	const responseUrls = new ResponseUrls(spaces, () => baseUrl);
	const api = new WebApi({
		spaces,
		app,
		triggers,
		limiter: new RateLimiter(limits, now),
		faults,
		responseUrls,
		baseUrl: () => baseUrl,
		openSocketUrl: () => baseUrl.replace("http", "ws") + sockets.ticket(),
	});
	const link = new AppLink(
		app,
		sockets,
		urlsOf(options.requestUrl),
		{ ...slackTimes, ...options.times },
		now,
	);
	const people = new People(spaces, app, link, triggers, responseUrls);
	const pages = new PageServer({
		spaces,
		app,
		people,
		codes: api.codes,
		commands: options.commands ?? [{ command: "/approvals", description: "What waits for you" }],
		shortcuts: options.shortcuts ?? [],
	});
	const watchers = new Set<() => void>();
	const tell = () => {
		for (const look of [...watchers]) look();
	};
	spaces.changed = () => {
		file?.soon();
		pages.changed();
		tell();
	};

	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? "/", "http://stand-in");
		const answering = pathname.startsWith("/api/")
			? api.answerMethod(pathname.slice("/api/".length), request, response)
			: pathname.startsWith("/response/")
				? api.answerResponseUrl(pathname, request, response)
				: pages.answer(request, response);
		answering
			.catch((error: unknown) => {
				// A defect of the stand-in, or a client that went away: say so where a test's reader looks.
				if (!request.destroyed || response.writable)
					process.stderr.write(`slack stand-in: ${String(error)}\n`);
				if (response.headersSent || response.destroyed) response.destroy();
				else response.writeHead(500, { "content-type": "text/plain" }).end(String(error));
			})
			.finally(tell);
	});
	server.on("upgrade", (request, stream, head) => {
		if (faults.isDown) stream.destroy();
		else sockets.upgrade(request, stream, head);
	});
	await listen(server, options.port ?? 0);
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const team = (name?: string) => {
		const found = world.teams.find((one) => name === undefined || one.name === name || one.id === name);
		if (!found) throw new Error(`no workspace ${name}`);
		return found;
	};
	const user = (idOrName: string, teamName?: string) =>
		people.user(idOrName, teamName === undefined ? undefined : team(teamName).id);

	return {
		url: `${baseUrl}/api/`,
		webUrl: `${baseUrl}/`,
		authorizeUrl: `${baseUrl}/oauth/v2/authorize`,
		app,
		people,
		faults,
		calls: api.calls,
		callsOf: (method) => api.calls.filter((call) => call.method === method),
		deliveries: link.deliveries,
		requests: link.requests,
		teams: world.teams,
		team,
		user,
		channel: (name, teamName) => {
			const teamId = team(teamName).id;
			const found = world.channels.find(
				(one) => one.teamId === teamId && (one.id === name || one.name === name.replace(/^#/, "")),
			);
			if (!found) throw new Error(`no channel ${name}`);
			return found;
		},
		direct: (name) => {
			const person = user(name);
			return spaces.direct(person.teamId, person.id);
		},
		botToken: (name) => {
			const teamId = team(name).id;
			const found = world.tokens.findLast(
				(one) => one.type === "bot" && one.teamId === teamId && !one.revoked,
			);
			if (!found) throw new Error(`the app is not installed in ${team(name).name}`);
			return found.token;
		},
		issueToken: (scopes, name) => spaces.install(team(name).id, app.name, scopes).token,
		messages: (filter = {}) =>
			world.messages
				.filter(
					(message) =>
						message.deletedAt === null &&
						(filter.channel === undefined || message.channel === filter.channel) &&
						(filter.threadTs === undefined || message.threadTs === filter.threadTs) &&
						message.ephemeralTo === (filter.ephemeralTo === undefined ? null : user(filter.ephemeralTo).id),
				)
				.map(asShown),
		message: (channel, ts) => {
			const found = spaces.message(channel, ts, true);
			return found && asShown(found);
		},
		allMessages: world.messages,
		modals: (name) => spaces.modals(user(name).id),
		home: (name) => spaces.home(user(name).id),
		deactivate: (name) => {
			user(name).deactivated = true;
			spaces.changed();
		},
		until: (probe) =>
			new Promise((resolve, reject) => {
				const look = () => {
					try {
						const found = probe();
						if (found === undefined || found === null || found === false) return;
						stop();
						resolve(found);
					} catch (error) {
						stop();
						reject(error);
					}
				};
				// What happens in the app itself changes nothing here: that is looked for now and then.
				const looking = setInterval(look, 25);
				const stop = () => {
					clearInterval(looking);
					watchers.delete(look);
				};
				watchers.add(look);
				look();
			}),
		sockets,
		useRequestUrl: (url) => {
			link.urls = urlsOf(url);
		},
		verifyRequestUrl: async () => {
			const challenge = `challenge-${now()}`;
			const acked = await link.deliver("events_api", {
				token: app.verificationToken,
				challenge,
				type: "url_verification",
			});
			const { payload } = acked;
			return payload === challenge || (typeof payload === "object" && payload?.challenge === challenge);
		},
		sign: (kind, payload, { secret, at } = {}) => {
			if (!link.urls) throw new Error("only in HTTP mode is anything signed");
			return signedRequest({
				kind,
				urls: link.urls,
				payload,
				secret: secret ?? app.signingSecret,
				at: at ?? now(),
			});
		},
		deliver: (kind, payload) => link.deliver(kind, payload),
		close: async () => {
			link.close();
			faults.clear();
			sockets.close();
			pages.close();
			file?.flush();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

function mergedLimits(given: Partial<Limits> | undefined): Limits {
	return { ...slackLimits, ...given, perMinute: { ...slackLimits.perMinute, ...given?.perMinute } };
}

function listen(server: Server, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", () => {
			server.off("error", reject);
			resolve();
		});
	});
}
