/** How many calls Slack takes; https://docs.slack.dev/apis/web-api/rate-limits. */
export interface Limits {
	/** Messages a second to one channel, and how many at once before that counts. */
	messagesPerSecond: number;
	messageBurst: number;
	/** chat.postMessage of a whole workspace, a minute. */
	messagesPerMinute: number;
	/** Calls a minute by method; `default` for those not named. */
	perMinute: Record<string, number>;
}

const tier1 = 1;
const tier2 = 20;
const tier3 = 50;
const tier4 = 100;

/**
 * Tiers as Slack's method pages state them; a tier is a floor, so the stand-in is as strict as Slack may be.
 * apps.connections.open gets ten times its tier: a client that reconnects opens several in a row, and Slack lets it.
 */
export const slackLimits: Limits = {
	messagesPerSecond: 1,
	messageBurst: 5,
	messagesPerMinute: 300,
	perMinute: {
		default: tier3,
		"auth.test": 600,
		"apps.connections.open": tier1 * 10,
		"chat.update": tier3,
		"chat.delete": tier3,
		"chat.postEphemeral": tier4,
		"chat.getPermalink": 600,
		"conversations.open": tier3,
		"conversations.info": tier3,
		"conversations.members": tier4,
		"conversations.list": tier2,
		"conversations.history": tier3,
		"conversations.replies": tier3,
		"users.info": tier4,
		"users.list": tier2,
		"users.lookupByEmail": tier3,
		"views.open": tier4,
		"views.update": tier4,
		"views.push": tier4,
		"views.publish": tier4,
		"oauth.v2.access": tier4,
		"team.info": tier3,
		"bots.info": tier3,
	},
};

interface Bucket {
	tokens: number;
	at: number;
}

/** Token buckets, one for each workspace and method, and one for each channel that is posted to. */
export class RateLimiter {
	limits: Limits | null;
	readonly #now: () => number;
	readonly #buckets = new Map<string, Bucket>();

	constructor(limits: Limits | null, now: () => number) {
		this.limits = limits;
		this.#now = now;
	}

	/** Seconds to wait (a whole number, at least 1), or null if the call may pass; then it is counted. */
	refuse(teamId: string, method: string, channel: string | null): number | null {
		const limits = this.limits;
		if (!limits) return null;
		const wanted: [string, number, number][] =
			method === "chat.postMessage"
				? [
						[`${teamId} message ${channel}`, limits.messagesPerSecond, Math.max(1, limits.messageBurst)],
						[`${teamId} messages`, limits.messagesPerMinute / 60, Math.max(1, limits.messagesPerMinute)],
					]
				: [[`${teamId} ${method}`, perSecond(limits, method), Math.max(1, perSecond(limits, method) * 60)]];
		const buckets = wanted.map(([key, rate, size]) => ({ bucket: this.#fill(key, rate, size), rate }));
		const short = buckets.filter(({ bucket }) => bucket.tokens < 1);
		if (short.length > 0) {
			return Math.max(1, ...short.map(({ bucket, rate }) => Math.ceil((1 - bucket.tokens) / rate)));
		}
		for (const { bucket } of buckets) bucket.tokens -= 1;
		return null;
	}

	#fill(key: string, rate: number, size: number): Bucket {
		const now = this.#now();
		const bucket = this.#buckets.get(key) ?? { tokens: size, at: now };
		bucket.tokens = Math.min(size, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate);
		bucket.at = now;
		this.#buckets.set(key, bucket);
		return bucket;
	}
}

function perSecond(limits: Limits, method: string): number {
	return (limits.perMinute[method] ?? limits.perMinute.default ?? tier3) / 60;
}
