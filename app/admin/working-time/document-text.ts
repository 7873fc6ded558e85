import { Document, isScalar, isSeq, visit } from "yaml";
import { WEEKDAYS } from "../../../policy/directory.ts";
import type { People } from "../../words/names.ts";
import { overridesIn } from "./overrides.ts";

type Stored = Readonly<Record<string, unknown>>;

/** A stored calendar as the YAML that a person would write. */
export function calendarText(document: Stored): string {
	const { name, timeZone, hours, holidays, exceptions, ...others } = document;
	return yamlOf({
		name,
		timeZone,
		hours: inOrder(hours, WEEKDAYS),
		holidays,
		exceptions: inOrder(exceptions, Object.keys(Object(exceptions)).sort()),
		...others,
	});
}

/** A stored rota as the YAML that a person would write: with e-mail addresses where ids are kept. */
export function rotaText(document: Stored, people: People): string {
	const { name, timeZone, start, handOver, shiftLength, people: turns, overrides: _, ...others } = document;
	const addressOf = (id: string) => people[id]?.email ?? id;
	const overrides = overridesIn(document).map((override) => ({
		person: addressOf(override.person),
		start: override.start,
		end: override.end,
	}));
	return yamlOf({
		name,
		timeZone,
		start,
		handOver,
		shiftLength,
		people: Array.isArray(turns) ? turns.map(String).map(addressOf) : turns,
		...(overrides.length === 0 ? {} : { overrides }),
		...others,
	});
}

/** The database keeps no order of fields. */
function inOrder(value: unknown, names: readonly string[]): unknown {
	if (typeof value !== "object" || value === null) return value;
	const known = value as Stored;
	return Object.fromEntries(
		names.flatMap((name) => (Object.hasOwn(known, name) ? [[name, known[name]]] : [])),
	);
}

/** Days and times in quotes, and periods on one line: `mon: [["09:00", "17:30"]]`. */
function yamlOf(value: Stored): string {
	const given = Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
	const document = new Document(given, { aliasDuplicateObjects: false });
	visit(document, {
		Seq(_key, node) {
			if (node.items.every(isSeq)) node.flow = true;
		},
		Scalar(_key, node) {
			if (isScalar(node) && typeof node.value === "string" && /^\d+[-:]/.test(node.value))
				node.type = "QUOTE_DOUBLE";
		},
	});
	return document.toString({ flowCollectionPadding: false, lineWidth: 0 });
}
