import { v7 as newId } from "uuid";
import type { Tx } from "../../db/transaction.ts";
import type { Instant } from "../../policy/directory.ts";
import { requireMayAct, requireScope } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { changeDirectory, readDirectory, readNow } from "../directory/change.ts";
import { type ReferredPerson, requirePerson } from "../directory/person-reference.ts";
import { requireAnyReader, requireDirectoryWriter } from "../directory/rights.ts";
import { invalid, Refusal } from "../refusal.ts";
import { feedAddress, openSecret } from "./feed-address.ts";
import { FeedError } from "./feed-error.ts";
import type { FeedPorts } from "./feed-ports.ts";
import { nextLook } from "./next-look.ts";
import { DEFAULT_WORDS } from "./out-of-office-words.ts";
import type { AwayPeriod } from "./period.ts";
import { readOutOfOffice } from "./read-out-of-office.ts";
import { readStanding, writeDelegations } from "./write-delegations.ts";

/** A person's out-of-office calendar as the person sees it. */
export interface CalendarFeedView {
	/** All that is shown of the address. */
	host: string;
	/** Who decides meanwhile. */
	delegate: { id: string; name: string; email: string; active: boolean };
	/** Words in a title that mark an event. */
	words: string[];
	/** What was found that is not over, by start; ISO 8601 instants. */
	periods: { start: string; end: string }[];
	/** When the calendar was last read; null: never. */
	fetchedAt: string | null;
	/** Why the last attempt failed; null when it did not. */
	lastError: string | null;
	/** When it is looked at again. */
	nextFetchAt: string;
	createdAt: string;
}

export interface FeedInput {
	/** `https://` or `webcal://`. */
	url: string;
	/** Id or e-mail address of who decides meanwhile. */
	delegate: string;
	/** Words in a title that mark an event. Default: those that count for everybody. */
	words?: string[];
}

const MOST_WORDS = 20;
const LONGEST_WORD = 60;

/**
 * Lets the actor's own calendar say when somebody else decides: it is fetched at once, and then every half hour. A
 * calendar that there is already is replaced; what it had found and the new one does not say ends.
 *
 * Refuses: `not_eligible` (auditors, service accounts, keys without requests:write), `invalid` (`url` also where it
 * cannot be fetched or read, `delegate`, `words`).
 */
export async function setFeed(ctx: Ctx, input: FeedInput, ports: FeedPorts): Promise<CalendarFeedView> {
	const { actor } = ctx;
	requireMayAct(actor);
	requireScope(actor, "requests:write");
	const { workspaceId, personId } = actor;
	const words = input.words === undefined ? null : checkedWords(input.words);
	const before = await readDirectory(ctx, async (tx) => {
		await requireDelegate(tx, personId, input.delegate);
		return { person: await requireOwner(tx, personId), now: await readNow(ctx, tx) };
	});
	const found = await refusing(() => look(input.url, words, before, ports));
	// Before the transaction: sealing may have to make the person's key.
	const sealed = await ports.sealer.seal(
		{ url: found.url.href, words },
		{ workspaceId, subject: `person:${personId}` },
	);
	return changeDirectory(ctx, async (change) => {
		const { tx, now } = change;
		const delegate = await requireDelegate(tx, personId, input.delegate);
		const [row] = await tx.sql<{ id: string }[]>`
			insert into calendar_feeds (id, workspace_id, person_id, delegate_id, sealed_url, host, etag, next_fetch_at, fetched_at, created_at)
			values (${newId()}, ${workspaceId}, ${personId}, ${delegate.id}, ${sealed}, ${found.url.host}, ${found.etag},
				${iso(nextLook(now))}, ${iso(now)}, ${iso(now)})
			on conflict (person_id) do update set delegate_id = excluded.delegate_id, sealed_url = excluded.sealed_url,
				host = excluded.host, etag = excluded.etag, next_fetch_at = excluded.next_fetch_at,
				fetched_at = excluded.fetched_at, last_error = null
			returning id`;
		if (row === undefined) throw new Error("the calendar was not written");
		await change.record("calendar_feed_set", { feed: row.id, from: personId, to: delegate.id });
		const people = { feedId: row.id, personId, delegateId: delegate.id };
		await writeDelegations(change, people, found.periods);
		return view(tx, await requireFeed(tx, personId), words, now);
	});
}

/**
 * Takes a calendar away: what it found and has not begun goes, what has begun ends now. One's own, or, for
 * administrators, anybody's.
 *
 * Refuses: `not_found`, `not_eligible`, `invalid` (person).
 */
export async function removeFeed(ctx: Ctx, input: { person?: string } = {}): Promise<{ removed: true }> {
	const { actor } = ctx;
	return changeDirectory(ctx, async (change) => {
		const { tx } = change;
		const person = input.person === undefined ? null : await requirePerson(tx, "person", input.person);
		const personId = person?.id ?? actor.personId;
		if (personId === actor.personId) {
			requireMayAct(actor);
			requireScope(actor, "requests:write");
		} else requireDirectoryWriter(actor);
		const feed = await requireFeed(tx, personId);
		const people = { feedId: feed.id, personId, delegateId: feed.delegate_id };
		await writeDelegations(change, people, []);
		// What was so stays on the list of what is over, without its calendar.
		await tx.sql`update delegations set feed_id = null where feed_id = ${feed.id}`;
		await tx.sql`delete from calendar_feeds where id = ${feed.id}`;
		await change.record("calendar_feed_removed", { feed: feed.id, from: personId });
		return { removed: true };
	});
}

