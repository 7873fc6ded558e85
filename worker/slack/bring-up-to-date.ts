import type { WebClient } from "@slack/web-api";
import type { Database } from "../../db/connect.ts";
import type { Clock } from "../../ledger/context.ts";
import { type Sending, whenToSend } from "../../ledger/deliveries/when-to-send.ts";
import type { ClaimedCopy } from "../../ledger/slack/claim.ts";
import type { CopyPlace } from "../../ledger/slack/copy-place.ts";
import { isWorthPosting, type SlackContent } from "../../ledger/slack/load.ts";
import { type CopyAttempt, notePosting } from "../../ledger/slack/record.ts";
import { MESSAGE_EVENT } from "../../slack/blocks/ids.ts";
import { type Rendered, requestMessage } from "../../slack/blocks/request-message.ts";
import { storyReply } from "../../slack/blocks/story.ts";
import { slackFailure } from "./slack-failure.ts";
import type { SlackPace } from "./slack-pace.ts";

export interface CopyTools {
	db: Database;
	client: WebClient;
	pace: SlackPace;
	/** Conversations with people, by team and user, as far as they are known. */
	direct: Map<string, string>;
	/** Where people reach the web app. */
	site: string;
	/** Which instant counts, of the database's. */
	now: Clock;
	/** No call begins after this, by `performance.now()`. */
	until: number;
}

/** A call has to wait its turn: nothing was sent. */
class NotNow extends Error {
	readonly ms: number;
	/** What is known of the place, where that is news. */
	readonly place: CopyPlace | undefined;
	constructor(ms: number, place?: CopyPlace) {
		super("not now");
		this.ms = ms;
		this.place = place;
	}
}

/**
 * Makes one copy show what the ledger says: posts it, rewrites it, or leaves it where it shows that already; then
 * tells its thread what happened since. Throws what Slack's client throws where a call met no 429.
 */
export async function bringUpToDate(
	tools: CopyTools,
	copy: ClaimedCopy,
	content: SlackContent,
): Promise<CopyAttempt> {
	// What is known by now, also when a later call fails.
	let known: { place?: CopyPlace; digest?: string } = {};
	try {
		const found = await findCopy(tools, copy, content);
		if (found === null) {
			if (!isWorthPosting(content)) return { copy, result: "nothing" };
			const sending = sendingOf(copy, content, tools.now(copy.claimedAt));
			if (sending.when === "later") return { copy, result: "postponed", until: sending.at };
		}
		const message = requestMessage(content, tools.site);
		const posted = found === null;
		const place = posted ? await post(tools, copy, content, message) : { ...found, seen: content.seen };
		const same = !posted && copy.shownDigest === message.digest && copy.place?.ts === place.ts;
		if (posted) known = { place, digest: message.digest };
		else if (!same) {
			await update(tools, place, message);
			known = { place, digest: message.digest };
		}
		const told = { ...place, told: await tellStory(tools, place, content) };
		const written = posted || !same || told.told > place.told;
		return { copy, result: "shown", place: told, digest: message.digest, written };
	} catch (error) {
		if (error instanceof NotNow) {
			const { ms, place } = error;
			const news = place === undefined ? known : { ...known, place };
			return { copy, result: "later", error: "rate_limited", retryMs: ms, ...news };
		}
		if (known.place === undefined) throw error;
		const failure = slackFailure(error);
		if (failure.kind === "permanent") throw error;
		return { copy, result: "later", error: `thread: ${failure.kind}`, retryMs: 5_000, ...known };
	}
}

/** When a new message may disturb its reader. A copy that is rewritten in place disturbs nobody. */
function sendingOf({ wants, claimedAt }: ClaimedCopy, content: SlackContent, now: number): Sending {
	const message = { wants, actsAt: content.actsAt, since: claimedAt, mayGather: false };
	return whenToSend(message, content.recipient, now);
}

/** Where the copy is; null where there is none yet. One whose answer was lost is looked for by what it carries. */
async function findCopy(
	tools: CopyTools,
	copy: ClaimedCopy,
	content: SlackContent,
): Promise<(CopyPlace & { ts: string }) | null> {
	const { place } = copy;
	if (place === null) return null;
	if (place.ts !== null) return { ...place, ts: place.ts };
	if (!place.unsure) return null;
	const oldest = (Date.parse(place.since) - 60_000) / 1_000;
	const { messages = [] } = await call(tools, place.team, "conversations.history", null, (client) =>
		client.conversations.history({
			channel: place.channel,
			oldest: String(oldest),
			include_all_metadata: true,
			limit: 200,
		}),
	);
	const posted = messages.find(({ metadata }) => {
		const payload: unknown = metadata?.event_payload;
		return (
			metadata?.event_type === MESSAGE_EVENT &&
			typeof payload === "object" &&
			payload !== null &&
			"delivery" in payload &&
			payload.delivery === copy.id
		);
	});
	return posted?.ts === undefined ? null : { ...place, ts: posted.ts, unsure: false, told: content.storyEnd };
}

