import type { WebhookContent } from "../ledger/webhooks/load.ts";
import { chatNotice } from "./chat-notice.ts";
import { teamsCard } from "./teams-card.ts";

/** The body of a message, in the form that its receiver takes. @param site where people reach the web app */
export function webhookBody(content: WebhookContent, site: string): string {
	switch (content.kind) {
		case "standard":
			return JSON.stringify(standardEvent(content));
		case "teams":
			return JSON.stringify(teamsCard(content, site));
		case "chat":
			return JSON.stringify(chatNotice(content, site));
	}
}

/** What programs get: the event, and the request as the API answers it. */
function standardEvent({ type, at, version, facts, request }: WebhookContent) {
	return { type, timestamp: at, data: { event: { version, ...facts }, request } };
}