/**
 * The actor's own calendar, or null.
 *
 * Refuses: `not_eligible` (keys without requests:read).
 */
export async function findFeed(ctx: Ctx, ports: FeedPorts): Promise<CalendarFeedView | null> {
	const { actor } = ctx;
	requireAnyReader(actor);
	const row = await readDirectory(ctx, (tx) => readFeed(tx, actor.personId));
	if (row === undefined) return null;
	const words = await openSecret(ports.sealer, {
		workspaceId: actor.workspaceId,
		personId: actor.personId,
		sealed: row.sealed_url,
	}).then(
		(secret) => secret.words,
		(error: unknown) => {
			if (error instanceof FeedError) return null;
			throw error;
		},
	);
	return readDirectory(ctx, async (tx) => view(tx, row, words, await readNow(ctx, tx)));
}

/**
 * The actor's own calendar.
 *
 * Refuses: `not_found`, `not_eligible`.
 */
export async function getFeed(ctx: Ctx, ports: FeedPorts): Promise<CalendarFeedView> {
	const feed = await findFeed(ctx, ports);
	if (feed === null) throw noFeed();
	return feed;
}

interface Found {
	url: URL;
	etag: string | null;
	periods: AwayPeriod[];
}

async function look(
	address: string,
	words: string[] | null,
	{ person, now }: { person: { timeZone: string }; now: Instant },
	ports: FeedPorts,
): Promise<Found> {
	const url = feedAddress(address);
	const fetched = await ports.fetchCalendar(url.href, null);
	if (!fetched.changed)
		throw new Error("a calendar that was asked for without an ETag came without its text");
	const periods = readOutOfOffice(fetched.text, {
		now,
		timeZone: person.timeZone,
		words: words ?? DEFAULT_WORDS,
	});
	return { url, etag: fetched.etag, periods };
}

/** What is wrong with a calendar is refused at its address. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof FeedError ? invalid("url", error.message) : error;
	}
}

function checkedWords(words: readonly string[]): string[] {
	const trimmed = words.map((word) => word.trim().replace(/\s+/g, " "));
	if (trimmed.length > MOST_WORDS) throw invalid("words", `write at most ${MOST_WORDS} words`);
	const wrong = trimmed.findIndex((word) => word === "" || word.length > LONGEST_WORD);
	if (wrong !== -1) throw invalid(`words[${wrong}]`, `write 1 to ${LONGEST_WORD} characters`);
	return trimmed;
}

async function requireOwner(tx: Tx, personId: string): Promise<{ timeZone: string }> {
	const [row] = await tx.sql<{ kind: string; time_zone: string }[]>`
		select kind, time_zone from people where id = ${personId}`;
	if (row?.kind !== "person") throw new Refusal("not_eligible", "A service account has no calendar.");
	return { timeZone: row.time_zone };
}

async function requireDelegate(tx: Tx, personId: string, reference: string): Promise<ReferredPerson> {
	const delegate = await requirePerson(tx, "delegate", reference);
	if (delegate.id === personId) throw invalid("delegate", "is you: write somebody else");
	if (!delegate.active) throw invalid("delegate", `${delegate.email} is deactivated: write somebody active`);
	if (delegate.kind !== "person")
		throw invalid("delegate", `${delegate.email} is a service account: write a person`);
	return delegate;
}

interface FeedRow {
	id: string;
	delegate_id: string;
	delegate_name: string;
	delegate_email: string;
	delegate_active: boolean;
	sealed_url: string;
	host: string;
	last_error: string | null;
	next_ms: number;
	fetched_ms: number | null;
	created_ms: number;
}

async function readFeed(tx: Tx, personId: string): Promise<FeedRow | undefined> {
	const [row] = await tx.sql<FeedRow[]>`
		select f.id, f.delegate_id, d.name as delegate_name, d.email as delegate_email, d.active as delegate_active,
			f.sealed_url, f.host, f.last_error, extract(epoch from f.next_fetch_at)::float8 * 1000 as next_ms,
			extract(epoch from f.fetched_at)::float8 * 1000 as fetched_ms,
			extract(epoch from f.created_at)::float8 * 1000 as created_ms
		from calendar_feeds f join people d on d.id = f.delegate_id where f.person_id = ${personId}`;
	return row;
}

async function requireFeed(tx: Tx, personId: string): Promise<FeedRow> {
	const row = await readFeed(tx, personId);
	if (row === undefined) throw noFeed();
	return row;
}

async function view(
	tx: Tx,
	row: FeedRow,
	words: readonly string[] | null,
	now: Instant,
): Promise<CalendarFeedView> {
	const periods = await readStanding(tx, row.id, now);
	return {
		host: row.host,
		delegate: {
			id: row.delegate_id,
			name: row.delegate_name,
			email: row.delegate_email,
			active: row.delegate_active,
		},
		words: [...(words ?? DEFAULT_WORDS)],
		periods: periods.map(({ start, end }) => ({ start: iso(start), end: iso(end) })),
		fetchedAt: row.fetched_ms === null ? null : iso(row.fetched_ms),
		lastError: row.last_error,
		nextFetchAt: iso(row.next_ms),
		createdAt: iso(row.created_ms),
	};
}

function noFeed(): Refusal {
	return new Refusal("not_found", "There is no out-of-office calendar.");
}

function iso(at: Instant): string {
	return new Date(Math.round(at)).toISOString();
}
