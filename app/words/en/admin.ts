import type { Need } from "../../../policy/document.ts";
import { needOfGroups } from "./need.ts";

/** What the administration's pages say. */
export const admin = {
	noAccess: "The audit trail and the policies are for administrators and auditors. Your role is member.",
	audit: {
		title: "Audit trail",
		lead: "Every change, refused attempt and delivery, in the order in which it was recorded. Entries are never changed or removed.",
		request: "Request id",
		actor: "Person: e-mail address or id",
		kind: "Kind",
		anyKind: "Any kind",
		from: "From (UTC)",
		to: "To (UTC)",
		apply: "Filter",
		clear: "Clear",
		entry: "Entry",
		empty: "No entries match.",
		older: "Older entries",
		newest: "Newest entries",
		canonical: "The entry as it is kept, canonical JSON",
		position: (n: number) => `No. ${n}`,
		invalid: "These filters cannot be read",
		kinds: {
			submitted: "Submitted",
			stage_skipped: "Stage skipped",
			stage_opened: "Stage opened",
			assigned: "Assigned",
			unassigned: "No longer assigned",
			reminded: "Reminded",
			escalated: "Escalated",
			unsatisfiable: "Unsatisfiable",
			decided: "Decided",
			refused: "Refused",
			commented: "Commented",
			stage_closed: "Stage closed",
			closed: "Closed",
			delivered: "Delivered",
			undeliverable: "Undeliverable",
			link_refused: "Link refused",
			policy_pushed: "Policy pushed",
			signed_in: "Signed in",
		} as Record<string, string>,
	},
	policies: {
		title: "Policies",
		lead: "The rules that requests follow. A push makes a new version; requests that are open keep theirs.",
		empty: "No policies yet. Push one with: npx countersign policy push FILE",
		version: (n: number) => `Version ${n}`,
		by: (name: string) => `by ${name}`,
		stages: (n: number) => (n === 1 ? "1 stage" : `${n} stages`),
		current: "Current",
		versions: "Versions",
		ladder: "How a request goes",
		document: "Document",
		back: "All policies",
		older: "This is not the current version.",
		risk: "Risk",
		riskBody: {
			low: "An emailed link alone may decide.",
			normal: "An emailed link decides with a mailed code, or signed in.",
			high: "Deciding takes a sign-in of the last 15 minutes.",
		} as Record<string, string>,
		own: "Requesters never decide their own requests.",
		ownAllowed: "Requesters may decide their own requests.",
		asks: (who: string) => `Asks ${who}.`,
		need: (need: Need) => {
			if (need === "all") return "All of them must approve.";
			if (need === 1) return "One approval passes it.";
			if (typeof need === "number") return `${need} approvals pass it.`;
			if (typeof need === "string") return `${need} of them must approve.`;
			return `It passes with approvals of ${needOfGroups(need)}.`;
		},
		rejectAt: (n: number) =>
			n === 1 ? "One rejection rejects the request." : `${n} rejections reject the request.`,
		remind: (every: string, most: number) =>
			most === 1 ? `Reminds once, after ${every}.` : `Reminds every ${every}, at most ${most} times.`,
		remindAlways: (every: string) => `Reminds every ${every}.`,
		escalate: (after: string, who: string, mode: string) =>
			mode === "replace"
				? `After ${after}, asks ${who} instead of those asked before.`
				: `After ${after}, asks ${who} too.`,
		deadline: (after: string, action: string) =>
			({
				cancel: `After ${after}, the request expires.`,
				reject: `After ${after}, the request is rejected.`,
				approve: `After ${after}, the stage is passed.`,
			})[action] ?? `After ${after}: ${action}.`,
		end: "Approved: the requesting program goes on.",
		notReadable: "This version cannot be read as a ladder; the document stands below.",
	},
};
