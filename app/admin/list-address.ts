export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** One value of an address, without white space at its ends; null where there is none. */
export function oneOf(params: SearchParams, name: string): string | null {
	const value = params[name];
	const text = (Array.isArray(value) ? value[0] : value)?.trim();
	return text === undefined || text === "" ? null : text;
}

/** An address with these values; those that are null are left out. */
export function addressOf(path: string, values: Readonly<Record<string, string | null>>): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(values)) if (value !== null) params.set(name, value);
	const text = params.toString();
	return text === "" ? path : `${path}?${text}`;
}
