import type { Need } from "../../../policy/document.ts";
import { needOfGroups } from "./need.ts";

/** What the page of a request says. */
export const request = {
	by: "Asked by",
	onBehalf: (submitter: string) => `submitted by ${submitter}`,
	policy: "Policy",
	reference: "Reference",
	created: "Asked",
	closed: "Ended",
	stage: "Stage",
	stageOf: (n: number, count: number, name: string) => (count === 1 ? name : `${name} (${n} of ${count})`),
	round: (n: number) => `Round ${n}`,
	due: "Due",
	risk: { low: "Low risk", normal: "Normal risk", high: "High risk" } as Record<string, string>,
	context: "Details",
	noContext: "This request carries no details.",
	summary: "Summary",
	rawJson: "Raw JSON",
	attachments: "Attachments",
	attachmentNote: "The files are elsewhere. Compare their SHA-256 before you rely on them.",
	item: (n: number) => `Item ${n}`,
	waitingFor: "Waiting for",
	nobodyLeft: "Nobody who is asked can still decide this stage. Administrators have been told.",
	need: (need: Need, asked: number) => {
		if (need === "all") return "all of them must approve";
		if (need === 1) return asked > 1 ? "one approval is enough" : "";
		if (typeof need === "number") return `${need} approvals are needed`;
		if (typeof need === "string") return `${need} of them must approve`;
		return `${needOfGroups(need)} must approve`;
	},
	decisions: "Decisions",
	decision: (name: string, verdict: string) => `${name} ${verdict}`,
	onBehalfOf: (name: string) => `for ${name}`,
	next: {
		title: "What happens next",
		remind: (who: string): [string, string] => ["If nobody decides by ", `, ${who} gets a reminder.`],
		remindMany: (): [string, string] => ["If nobody decides by ", ", everybody still asked gets a reminder."],
		escalateAdd: (who: string): [string, string] => ["If nobody decides by ", `, ${who} are asked too.`],
		escalateAddOne: (who: string): [string, string] => ["If nobody decides by ", `, ${who} is asked too.`],
		escalateReplace: (who: string): [string, string] => [
			"If nobody decides by ",
			`, ${who} decide instead of those asked now.`,
		],
		escalateReplaceOne: (who: string): [string, string] => [
			"If nobody decides by ",
			`, ${who} decides instead of those asked now.`,
		],
		deadline: {
			cancel: ["At ", ", the request expires and nothing is approved."],
			reject: ["At ", ", the request is rejected."],
			approve: ["At ", ", the request is approved."],
		} as Record<string, [string, string]>,
		deadlineApproveStage: (stage: string): [string, string] => [
			"At ",
			`, this stage is passed and ${stage} is asked.`,
		],
		approvedLast: "When it is approved, the requesting program goes on.",
		approvedNext: (stage: string) => `When it is approved, the next stage opens: ${stage}.`,
	},
	outcome: {
		approved: {
			decided: "Approved by decision.",
			automatic: "Approved automatically: no stage applied.",
			deadline: "Approved because its deadline passed and its policy says so.",
		},
		rejected: { rejections: "Rejected by decision.", deadline: "Rejected because its deadline passed." },
		expired: {
			deadline: "Expired: the deadline passed and nobody decided.",
			pause_deadline: "Expired: the requester did not answer in time.",
		},
		cancelled: { cancelled: "Cancelled before it was decided." },
	} as Record<string, Record<string, string>>,
	decide: {
		title: "Your decision",
		comment: "Comment (optional)",
		reason: "Reason for rejecting",
		commentOnly: "Only comment",
		approve: "Approve",
		reject: "Reject",
		confirmReject: "Reject the request",
		back: "Back",
		working: (verdict: string) =>
			verdict === "approve" ? "Recording your approval…" : "Recording your rejection…",
		done: (verdict: string, title: string) => `${verdict === "approve" ? "Approved" : "Rejected"}: ${title}`,
		repeated: "It was recorded before; nothing changed.",
		stageGoesOn: (stage: string) => `Recorded. The request goes on to ${stage}.`,
		needMore: "Recorded. More approvals are needed.",
		ended: (name: string | null, state: string) =>
			name === null ? `It is ${state} already` : `${name} ${state} it already`,
		endedHow: (when: string, where: string | null) =>
			`${when.charAt(0).toUpperCase()}${when.slice(1)}${where === null ? "" : `, ${where}`}. Your decision was not recorded.`,
		changedTitle: "The request changed while you were reading",
		seen: "I have seen it",
		changedBody: "Nothing was recorded. Look at what changed, then decide again.",
		unknown: "The answer did not arrive. It is safe to press again: a decision counts once.",
		signedOut: "You were signed out. Sign in and press again.",
		waitingOthers: "You are not asked to decide this. It waits for the people named above.",
		yours: "You asked for this, so others decide.",
		decided: (verdict: string) => `You ${verdict} this.`,
		shortcut: (key: string) => `Shortcut: ${key}`,
	},
	cancel: {
		action: "Cancel request",
		question: "Cancel this request?",
		body: "Everybody who was asked is told that it is over. This cannot be taken back.",
		confirm: "Cancel the request",
		keep: "Keep it",
		done: "The request is cancelled.",
	},
	comment: { title: "Comment", placeholder: "Write a comment…", send: "Comment", done: "Comment added." },
	timeline: {
		title: "Timeline",
		latest: (n: number) => `Show all ${n} entries`,
		submitted: (who: string) => `${who} asked`,
		stage_opened: (stage: string, who: string) =>
			who === "" ? `Stage ${stage} opened` : `Stage ${stage} opened; ${who} asked`,
		stage_skipped: (stage: string) => `Stage ${stage} was skipped`,
		assigned: (who: string) => `${who} asked as well`,
		unassigned: (who: string) => `${who} no longer asked`,
		reminded: (who: string) => `Reminder sent to ${who}`,
		escalated: (who: string) => (who === "" ? "Escalated" : `Escalated to ${who}`),
		unsatisfiable: "Nobody who is asked can decide this stage; administrators are told",
		decided: (who: string, verdict: string, how: string) => `${who} ${verdict}${how === "" ? "" : ` ${how}`}`,
		commented: (who: string) => `${who} commented`,
		delivered: (who: string) => (who === "" ? "Message delivered" : `Message delivered to ${who}`),
		undeliverable: (who: string) =>
			who === "" ? "A message could not be delivered" : `A message to ${who} could not be delivered`,
		stage_closed: (stage: string, result: string) => `Stage ${stage} ${result}`,
		results: { passed: "passed", rejected: "rejected", expired: "expired", cancelled: "cancelled" } as Record<
			string,
			string
		>,
		closed: (outcome: string) => `Request ${outcome}`,
		other: (kind: string) => kind,
	},
	back: "Back to the list",
	open: "Open as a page",
	digest: "SHA-256 of what is shown",
	technical: "Reference data",
	id: "Request id",
	version: "Version",
};
