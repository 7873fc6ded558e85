/** What a context field is called: its schema's `title`, else its name. */
export function labelOf(schema: Record<string, unknown>, field: string): string {
	const { properties } = schema;
	if (typeof properties !== "object" || properties === null || !(field in properties)) return field;
	const property: unknown = (properties as Record<string, unknown>)[field];
	if (typeof property !== "object" || property === null || !("title" in property)) return field;
	return typeof property.title === "string" ? property.title : field;
}
