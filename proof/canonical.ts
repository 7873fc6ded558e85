import canonicalize from "canonicalize";

/** RFC 8785 canonical JSON. Throws a TypeError for what JSON cannot say (undefined, NaN, functions). */
export function canonicalJson(value: unknown): string {
	const text = canonicalize(value);
	if (text === undefined) throw new TypeError("value has no JSON form");
	return text;
}