async function post(
	tools: CopyTools,
	copy: ClaimedCopy,
	content: SlackContent,
	message: Rendered,
): Promise<CopyPlace & { ts: string }> {
	const { slack } = content;
	const where =
		copy.place ?? (slack === null ? null : { ...slack, channel: await conversation(tools, slack) });
	if (where === null) throw new Error(`delivery ${copy.id} has nobody to go to`);
	const { enterprise, team, channel } = where;
	const place: CopyPlace = {
		enterprise,
		team,
		channel,
		ts: null,
		unsure: true,
		since: copy.place?.since ?? new Date().toISOString(),
		told: content.storyEnd,
		seen: content.seen,
	};
	let begun = copy.place?.unsure === true;
	try {
		const { ts } = await call(tools, team, "chat.postMessage", channel, async (client) => {
			if (!begun) await notePosting(tools.db, copy, place);
			begun = true;
			return client.chat.postMessage({
				channel,
				text: message.text,
				blocks: message.blocks,
				unfurl_links: false,
				unfurl_media: false,
				metadata: { event_type: MESSAGE_EVENT, event_payload: { delivery: copy.id } },
			});
		});
		if (ts === undefined) throw new Error("Slack posted a message and did not say where");
		return { ...place, ts, unsure: false };
	} catch (error) {
		// A 429 is an answer: nothing was posted, and nothing has to be looked for.
		if (error instanceof NotNow && begun) throw new NotNow(error.ms, { ...place, unsure: false });
		throw error;
	}
}

async function update(tools: CopyTools, place: CopyPlace & { ts: string }, message: Rendered): Promise<void> {
	try {
		await call(tools, place.team, "chat.update", null, (client) =>
			client.chat.update({
				channel: place.channel,
				ts: place.ts,
				text: message.text,
				blocks: message.blocks,
			}),
		);
	} catch (error) {
		// Who deleted the message sees nothing that is wrong.
		if (error instanceof NotNow || slackFailure(error).kind !== "gone") throw error;
	}
}

/** Answers up to where the thread is told. */
async function tellStory(
	tools: CopyTools,
	place: CopyPlace & { ts: string },
	content: SlackContent,
): Promise<number> {
	const reply = content.storyEnd > place.told ? storyReply(content) : null;
	if (reply === null) return Math.max(place.told, content.storyEnd);
	await call(tools, place.team, "chat.postMessage", place.channel, (client) =>
		client.chat.postMessage({ channel: place.channel, thread_ts: place.ts, unfurl_links: false, ...reply }),
	);
	return content.storyEnd;
}

async function conversation(
	tools: CopyTools,
	{ team, user }: { team: string; user: string },
): Promise<string> {
	const name = `${team} ${user}`;
	const known = tools.direct.get(name);
	if (known !== undefined) return known;
	const { channel } = await call(tools, team, "conversations.open", null, (client) =>
		client.conversations.open({ users: user }),
	);
	if (channel?.id === undefined) throw new Error("Slack opened a conversation and did not say which");
	tools.direct.set(name, channel.id);
	return channel.id;
}

/** What failed without an answer is left alone so long: what waits behind it would only fail too. */
const TROUBLE_MS = 2_000;

/** A call in its turn. What Slack refuses with 429 holds up what would meet the same, for as long as Slack says. */
function call<T>(
	{ pace, client, until }: CopyTools,
	team: string,
	method: string,
	channel: string | null,
	work: (client: WebClient) => Promise<T>,
): Promise<T> {
	return pace.inTurn(team, method, channel, async () => {
		if (performance.now() > until) throw new NotNow(1_000);
		const wait = pace.ask(team, method, channel);
		if (wait > 0) throw new NotNow(wait);
		try {
			return await work(client);
		} catch (error) {
			const failure = slackFailure(error);
			if (failure.kind === "uncertain") pace.hold(team, method, channel, TROUBLE_MS);
			if (failure.kind !== "rate_limited") throw error;
			pace.hold(team, method, channel, failure.retryAfterMs);
			throw new NotNow(pace.ask(team, method, channel) || failure.retryAfterMs);
		}
	});
}
