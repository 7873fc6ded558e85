import { pino } from "pino";
import { v7 as newId } from "uuid";
import { createMailer, type MailerOptions } from "../../emails/mailer.ts";
import { databaseClock } from "../../ledger/context.ts";
import type { LinkPorts } from "../../ledger/links/decide-by-link.ts";
import { submit } from "../../ledger/submit.ts";
import { deliverDue, type EmailDeps } from "../../worker/activities/deliver-email.ts";
import { followMoves } from "../../worker/follower.ts";
import { startSmtp, type TestSmtp } from "./smtp-server.ts";
import { makeWorkspace, type openPools, policy, type TestWorkspace } from "./workspace.ts";

const SITE = "http://127.0.0.1:9";

/** The mail courier, its mail server and the follower, in a database of the test's own. */
export interface MailCourier {
	smtp: TestSmtp;
	ports: LinkPorts;
	/** Delivers until nothing is due; answers how many deliveries were made. */
	deliverAll(deps?: Partial<EmailDeps>): Promise<number>;
	/** Lets open requests follow what changed in the directory. */
	follow(): Promise<void>;
	/** A request in a workspace of its own. */
	opened(
		stage?: Record<string, unknown>,
		more?: Record<string, unknown>,
	): Promise<{ ws: TestWorkspace; id: string }>;
	/** The link in the newest mail to a person of the test's. */
	linkTo(name: string): { linkId: string; token: string };
	/** Newest last. */
	mailsTo(name: string): TestSmtp["mails"];
	deps: EmailDeps;
	close(): Promise<void>;
}

export async function startMailCourier(
	pools: ReturnType<typeof openPools>,
	mail: Partial<MailerOptions> = {},
): Promise<MailCourier> {
	const smtp = await startSmtp();
	const mailer = createMailer({
		smtpUrl: smtp.url,
		from: "Countersign <c@test.example>",
		publicHost: "test.example",
		...mail,
	});
	const after = { tell: () => {}, notify: () => {} };
	const linkKey = Buffer.alloc(32, 7);
	const log = pino({ level: "silent" });
	const ctx = { db: pools.db, clock: databaseClock, after };
	const deps: EmailDeps = {
		ctx,
		system: pools.system,
		linkKey,
		mailer,
		publicUrl: SITE,
		log,
		stopping: new AbortController().signal,
	};
	const mailsTo = (name: string) =>
		smtp.mails.filter((item) => item.to?.[0]?.address === `${name}@test.example`);
	return {
		smtp,
		deps,
		ports: { ...pools, clock: databaseClock, after, linkKey },
		async deliverAll(more = {}) {
			let sent = 0;
			const all = { ...deps, ...more };
			for (let pass = await deliverDue(all); pass.claimed > 0; pass = await deliverDue(all))
				sent += pass.sent;
			return sent;
		},
		async follow() {
			do await pools.owner.sql`update directory_moves set visible_at = now() - interval '1 second'`;
			while ((await followMoves({ ctx, system: pools.system, log })) > 0);
		},
		async opened(stage = {}, more = {}) {
			const ws = await makeWorkspace(pools);
			await ws.push(policy(stage, { show: ["amount"], ...more }));
			const body = { policy: "refund", title: `Refund ${newId()}`, context: { amount: 5 } };
			return { ws, id: (await submit(ws.ctx("riley"), body)).requestId };
		},
		mailsTo,
		linkTo(name) {
			const [, linkId = "", token = ""] =
				/\/l\/([0-9a-f-]{36})#([\w-]{43})/.exec(mailsTo(name).at(-1)?.text ?? "") ?? [];
			return { linkId, token };
		},
		async close() {
			mailer.close();
			await smtp.close();
		},
	};
}
