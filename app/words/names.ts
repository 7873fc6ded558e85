import type { ApproverSource } from "../../policy/document.ts";
import { words } from "./words.ts";

/** `amountDue`, `amount_due` and `finance-leads` as words: «Amount due», «Finance leads». */
export function humanName(name: string): string {
	const spaced = name
		.replace(/([a-z\d])([A-Z])/g, "$1 $2")
		.replace(/[_-]+/g, " ")
		.trim()
		.toLowerCase();
	return spaced === "" ? name : spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
	return new Intl.ListFormat(words.common.locale, { type: "conjunction" }).format(items);
}

/** Approvers of a policy in words: groups by their name, people by their address. */
export function sourcesText(sources: readonly ApproverSource[]): string {
	return listText(sources.map(sourceText));
}

function sourceText(source: ApproverSource): string {
	if ("group" in source) return humanName(source.group);
	if ("user" in source) return source.user;
	if ("manager" in source) return words.common.manager(source.manager);
	return words.common.onCall(humanName(source.oncall));
}

export type People = Readonly<Record<string, { name: string; email: string }>>;

/** Who an id is, as far as the page was told. */
export function nameOf(
	people: People,
	id: string | null,
	{ common }: { common: Pick<typeof words.common, "system" | "somebody"> } = words,
): string {
	if (id === null) return common.system;
	return people[id]?.name ?? common.somebody;
}
