import { admin } from "./en/admin.ts";
import { away } from "./en/away.ts";
import { common } from "./en/common.ts";
import { delegations } from "./en/delegations.ts";
import { groups } from "./en/groups.ts";
import { inbox } from "./en/inbox.ts";
import { link } from "./en/link.ts";
import { people } from "./en/people.ts";
import { preferences } from "./en/preferences.ts";
import { replay } from "./en/replay.ts";
import { request } from "./en/request.ts";
import { signIn } from "./en/sign-in.ts";
import { slack } from "./en/slack.ts";
import { webhooks } from "./en/webhooks.ts";
import { workingTime } from "./en/working-time.ts";

/** Every English sentence of the pages. Another language is another object of this shape. */
export const en = {
	admin,
	away,
	common,
	delegations,
	groups,
	inbox,
	link,
	people,
	preferences,
	replay,
	request,
	signIn,
	slack,
	webhooks,
	workingTime,
};
