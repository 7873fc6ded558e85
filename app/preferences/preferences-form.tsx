"use client";

import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import type { PersonChannel, Preferences } from "../../ledger/preferences/preferences.ts";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { useNotices } from "../ui/notices.tsx";
import { Section } from "../ui/section.tsx";
import { words } from "../words/words.ts";
import { Field, fieldClass, Switch } from "./preference-fields.tsx";

const t = words.preferences;
const neverChanges = () => () => {};

interface Props {
	preferences: Preferences;
	/** IANA names to choose from. */
	timeZones: readonly string[];
}

type Errors = Record<string, string>;

/** One's preferences: what is changed is sent when «Save» is pressed. */
export function PreferencesForm({ preferences: saved, timeZones }: Props) {
	const [form, setForm] = useState(saved);
	const [errors, setErrors] = useState<Errors>({});
	const [busy, setBusy] = useState(false);
	const notices = useNotices();
	const router = useRouter();
	const alive = useSyncExternalStore(
		neverChanges,
		() => true,
		() => false,
	);
	// Another tab, or linking Slack, may have changed them.
	useEffect(() => setForm(saved), [saved]);
	const change = (part: Partial<Preferences>) => setForm((before) => ({ ...before, ...part }));

	const save = async () => {
		setBusy(true);
		setErrors({});
		const { available: _, ...body } = form;
		const answer = await callApi<Preferences>("/api/v1/preferences", { method: "PATCH", body });
		setBusy(false);
		if (answer.ok) {
			setForm(answer.value);
			notices.show({ tone: "done", text: t.saved });
			router.refresh();
			return;
		}
		const { errors: fields, detail } = answer.problem;
		setErrors(Object.fromEntries(fields.map(({ path, message }) => [path.replace(/\[\d+\]/, ""), message])));
		notices.show({ tone: "trouble", text: detail, detail: t.nothing });
	};
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				void save();
			}}
		>
			<fieldset disabled={busy || !alive}>
				<LanguageSection form={form} timeZones={timeZones} errors={errors} onChange={change} />
				<ChannelSection form={form} error={errors.channels} onChange={change} />
				<Section title={t.quiet.title}>
					<p className="mb-3 max-w-prose text-ink-soft">{t.quiet.lead}</p>
					<Switch
						label={t.quiet.use}
						checked={form.quietHours !== null}
						onChange={(on) => change({ quietHours: on ? { from: "22:00", to: "07:00" } : null })}
					/>
					{form.quietHours !== null && (
						<QuietHours quiet={form.quietHours} errors={errors} onChange={change} />
					)}
				</Section>
				<Section title={t.digest.title}>
					<p className="mb-3 max-w-prose text-ink-soft">{t.digest.lead}</p>
					<Switch
						label={t.digest.use}
						checked={form.digestAt !== null}
						onChange={(on) => change({ digestAt: on ? "08:00" : null })}
					/>
					{form.digestAt !== null && (
						<div className="mt-3 w-36">
							<Field label={t.digest.at} error={errors.digestAt}>
								<input
									type="time"
									required
									value={form.digestAt}
									onChange={(event) => change({ digestAt: event.target.value })}
									className={fieldClass}
								/>
							</Field>
						</div>
					)}
				</Section>
				<div className="mt-8 flex justify-end border-t border-line pt-4">
					<Button type="submit" look="primary" className="min-h-10 sm:min-h-8">
						{busy ? t.saving : t.save}
					</Button>
				</div>
			</fieldset>
		</form>
	);
}

interface PartProps {
	form: Preferences;
	onChange: (part: Partial<Preferences>) => void;
}

