import type { FormField } from "./blocks/request-form.ts";

/** So many fields a modal has room for, beside the title. */
const MOST = 40;
const TYPES = ["string", "integer", "number", "boolean"] as const;

/**
 * The fields of a policy's context that people can fill in, in Slack; null where it asks for one that is no plain text,
 * number or yes and no.
 */
export function formFields(document: Record<string, unknown>): FormField[] | null {
	const context = asObject(document.context);
	const properties = asObject(context.properties);
	const required = Array.isArray(context.required) ? context.required : [];
	const fields: FormField[] = [];
	for (const [name, schema] of Object.entries(properties)) {
		const field = fieldOf(name, asObject(schema), required.includes(name));
		if (field !== null) fields.push(field);
		else if (required.includes(name)) return null;
	}
	return fields.length > MOST ? null : fields;
}

/** A value as it was filled in, as the context holds it; undefined where it was left empty. */
export function enteredValue(field: FormField, entered: string | null | undefined): unknown {
	if (entered === null || entered === undefined || entered === "") return undefined;
	if (field.type === "boolean") return entered === "true";
	return field.type === "string" ? entered : Number(entered);
}

function fieldOf(name: string, schema: Record<string, unknown>, required: boolean): FormField | null {
	const type = TYPES.find((known) => known === schema.type);
	if (type === undefined) return null;
	const options = Array.isArray(schema.enum) ? schema.enum : null;
	if (options !== null && (type !== "string" || options.length > 100)) return null;
	return {
		name,
		label: typeof schema.title === "string" ? schema.title : name,
		type,
		options: options?.filter((item): item is string => typeof item === "string") ?? null,
		required,
	};
}

function asObject(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}
