import type { Logger } from "pino";
import type { Access } from "../ledger/access/access.ts";
import type { Actor } from "../ledger/actor.ts";
import type { Ctx } from "../ledger/context.ts";
import type { TokenSealer } from "../ledger/slack/installations.ts";

/** What the bot stands on. */
export interface BotDeps {
	access: Access;
	sealer: TokenSealer;
	ctxFor(actor: Actor): Ctx;
	/** Where people reach the web app, without a slash at the end. */
	site: string;
	log: Logger;
}
