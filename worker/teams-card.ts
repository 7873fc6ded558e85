import type { WebhookContent } from "../ledger/webhooks/load.ts";
import { noticeWords } from "./notice-words.ts";

/**
 * A message for Microsoft Teams as its Workflows app takes it («When a Teams webhook request is received»): one
 * Adaptive Card. Texts of people stand in runs of rich text, which know no Markdown: no link of theirs is one.
 */
export function teamsCard(content: WebhookContent, site: string): Record<string, unknown> {
	const { what, title, facts, url } = noticeWords(content, site);
	return {
		type: "message",
		attachments: [
			{
				contentType: "application/vnd.microsoft.card.adaptive",
				contentUrl: null,
				content: {
					$schema: "http://adaptivecards.io/schemas/adaptive-card.json",
					type: "AdaptiveCard",
					version: "1.4",
					msteams: { width: "Full" },
					fallbackText: what,
					body: [
						richText([{ text: what, weight: "Bolder" }]),
						richText([{ text: title, size: "Medium" }]),
						...facts.map(({ name, value }) =>
							richText([{ text: `${name}: `, isSubtle: true }, { text: value }], "None"),
						),
					],
					actions: [{ type: "Action.OpenUrl", title: "Open the request", url }],
				},
			},
		],
	};
}

function richText(runs: Record<string, unknown>[], spacing = "Default"): Record<string, unknown> {
	return { type: "RichTextBlock", spacing, inlines: runs.map((run) => ({ type: "TextRun", ...run })) };
}
