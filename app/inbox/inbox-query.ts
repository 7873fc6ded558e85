import type { InboxQuery, InboxView } from "./inbox-model.ts";
import { VIEWS } from "./inbox-model.ts";

type Params = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the address of a list. What it does not understand is left out. */
export function readInboxQuery(params: Params): InboxQuery {
	const one = (name: string): string | null => {
		const value = params[name];
		const text = Array.isArray(value) ? value[0] : value;
		return text === undefined || text === "" ? null : text;
	};
	const view = VIEWS.find((name) => name === one("view")) ?? "inbox";
	return {
		view,
		state: view === "inbox" ? null : one("state"),
		policy: one("policy"),
		q: one("q"),
		sort: sortOf(view, one("sort")),
		cursor: one("cursor"),
		open: one("open"),
	};
}

/** Writes the address of a list: only what differs from the default. */
export function inboxHref(query: Partial<InboxQuery> & { view: InboxView }, path = "/"): string {
	const params = new URLSearchParams();
	if (query.view !== "inbox") params.set("view", query.view);
	for (const name of ["state", "policy", "q", "cursor", "open"] as const) {
		const value = query[name];
		if (value !== null && value !== undefined) params.set(name, value);
	}
	if (query.sort !== undefined && query.sort !== sortOf(query.view, null)) params.set("sort", query.sort);
	const text = params.toString();
	return text === "" ? path : `${path}?${text}`;
}

/** Whether the list is narrowed by more than the view. */
export function isFiltered(query: InboxQuery): boolean {
	return query.state !== null || query.policy !== null || query.q !== null;
}

function sortOf(view: InboxView, given: string | null): "due" | "created" {
	if (given === "due" || given === "created") return given;
	return view === "inbox" ? "due" : "created";
}
