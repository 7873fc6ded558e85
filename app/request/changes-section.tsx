import { InertText } from "../ui/inert-text.tsx";
import { type HeadingLevel, Section } from "../ui/section.tsx";
import { words } from "../words/words.ts";
import { contextChanges, type FieldChange, type Shown } from "./context-fields.ts";
import type { RequestModel } from "./request-model.ts";
import { PlainValue } from "./shown-value.tsx";

const t = words.request;

/** How what is shown differs from the round before. */
export function ChangesSection({ model, level }: { model: RequestModel; level: HeadingLevel }) {
	const { earlier, request, schema } = model;
	if (earlier === null) return null;
	const changes = [
		...textChange("title", t.titleField, earlier.title, request.title),
		...textChange("summary", t.summary, earlier.summary, request.summary),
		...contextChanges(earlier.context, request.context, schema),
	];
	return (
		<Section title={t.changedSince(earlier.round)} level={level}>
			{changes.length === 0 ? (
				<p className="text-ink-faint">{t.nothingChanged}</p>
			) : (
				<dl className="@container divide-y divide-line border-y border-line">
					{changes.map((change) => (
						<div
							key={change.name}
							className="grid gap-x-6 gap-y-0.5 py-2.5 @md:grid-cols-[minmax(7rem,11rem)_1fr]"
						>
							<dt className="text-ink-faint">
								<InertText text={change.label} />
							</dt>
							<dd className="min-w-0 break-words">
								<ChangedValue change={change} />
							</dd>
						</div>
					))}
				</dl>
			)}
		</Section>
	);
}

/** What it was, struck out, and what it is. */
export function ChangedValue({ change: { before, after } }: { change: FieldChange }) {
	return (
		<>
			{before !== null && (
				<del className="text-ink-faint">
					<Value shown={before} />
				</del>
			)}
			{before !== null && after !== null && " "}
			{after !== null && (
				<ins className="font-medium no-underline">
					<Value shown={after} />
				</ins>
			)}
		</>
	);
}

function Value({ shown }: { shown: Shown }) {
	return shown.kind === "fields" || shown.kind === "table" ? (
		words.request.severalValues
	) : (
		<PlainValue shown={shown} />
	);
}

function textChange(name: string, label: string, before: string | null, after: string | null): FieldChange[] {
	if (before === after) return [];
	const shown = (text: string | null): Shown | null =>
		text === null ? null : { kind: "text", text, long: false };
	return [{ name: `«${name}»`, label, before: shown(before), after: shown(after) }];
}