function LanguageSection({
	form,
	timeZones,
	errors,
	onChange,
}: PartProps & { timeZones: readonly string[]; errors: Errors }) {
	const browser = useSyncExternalStore(
		neverChanges,
		() => Intl.DateTimeFormat().resolvedOptions().timeZone,
		() => null,
	);
	const zones = timeZones.includes(form.timeZone) ? timeZones : [form.timeZone, ...timeZones];
	return (
		<Section title={t.language.title}>
			<div className="grid gap-4 sm:grid-cols-2">
				<Field label={t.language.language} error={errors.language}>
					<select
						value={form.language}
						onChange={(event) => onChange({ language: event.target.value === "de" ? "de" : "en" })}
						className={fieldClass}
					>
						{(["en", "de"] as const).map((language) => (
							<option key={language} value={language} lang={language}>
								{t.language.languages[language]}
							</option>
						))}
					</select>
				</Field>
				<Field label={t.language.timeZone} error={errors.timeZone}>
					<select
						value={form.timeZone}
						onChange={(event) => onChange({ timeZone: event.target.value })}
						className={fieldClass}
					>
						{zones.map((zone) => (
							<option key={zone}>{zone}</option>
						))}
					</select>
				</Field>
			</div>
			{browser !== null && browser !== form.timeZone && zones.includes(browser) && (
				<Button look="quiet" className="mt-2 -ml-2" onClick={() => onChange({ timeZone: browser })}>
					{t.language.takeBrowser(browser)}
				</Button>
			)}
		</Section>
	);
}

/** The channels in their order. One that is not used stands below those that are. */
function ChannelSection({ form, error, onChange }: PartProps & { error: string | undefined }) {
	const { channels, available } = form;
	const rest = available.filter((channel) => !channels.includes(channel));
	const use = (channel: PersonChannel, on: boolean) =>
		onChange({ channels: on ? [...channels, channel] : channels.filter((item) => item !== channel) });
	const up = (index: number) => {
		const next = [...channels];
		next.splice(index - 1, 0, ...next.splice(index, 1));
		onChange({ channels: next });
	};
	return (
		<Section title={t.channels.title}>
			<p className="mb-3 max-w-prose text-ink-soft">{t.channels.lead}</p>
			<ul className="divide-y divide-line border-y border-line">
				{[...channels, ...rest].map((channel, index) => (
					<li key={channel} className="flex min-h-11 items-center gap-3 py-1.5">
						<Row>
							<Switch
								label={t.channels.names[channel]}
								name={t.channels.use(t.channels.names[channel])}
								checked={channels.includes(channel)}
								disabled={channels.length === 1 && channels.includes(channel)}
								onChange={(on) => use(channel, on)}
							/>
							{index === 0 && channels.length > 1 && (
								<span className="text-xs text-ink-faint">{t.channels.first}</span>
							)}
						</Row>
						{index > 0 && index < channels.length && (
							<Button
								look="quiet"
								aria-label={t.channels.up(t.channels.names[channel])}
								onClick={() => up(index)}
							>
								<ArrowUp aria-hidden="true" className="size-4" />
							</Button>
						)}
					</li>
				))}
			</ul>
			<p className={`mt-2 text-[0.8125rem] ${error === undefined ? "text-ink-faint" : "text-danger-text"}`}>
				{error ?? (available.includes("slack") ? t.channels.keepOne : t.channels.linkSlack)}
			</p>
		</Section>
	);
}

function Row({ children }: { children: ReactNode }) {
	return <span className="flex min-w-0 flex-1 items-center gap-3">{children}</span>;
}

function QuietHours({
	quiet,
	errors,
	onChange,
}: {
	quiet: NonNullable<Preferences["quietHours"]>;
	errors: Errors;
	onChange: PartProps["onChange"];
}) {
	return (
		<div className="mt-3 flex flex-wrap gap-4">
			{(["from", "to"] as const).map((end) => (
				<div key={end} className="w-40">
					<Field
						label={
							end === "to" && quiet.to <= quiet.from ? `${t.quiet.to} (${t.quiet.nextDay})` : t.quiet[end]
						}
						error={errors[`quietHours.${end}`]}
					>
						<input
							type="time"
							required
							value={quiet[end]}
							onChange={(event) => onChange({ quietHours: { ...quiet, [end]: event.target.value } })}
							className={fieldClass}
						/>
					</Field>
				</div>
			))}
		</div>
	);
}
