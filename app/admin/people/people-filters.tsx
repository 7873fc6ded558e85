import Link from "next/link";
import { Button, buttonClass } from "../../ui/button.tsx";
import { FIELD, Field } from "../../ui/field.tsx";
import { words } from "../../words/words.ts";

const t = words.people.filters;

export const STATES = ["active", "inactive", "all"] as const;
export type StateFilter = (typeof STATES)[number];

interface Props {
	q: string | null;
	state: StateFilter;
	group: string | null;
	groups: readonly { name: string; title: string }[];
}

/** Filters of the list of people: a plain form whose fields are the address. */
export function PeopleFilters({ q, state, group, groups }: Props) {
	const filtered = q !== null || state !== "active" || group !== null;
	return (
		<search>
			<form
				action="/admin/people"
				className="grid grid-cols-2 items-end gap-3 md:grid-cols-[1fr_10rem_12rem_auto]"
			>
				<div className="col-span-2 md:col-span-1">
					<Field label={t.search}>
						{(aria) => (
							<input
								{...aria}
								type="search"
								name="q"
								defaultValue={q ?? ""}
								maxLength={254}
								className={FIELD}
							/>
						)}
					</Field>
				</div>
				<Field label={t.state}>
					{(aria) => (
						<select {...aria} name="state" defaultValue={state} className={FIELD}>
							{STATES.map((name) => (
								<option key={name} value={name}>
									{t.states[name]}
								</option>
							))}
						</select>
					)}
				</Field>
				<Field label={t.group}>
					{(aria) => (
						<select {...aria} name="group" defaultValue={group ?? ""} className={FIELD}>
							<option value="">{t.anyGroup}</option>
							{groups.map(({ name, title }) => (
								<option key={name} value={name}>
									{title}
								</option>
							))}
						</select>
					)}
				</Field>
				<div className="col-span-2 flex gap-2 md:col-span-1">
					<Button type="submit" className="min-h-9">
						{t.apply}
					</Button>
					{filtered && (
						<Link href="/admin/people" prefetch={false} className={buttonClass("quiet", "min-h-9")}>
							{t.clear}
						</Link>
					)}
				</div>
			</form>
		</search>
	);
}
