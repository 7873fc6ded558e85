"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { PersonView } from "../../../ledger/directory/people.ts";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { FIELD, Field } from "../../ui/field.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { PersonPicker, type PickedPerson } from "../../ui/person-picker.tsx";
import { words } from "../../words/words.ts";

const t = words.people;
const FIELDS = ["name", "email", "role", "kind", "manager", "timeZone"] as const;

interface Props {
	/** Null: somebody new. */
	person: PersonView | null;
	manager: PickedPerson | null;
}

interface Draft {
	name: string;
	email: string;
	kind: PersonView["kind"];
	role: PersonView["role"];
	manager: PickedPerson | null;
	timeZone: string;
}

/** Adds a person, or changes one: only what was changed is sent. */
export function PersonForm({ person, manager }: Props) {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	const [draft, setDraft] = useState<Draft>(() => draftOf(person, manager));
	const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
	const changes = changesOf(draft, draftOf(person, manager));
	const unchanged = person !== null && Object.keys(changes).length === 0;
	const save = async () => {
		if (person === null) {
			const { manager: chosen, ...fields } = draft;
			const made = await sending.send<PersonView>("/api/v1/users", {
				method: "POST",
				body: { ...fields, ...(chosen === null ? {} : { manager: chosen.id }) },
			});
			if (made === null) return;
			notices.show({ tone: "done", text: t.new.done(inertText(made.name)) });
			router.push(`/admin/people/${made.id}`);
			return;
		}
		const saved = await sending.send<PersonView>(`/api/v1/users/${person.id}`, {
			method: "PATCH",
			body: changes,
		});
		if (saved === null) return;
		notices.show({ tone: "done", text: t.saved });
		// As it is kept: without white space, in small letters.
		setDraft((now) => ({ ...now, name: saved.name, email: saved.email }));
		router.refresh();
	};
	return (
		<form
			ref={sending.form}
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				if (!unchanged) void save();
			}}
			className="space-y-5"
		>
			<FormTrouble problem={sending.problem} fields={FIELDS} />
			<div className="grid gap-5 sm:grid-cols-2">
				<Field label={t.fields.name} required={t.fields.required} errors={sending.errorsAt("name")}>
					{(aria) => (
						<input
							{...aria}
							value={draft.name}
							maxLength={200}
							autoComplete="off"
							onChange={(event) => set({ name: event.target.value })}
							className={FIELD}
						/>
					)}
				</Field>
				<Field
					label={t.fields.email}
					required={t.fields.required}
					hint={t.fields.emailHint}
					errors={sending.errorsAt("email")}
				>
					{(aria) => (
						<input
							{...aria}
							type="email"
							value={draft.email}
							maxLength={254}
							autoComplete="off"
							onChange={(event) => set({ email: event.target.value })}
							className={FIELD}
						/>
					)}
				</Field>
				{person === null && (
					<Field label={t.fields.kind} errors={sending.errorsAt("kind")}>
						{(aria) => (
							<select
								{...aria}
								value={draft.kind}
								onChange={(event) => set({ kind: event.target.value === "service" ? "service" : "person" })}
								className={FIELD}
							>
								{Object.entries(t.fields.kinds).map(([kind, name]) => (
									<option key={kind} value={kind}>
										{name}
									</option>
								))}
							</select>
						)}
					</Field>
				)}
				<Field label={t.fields.role} hint={t.fields.roleHint[draft.role]} errors={sending.errorsAt("role")}>
					{(aria) => (
						<select
							{...aria}
							value={draft.role}
							onChange={(event) => set({ role: event.target.value as PersonView["role"] })}
							className={FIELD}
						>
							{Object.entries(words.common.roles).map(([role, name]) => (
								<option key={role} value={role}>
									{name}
								</option>
							))}
						</select>
					)}
				</Field>
				<PersonPicker
					label={t.fields.manager}
					hint={t.fields.managerHint}
					errors={sending.errorsAt("manager")}
					chosen={draft.manager}
					onChoose={(chosen) => set({ manager: chosen })}
					without={person === null ? [] : [person.id]}
				/>
				<TimeZoneField
					value={draft.timeZone}
					errors={sending.errorsAt("timeZone")}
					onChange={(timeZone) => set({ timeZone })}
				/>
			</div>
			<div className="flex flex-wrap items-center gap-3">
				<Button type="submit" look="primary" disabled={sending.busy || unchanged} className="min-h-9">
					{person === null ? t.new.submit : t.save}
				</Button>
				{unchanged && <p className="text-xs text-ink-faint">{t.unchanged}</p>}
			</div>
		</form>
	);
}

function TimeZoneField({
	value,
	errors,
	onChange,
}: {
	value: string;
	errors: readonly string[];
	onChange: (zone: string) => void;
}) {
	// Some 400 names are suggested once somebody is here to write one.
	const [zones, setZones] = useState<readonly string[]>([]);
	return (
		<Field label={t.fields.timeZone} hint={t.fields.timeZoneHint} errors={errors}>
			{(aria) => (
				<>
					<input
						{...aria}
						list={`${aria.id}-zones`}
						value={value}
						maxLength={64}
						autoComplete="off"
						spellCheck={false}
						onFocus={() => setZones(Intl.supportedValuesOf("timeZone"))}
						onChange={(event) => onChange(event.target.value)}
						className={FIELD}
					/>
					<datalist id={`${aria.id}-zones`}>
						{zones.map((zone) => (
							<option key={zone} value={zone} />
						))}
					</datalist>
				</>
			)}
		</Field>
	);
}

function draftOf(person: PersonView | null, manager: PickedPerson | null): Draft {
	return {
		name: person?.name ?? "",
		email: person?.email ?? "",
		kind: person?.kind ?? "person",
		role: person?.role ?? "member",
		manager,
		timeZone: person?.timeZone ?? "UTC",
	};
}

function changesOf(draft: Draft, before: Draft): Record<string, string | null> {
	const changes: Record<string, string | null> = {};
	for (const field of ["name", "email", "role", "timeZone"] as const)
		if (draft[field] !== before[field]) changes[field] = draft[field];
	if (draft.manager?.id !== before.manager?.id) changes.manager = draft.manager?.id ?? null;
	return changes;
}
