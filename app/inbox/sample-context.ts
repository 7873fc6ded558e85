/** A context that fits a policy's JSON Schema as far as it says what is required, for the first example to try. */
export function sampleContext(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const properties = objectOf(schema.properties);
	const required = Array.isArray(schema.required) ? schema.required : [];
	return Object.fromEntries(
		required
			.filter((name): name is string => typeof name === "string")
			.map((name) => [name, sampleValue(objectOf(properties[name]))]),
	);
}

function sampleValue(schema: Record<string, unknown>): unknown {
	if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
	if (schema.default !== undefined) return schema.default;
	if (schema.const !== undefined) return schema.const;
	if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0];
	switch (schema.type) {
		case "integer":
		case "number":
			return typeof schema.minimum === "number" ? schema.minimum : 100;
		case "boolean":
			return true;
		case "array":
			return [];
		case "object":
			return sampleContext(schema);
		default:
			return SAMPLES[String(schema.format)] ?? "example";
	}
}

const SAMPLES: Record<string, string> = {
	date: "2026-01-05",
	"date-time": "2026-01-05T09:00:00Z",
	email: "ada@example.com",
	uri: "https://example.com",
};

function objectOf(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}
