import type { Need } from "../../../policy/document.ts";
import { needOfGroups } from "./need.ts";
import { policyDiff, policyLife } from "./policy-life.ts";

/** What the administration's pages say. */
export const admin = {
	noAccess: "Administration is for administrators and auditors. Your role is member.",
	administratorsOnly: "Only administrators change this.",
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
			sent_back: "Sent back",
			asked: "Question asked",
			answered: "Answered",
			resubmitted: "Submitted again",
			reassigned: "Passed on",
			condition_failed: "Condition failed",
			stage_closed: "Stage closed",
			closed: "Closed",
			delivered: "Delivered",
			undeliverable: "Undeliverable",
			link_refused: "Link refused",
			policy_pushed: "Policy pushed",
			policy_retired: "Policy retired",
			policy_restored: "Policy restored",
			policy_deleted: "Policy deleted",
			signed_in: "Signed in",
			people_imported: "People imported",
			person_added: "Person added",
			person_changed: "Person changed",
			preferences_changed: "Preferences changed",
			person_deactivated: "Person deactivated",
			person_reactivated: "Person reactivated",
			group_added: "Group added",
			group_changed: "Group changed",
			group_deleted: "Group deleted",
			delegation_added: "Delegation made",
			delegation_changed: "Delegation changed",
			delegation_ended: "Delegation ended",
			calendar_feed_set: "Out-of-office calendar given",
			calendar_feed_removed: "Out-of-office calendar taken away",
			calendar_added: "Calendar added",
			calendar_changed: "Calendar changed",
			calendar_deleted: "Calendar deleted",
			rota_added: "Rota added",
			rota_changed: "Rota changed",
			rota_deleted: "Rota deleted",
			api_key_created: "API key made",
			api_key_revoked: "API key revoked",
			webhook_added: "Webhook added",
			webhook_changed: "Webhook changed",
			webhook_disabled: "Webhook switched off by its receiver",
			webhook_removed: "Webhook removed",
			webhook_resent: "Webhook message sent again",
			webhook_secret_rotated: "Webhook secret rotated",
			callback_secret_shown: "Callback secret shown",
			callback_secret_rotated: "Callback secret rotated",
		} as Record<string, string>,
	},
	policies: {
		life: policyLife,
		diff: policyDiff,
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
		thenNeed: (need: Need) => {
			if (need === "all") return "From then on, all of them must approve.";
			if (need === 1) return "From then on, one approval passes it.";
			if (typeof need === "number") return `From then on, ${need} approvals pass it.`;
			if (typeof need === "string") return `From then on, ${need} of them must approve.`;
			return `From then on, it passes with approvals of ${needOfGroups(need)}.`;
		},
		when: "Only where",
		elseSkipped: "holds; otherwise this stage is skipped.",
		requireComment: {
			reject: "Rejecting takes a comment.",
			always: "Deciding takes a comment.",
		} as Record<"reject" | "always", string>,
		repeatEscalation: (n: number) =>
			n === 1
				? "After its last step, the escalation starts once more."
				: `After its last step, the escalation starts again, ${n} times.`,
		calendar: (name: string) => `Working time is counted in the calendar ${name}.`,
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
