import { type Allowance, NOTHING_ALLOWED } from "../../outbound/allowance.ts";
import { callOutside, type OutsideAnswer, type OutsideCall } from "../../outbound/call-outside.ts";
import { OutboundError } from "../../outbound/outbound-error.ts";
import { FeedError } from "./feed-error.ts";
import type { FetchCalendar } from "./feed-ports.ts";
import { CALENDAR_LIMITS, tooLarge } from "./read-out-of-office.ts";

export interface FetchOptions {
	/** Default: nothing beside public https addresses. */
	allowance?: Allowance | undefined;
	/** For all of it, redirects too, ms. Default 15 s. */
	timeoutMs?: number;
	/** Bytes at the most. Default 5 MiB. */
	mostBytes?: number;
	/** Gives up what is under way, with `OutboundError` `interrupted`: that is no fault of the calendar. */
	signal?: AbortSignal;
	resolve?: OutsideCall["resolve"];
}

const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches calendars: at most three redirects, each address checked like the first. Errors are sentences for the person
 * whose calendar it is; they quote nothing of the address or the answer.
 */
export function createFetchCalendar(options: FetchOptions): FetchCalendar {
	return async (url, etag) => {
		const { status, headers, body } = await follow(url, etag, options);
		if (status === 304 && etag !== null) return { changed: false };
		if (status !== 200) throw statusError(status);
		if ((headers["content-encoding"] ?? "identity") !== "identity")
			throw new FeedError(
				"not_answered",
				"The address answers with something compressed, which nobody asked for.",
			);
		return { changed: true, text: body.toString("utf8"), etag: headers.etag?.slice(0, 1_000) ?? null };
	};
}

async function follow(url: string, etag: string | null, options: FetchOptions): Promise<OutsideAnswer> {
	const until = performance.now() + (options.timeoutMs ?? 15_000);
	let target = url;
	for (let left = MOST_REDIRECTS; ; left -= 1) {
		const answer = await call(target, etag, until - performance.now(), options);
		const { location } = answer.headers;
		if (!REDIRECTS.has(answer.status) || location === undefined) return whole(answer, options);
		if (left === 0 || !URL.canParse(location, target))
			throw new FeedError("not_answered", "The address leads on too often, or to nothing.");
		target = new URL(location, target).href;
	}
}

async function call(
	url: string,
	etag: string | null,
	timeoutMs: number,
	{ allowance = NOTHING_ALLOWED, resolve, signal, mostBytes = CALENDAR_LIMITS.bytes }: FetchOptions,
): Promise<OutsideAnswer> {
	const headers = {
		accept: "text/calendar, text/plain;q=0.5, */*;q=0.1",
		"accept-encoding": "identity",
		"user-agent": "Countersign",
		...(etag === null ? {} : { "if-none-match": etag }),
	};
	if (timeoutMs <= 0) throw tooSlow();
	try {
		return await callOutside({
			url,
			method: "GET",
			headers,
			timeoutMs,
			mostBytes,
			allowance,
			...(signal === undefined ? {} : { signal }),
			...(resolve === undefined ? {} : { resolve }),
		});
	} catch (error) {
		throw error instanceof OutboundError && error.code !== "interrupted" ? explained(error) : error;
	}
}

function explained(error: OutboundError): FeedError {
	if (error.code === "refused_url") return new FeedError("address_invalid", error.message);
	if (error.code === "refused_address") return new FeedError("address_refused", error.message);
	if (error.code === "timeout") return tooSlow();
	return new FeedError("unreachable", error.message);
}

/** Half a calendar would look as if the other half were cancelled. */
function whole(answer: OutsideAnswer, { mostBytes = CALENDAR_LIMITS.bytes }: FetchOptions): OutsideAnswer {
	if (answer.whole || answer.status !== 200) return answer;
	throw answer.body.length >= mostBytes ? tooLarge() : tooSlow();
}

function tooSlow(): FeedError {
	return new FeedError("unreachable", "The whole calendar did not come in time.");
}

function statusError(status: number): FeedError {
	if (status === 404 || status === 410)
		return new FeedError(
			"not_answered",
			`There is no calendar at this address (any more): it answers ${status}.`,
		);
	if (status === 401 || status === 403) {
		return new FeedError(
			"not_answered",
			`The address asks for a sign-in (${status}): give the secret or published address of the calendar.`,
		);
	}
	return new FeedError("not_answered", `The address answers ${status} in place of a calendar.`);
}
