import { randomBytes } from "node:crypto";
import { ApiError } from "./api-error.ts";
import { contentOf } from "./methods/chat.ts";
import type { Fields } from "./shapes.ts";
import { shown, type Workspaces } from "./world.ts";

/** https://docs.slack.dev/interactivity/handling-user-interaction: five uses in thirty minutes. */
const mostUses = 5;
const lifeMs = 30 * 60_000;

interface ResponseUrl {
	teamId: string;
	channel: string;
	userId: string;
	messageTs: string | null;
	threadTs: string | null;
	/** The command or action it belongs to, kept with what is answered. */
	answerTo: string;
	at: number;
	uses: number;
}

/** A refusal with the HTTP status that Slack's response_urls give. */
export class ResponseUrlError extends Error {
	readonly status: number;

	constructor(status: number, code: string) {
		super(code);
		this.status = status;
	}
}

/** The response_urls that presses, commands and shortcuts carry. */
export class ResponseUrls {
	readonly #spaces: Workspaces;
	readonly #baseUrl: () => string;
	readonly #all = new Map<string, ResponseUrl>();

	constructor(spaces: Workspaces, baseUrl: () => string) {
		this.#spaces = spaces;
		this.#baseUrl = baseUrl;
	}

	issue(input: Omit<ResponseUrl, "at" | "uses">): string {
		const path = `/response/${input.teamId}/${randomBytes(12).toString("base64url")}`;
		this.#all.set(path, { ...input, at: this.#spaces.now(), uses: 0 });
		return `${this.#baseUrl()}${path}`;
	}

	teamOf(path: string): { teamId: string; channel: string } | null {
		const found = this.#all.get(path);
		return found ? { teamId: found.teamId, channel: found.channel } : null;
	}

	/** Does what a post to the URL asks for. Throws ResponseUrlError. */
	use(path: string, body: Fields): void {
		const url = this.#all.get(path);
		if (!url) throw new ResponseUrlError(404, "no_service");
		if (this.#spaces.now() - url.at > lifeMs) throw new ResponseUrlError(404, "expired_url");
		if (url.uses >= mostUses) throw new ResponseUrlError(404, "used_url");
		try {
			this.#answer(url, body);
		} catch (error) {
			if (error instanceof ApiError) throw new ResponseUrlError(400, error.code);
			throw error;
		}
		url.uses += 1;
	}

	#answer(url: ResponseUrl, body: Fields): void {
		const bot = this.#spaces.team(url.teamId)?.bot;
		if (!bot) throw new ResponseUrlError(404, "no_service");
		const original = this.#spaces.message(url.channel, url.messageTs, true);
		const { text, blocks, metadata } = contentOf(body);
		if (body.delete_original === true || body.delete_original === "true") {
			if (original?.userId !== bot.userId) throw new ResponseUrlError(404, "message_not_found");
			this.#spaces.remove(original);
			return;
		}
		if (text === "" && !blocks?.length) throw new ApiError("no_text");
		if (body.replace_original === true || body.replace_original === "true") {
			if (original?.userId !== bot.userId) throw new ResponseUrlError(404, "message_not_found");
			this.#spaces.edit(original, {
				by: "response_url",
				text,
				blocks: blocks?.length ? blocks : null,
				metadata: metadata ?? shown(original).metadata,
			});
			return;
		}
		this.#spaces.post({
			teamId: url.teamId,
			channel: url.channel,
			threadTs: typeof body.thread_ts === "string" ? body.thread_ts : null,
			userId: bot.userId,
			botId: bot.botId,
			ephemeralTo: body.response_type === "in_channel" ? null : url.userId,
			answerTo: url.answerTo,
			by: "response_url",
			text,
			blocks: blocks ?? null,
			metadata,
		});
	}
}
