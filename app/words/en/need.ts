import type { GroupNeed } from "../../../policy/document.ts";

/** `{ finance: 2, legal: 1 }` as «2 of finance and 1 of legal». */
export function needOfGroups(need: GroupNeed): string {
	const parts = Object.entries(need).map(([group, count]) => `${count} of ${group.replace(/[-_]+/g, " ")}`);
	return new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
}
