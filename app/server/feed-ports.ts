import type { FeedPorts } from "../../ledger/away/feed-ports.ts";
import { createFetchCalendar } from "../../ledger/away/fetch-calendar.ts";
import type { Ctx } from "../../ledger/context.ts";
import { web } from "./context.ts";

/** What the verbs about out-of-office calendars need beside a context. */
export async function feedPorts(ctx: Ctx): Promise<FeedPorts> {
	const { sealer, outbound } = await web().withSealer(ctx);
	return { sealer, fetchCalendar: createFetchCalendar({ allowance: outbound }) };
}
