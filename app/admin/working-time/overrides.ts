/** Who stands in, as a stored rota has it; instants as they were written. */
export interface Override {
	/** Id. */
	person: string;
	start: string;
	end: string;
}

/** The overrides in a stored rota. */
export function overridesIn(document: Readonly<Record<string, unknown>>): Override[] {
	return Array.isArray(document.overrides) ? (document.overrides as Override[]) : [];
}

/** The list without one that equals `gone`; null where there is none. */
export function without(overrides: readonly Override[], gone: Override): Override[] | null {
	const at = overrides.findIndex(
		({ person, start, end }) => person === gone.person && start === gone.start && end === gone.end,
	);
	return at === -1 ? null : overrides.toSpliced(at, 1);
}
