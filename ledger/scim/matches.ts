import type { Filter } from "./filter.ts";
import { badScim } from "./scim-error.ts";

type Json = unknown;

/**
 * Whether an element of a multi-valued attribute is meant by the filter of a path (`type eq "work"`). A plain
 * value is its own `value`. Texts are compared without case; a boolean is the same as its text, as Entra ID
 * writes `primary eq "True"`. Refuses with `invalidFilter` what orders or nests.
 */
export function elementMatches(filter: Filter, element: Json): boolean {
	switch (filter.op) {
		case "and":
			return filter.filters.every((part) => elementMatches(part, element));
		case "or":
			return filter.filters.some((part) => elementMatches(part, element));
		case "not":
			return !elementMatches(filter.filter, element);
		case "present":
			return text(valueAt(element, filter.path.name)) !== "";
		case "element":
			throw badScim("invalidFilter", "A filter of a path holds no other brackets.");
		default: {
			const compare = COMPARE[filter.op];
			if (compare === undefined)
				throw badScim("invalidFilter", `${filter.op} is not supported in a path: write eq.`);
			return compare(text(valueAt(element, filter.path.name)), text(filter.value));
		}
	}
}

const COMPARE: Partial<Record<Filter["op"], (own: string, given: string) => boolean>> = {
	eq: (own, given) => own === given,
	ne: (own, given) => own !== given,
	co: (own, given) => own.includes(given),
	sw: (own, given) => own.startsWith(given),
	ew: (own, given) => own.endsWith(given),
};

function valueAt(element: Json, name: string): Json {
	if (typeof element !== "object" || element === null) return name === "value" ? element : undefined;
	const found = Object.entries(element).find(([key]) => key.toLowerCase() === name);
	return found?.[1];
}

function text(value: Json): string {
	return value === undefined || value === null ? "" : String(value).toLowerCase();
}
