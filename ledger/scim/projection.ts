import { type AttributePath, parseAttributePath } from "./attribute-path.ts";

/** Which attributes are wanted (RFC 7644, section 3.9). */
export interface Projection {
	only: AttributePath[] | null;
	without: AttributePath[];
}

/** Reads `attributes` and `excludedAttributes`; what is no name of an attribute is passed over. */
export function readProjection(params: URLSearchParams): Projection {
	const only = pathsOf(params.get("attributes"));
	return { only: only.length === 0 ? null : only, without: pathsOf(params.get("excludedAttributes")) };
}

/** Whether an attribute of the core schema is to be answered at all. @param name lower case */
export function wants({ only, without }: Projection, name: string): boolean {
	const meant = (path: AttributePath) => path.urn === null && path.name === name;
	return only === null ? !without.some((path) => meant(path) && path.sub === null) : only.some(meant);
}

const ALWAYS = new Set(["schemas", "id"]);

/** The resource with what is wanted of it, and always `schemas` and `id`. */
export function projected(
	resource: Record<string, unknown>,
	{ only, without }: Projection,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(resource).flatMap(([key, value]) => {
			if (ALWAYS.has(key)) return [[key, value]];
			const rest = key.startsWith("urn:")
				? ofExtension(key.toLowerCase(), value, only, without)
				: ofAttribute({ urn: null, name: key.toLowerCase() }, value, only, without);
			return rest === undefined ? [] : [[key, rest]];
		}),
	);
}

function ofExtension(
	urn: string,
	value: unknown,
	only: AttributePath[] | null,
	without: AttributePath[],
): unknown {
	const whole = (path: AttributePath) => path.urn === urn && path.name === "";
	if (without.some(whole)) return undefined;
	const parts = Object.entries(value as object).flatMap(([key, inner]) => {
		const rest = ofAttribute(
			{ urn, name: key.toLowerCase() },
			inner,
			only?.some(whole) ? null : only,
			without,
		);
		return rest === undefined ? [] : [[key, rest]];
	});
	return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** The value, or what of it is wanted; undefined: nothing. */
function ofAttribute(
	{ urn, name }: { urn: string | null; name: string },
	value: unknown,
	only: AttributePath[] | null,
	without: AttributePath[],
): unknown {
	const mine = (path: AttributePath) => path.urn === urn && path.name === name;
	const list = (only ?? without).filter(mine);
	if (only !== null) {
		if (list.length === 0) return undefined;
		if (list.some(({ sub }) => sub === null)) return value;
	} else if (list.some(({ sub }) => sub === null)) return undefined;
	const named = new Set(list.map(({ sub }) => sub));
	if (named.size === 0) return value;
	return withParts(value, (part) => named.has(part) === (only !== null));
}

function withParts(value: unknown, keeps: (part: string) => boolean): unknown {
	if (Array.isArray(value)) return value.map((element) => withParts(element, keeps));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).filter(([key]) => keeps(key.toLowerCase())));
}

function pathsOf(text: string | null): AttributePath[] {
	return (text ?? "")
		.slice(0, 4000)
		.split(",")
		.flatMap((name) => parseAttributePath(name.trim()) ?? []);
}
