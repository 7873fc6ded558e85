import type { Metadata } from "next";
import { readPreferences } from "../../../ledger/preferences/read-preferences.ts";
import { slackStateOf } from "../../../ledger/slack/link-state.ts";
import { PreferencesForm } from "../../preferences/preferences-form.tsx";
import { SlackSection } from "../../preferences/slack-section.tsx";
import { pageCtx } from "../../server/page-context.ts";
import { PageHeading } from "../../ui/page-heading.tsx";
import { words } from "../../words/words.ts";

const t = words.preferences;

export const metadata: Metadata = { title: t.title };

/** One's own preferences: language, time zone, channels, quiet hours, digest. */
export default async function Page() {
	const ctx = await pageCtx();
	const [preferences, slack] = await Promise.all([readPreferences(ctx), slackStateOf(ctx)]);
	return (
		<div className="mx-auto w-full max-w-2xl px-4 py-8 sm:px-8">
			<PageHeading title={t.title} lead={t.lead} />
			<PreferencesForm preferences={preferences} timeZones={Intl.supportedValuesOf("timeZone")} />
			<SlackSection state={slack} />
		</div>
	);
}
