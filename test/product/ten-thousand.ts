/**
 * `node --import tsx test/product/ten-thousand.ts [COUNT]`: starts the product, submits 10 000 requests over HTTP (all
 * of them waiting for Ana), and prints how long Ana's inbox page takes before and after, and how much of it is
 * spent in the database.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Database } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";
import { type Ctx, databaseClock } from "../../ledger/context.ts";
import { countWaiting, listRequests } from "../../ledger/read/list-requests.ts";
import { startProduct } from "../support/product.ts";

const COUNT = Number(process.argv[2] ?? 10_000);
const FIRST = 60;
const IN_FLIGHT = 16;
const LOADS = 60;

const product = await startProduct();
try {
	const cookie = await signIn();
	// A full page, so that both sides draw as many rows.
	await submitAll(FIRST);
	await untilQuiet();
	await report(`before, ${FIRST} waiting`);
	const began = performance.now();
	await submitAll(COUNT);
	const seconds = (performance.now() - began) / 1000;
	console.log(`submitted ${COUNT} in ${seconds.toFixed(1)} s (${(COUNT / seconds).toFixed(0)}/s)`);
	await report("right after, mails still being sent");
	await untilQuiet();
	await report("after, quiet");

	async function report(when: string): Promise<void> {
		const page = await loads("/", cookie);
		const api = await loads("/api/v1/requests?assignee=me", cookie);
		const database = await databaseTime();
		console.log(`${when}: page ${page}; list by API ${api}; database ${database}`);
	}
} finally {
	await product.remove();
}

async function signIn(): Promise<string> {
	const answer = await fetch(product.user("ana").signInUrl, { redirect: "manual" });
	const cookie = answer.headers.get("set-cookie")?.split(";")[0];
	if (cookie === undefined) throw new Error("the sign-in link set no cookie");
	return cookie;
}

/** Median and 95th percentile of `LOADS` loads, one after another, in ms. */
async function loads(path: string, cookie: string): Promise<string> {
	const times: number[] = [];
	for (let n = -5; n < LOADS; n++) {
		const began = performance.now();
		const response = await fetch(product.url + path, { headers: { cookie } });
		await response.arrayBuffer();
		if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
		// The first few warm caches and compilers.
		if (n >= 0) times.push(performance.now() - began);
	}
	return spread(times);
}

function spread(times: number[]): string {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1);
	return `median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

async function submitAll(count: number): Promise<void> {
	let next = 0;
	const work = async () => {
		for (let n = next++; n < count; n = next++) {
			const { status, body } = await product.call("POST", "/requests", {
				body: {
					policy: "refund",
					title: `Refund for order ${n}`,
					context: { amount: 100 + n, customer: `Customer ${n}`, order: String(n) },
				},
			});
			if (status !== 201) throw new Error(`submission ${n} answered ${status}: ${JSON.stringify(body)}`);
			if (n % 1000 === 999) console.error(`  ${n + 1}`);
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

/** Waits until every mail has been sent or given up. */
async function untilQuiet(): Promise<void> {
	const sql = postgres(superuserUrl(), { max: 1, onnotice: () => undefined });
	try {
		for (;;) {
			const [row] = await sql<{ due: number }[]>`
				select count(*)::int as due from deliveries where next_attempt_at is not null`;
			if (row?.due === 0) return;
			await new Promise((resolve) => setTimeout(resolve, 1000));
		}
	} finally {
		await sql.end();
	}
}

/**
 * Time inside PostgreSQL of the statements that make Ana's inbox, in ms: the very ones of the ledger, under the
 * application's role and its row-level security, each timed by auto_explain.
 */
async function databaseTime(): Promise<string> {
	let spent = 0;
	const sql = postgres(superuserUrl(), {
		max: 1,
		connection: {
			role: "countersign_app",
			session_preload_libraries: "auto_explain",
			"auto_explain.log_min_duration": "0",
			client_min_messages: "log",
		},
		onnotice: ({ message }) => {
			spent += Number(/^duration: ([\d.]+) ms/.exec(message ?? "")?.[1] ?? 0);
		},
	});
	const db: Database = { sql, orm: drizzle(sql, { schema }), close: () => sql.end() };
	try {
		const ctx = await anasCtx(db);
		const median = async (work: () => Promise<unknown>) => {
			const times: number[] = [];
			for (let n = 0; n < 25; n++) {
				spent = 0;
				await work();
				if (n >= 5) times.push(spent);
			}
			return times.toSorted((x, y) => x - y)[10]?.toFixed(2);
		};
		const byDue = await median(() => listRequests(ctx, { assignee: "me", sort: "due", limit: 50 }));
		const newest = await median(() => listRequests(ctx, { assignee: "me", limit: 50 }));
		const count = await median(() => countWaiting(ctx));
		return `list by due ${byDue} ms, newest first ${newest} ms, count ${count} ms`;
	} finally {
		await db.close();
	}
}

async function anasCtx(db: Database): Promise<Ctx> {
	const sql = postgres(superuserUrl(), { max: 1 });
	const { id, name, email } = product.user("ana");
	const [row] = await sql<{ workspace_id: string }[]>`select workspace_id from people where id = ${id}`;
	await sql.end();
	if (row === undefined) throw new Error("Ana is not in the database");
	const how = {
		role: "member",
		channel: "web",
		assurance: "session",
		scopes: null,
		authenticatedAt: null,
	} as const;
	return {
		db,
		clock: databaseClock,
		after: { tell: () => undefined, notify: () => undefined },
		actor: { workspaceId: row.workspace_id, personId: id, name, email, ...how },
	};
}

function superuserUrl(): string {
	const read = (file: string) => JSON.parse(readFileSync(join(product.dataDir, file), "utf8"));
	return `postgres://postgres:${read("secrets.json").postgresSuperuser}@127.0.0.1:${read("engine.json").ports.postgres}/countersign`;
}
