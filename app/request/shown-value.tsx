"use client";

import { InertText } from "../ui/inert-text.tsx";
import { Instant } from "../ui/time.tsx";
import { useWords } from "../words/use-words.tsx";
import type { Field, Shown } from "./context-fields.ts";

/** Beside a currency, no single digit stands behind the point; nothing is rounded. */
function numberText(value: number, unit: string | null, locale: string): string {
	const least = unit !== null && !Number.isInteger(value) ? { minimumFractionDigits: 2 } : {};
	const text = new Intl.NumberFormat(locale, { ...least, maximumFractionDigits: 20 }).format(value);
	return unit === null ? text : `${text} ${unit}`;
}

function dayText(day: string, locale: string): string {
	const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
	return format.format(new Date(`${day}T00:00:00Z`));
}

/** A value on one line, for lists and cells. */
export function PlainValue({ shown }: { shown: Shown }) {
	const { common } = useWords();
	switch (shown.kind) {
		case "number":
			return <span className="tabular-nums">{numberText(shown.value, shown.unit, common.locale)}</span>;
		case "yesNo":
			return shown.value ? common.yes : common.no;
		case "instant":
			return <Instant at={shown.at} />;
		case "day":
			return <time dateTime={shown.day}>{dayText(shown.day, common.locale)}</time>;
		case "text":
			return <InertText text={shown.text} />;
		case "list":
			return shown.items.map((item, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: items of a value have no other name, and never move
				<span key={i}>
					{i > 0 && ", "}
					<PlainValue shown={item} />
				</span>
			));
		default:
			return <span className="text-ink-faint">{common.none}</span>;
	}
}

/** The fields of a context, readable: a definition list, nested ones indented, lists of records as tables. */
export function Fields({ fields, nested = false }: { fields: readonly Field[]; nested?: boolean }) {
	return (
		<dl
			className={
				nested ? "space-y-1.5 border-l border-line pl-4" : "divide-y divide-line border-y border-line"
			}
		>
			{fields.map((field) => (
				<FieldRow key={field.name} field={field} nested={nested} />
			))}
		</dl>
	);
}

function FieldRow({ field, nested }: { field: Field; nested: boolean }) {
	const wide = isWide(field.shown);
	return (
		<div
			className={`${nested ? "" : "py-2.5"} ${wide ? "" : "grid gap-x-6 gap-y-0.5 @md:grid-cols-[minmax(7rem,11rem)_1fr]"}`}
		>
			<dt className="text-ink-faint">
				<InertText text={field.label} />
			</dt>
			<dd className={`min-w-0 break-words ${wide ? "mt-1.5" : ""}`}>
				<Value shown={field.shown} />
				{field.hint !== null && (
					<span className="mt-0.5 block text-xs text-ink-faint">
						<InertText text={field.hint} />
					</span>
				)}
			</dd>
		</div>
	);
}

function isWide(shown: Shown): boolean {
	if (shown.kind === "list") return shown.items.some((item) => item.kind === "fields" || isWide(item));
	return shown.kind === "table" || shown.kind === "fields" || (shown.kind === "text" && shown.long);
}

function Value({ shown }: { shown: Shown }) {
	const { request } = useWords();
	switch (shown.kind) {
		case "fields":
			return <Fields fields={shown.fields} nested />;
		case "table":
			return <ValueTable table={shown} />;
		case "list":
			return (
				<ul className="space-y-1.5">
					{shown.items.map((item, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: items of a value have no other name, and never move
						<li key={i}>
							{item.kind === "fields" && (
								<span className="mb-1 block text-xs text-ink-faint">{request.item(i + 1)}</span>
							)}
							<Value shown={item} />
						</li>
					))}
				</ul>
			);
		case "text":
			return <InertText text={shown.text} className="whitespace-pre-wrap" />;
		default:
			return <PlainValue shown={shown} />;
	}
}

function ValueTable({ table }: { table: Extract<Shown, { kind: "table" }> }) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
		<div
			className="overflow-x-auto"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			role="group"
			aria-label={table.columns.map((c) => c.label).join(", ")}
		>
			<table className="w-full border-collapse text-left">
				<thead>
					<tr>
						{table.columns.map(({ name, label }) => (
							<th
								key={name}
								scope="col"
								className="border-b border-line py-1.5 pr-4 font-normal text-ink-faint"
							>
								<InertText text={label} />
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{table.rows.map((row, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: rows of a value have no other name, and never move
						<tr key={i} className="border-b border-line last:border-0">
							{table.columns.map(({ name }) => (
								<td key={name} className="py-1.5 pr-4 align-top">
									<PlainValue shown={row[name] ?? { kind: "nothing" }} />
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
