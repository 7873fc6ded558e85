const times = (n: number) => (n === 1 ? "once" : `${n.toLocaleString("en-GB")} times`);
const requests = (n: number) => (n === 1 ? "1 request" : `${n.toLocaleString("en-GB")} requests`);

/** What the replay of a policy says. */
export const replay = {
	title: "Replay",
	action: "Replay past requests",
	aside: "See what a draft would have done with past requests.",
	lead: "Runs past requests through a policy once more: the same people do the same things at the same times. Nothing is changed and nobody is asked.",
	back: "The policy",
	span: "Requests submitted in the last",
	spans: { "30d": "30 days", "90d": "90 days", "365d": "365 days" } as Record<string, string>,
	which: "Policy",
	newest: (version: number) => `The newest version (${version})`,
	draft: "A draft",
	draftLabel: "Draft",
	draftHint: "The whole policy document, as YAML or JSON. It is not pushed.",
	run: "Replay",
	running: "Replaying…",
	cancel: "Stop",
	progress: (done: number, total: number) => `${done.toLocaleString("en-GB")} of ${requests(total)} replayed`,
	stopped: "Stopped before the end: there is no result.",
	wrong: (n: number) => (n === 1 ? "1 thing in the draft is wrong" : `${n} things in the draft are wrong`),
	document: "Document",
	result: "Result",
	none: "No request of this policy was submitted in this span and has its outcome.",
	noneStillOpen: (n: number) =>
		`${requests(n)} of the span ${n === 1 ? "is" : "are"} still open, and not replayed.`,
	sentences: {
		outcomes: (changed: number, all: number) =>
			changed === 0
				? all === 1
					? "The 1 request would have ended as it did."
					: `All ${requests(all)} would have ended as they did.`
				: `${requests(changed)} of ${all.toLocaleString("en-GB")} would have ended otherwise.`,
		asked: (before: number, after: number) =>
			before === after
				? `People would have been asked ${times(after)}, as often as they were.`
				: `People would have been asked ${times(after)} instead of ${times(before)}.`,
		moreFewer: (more: number, fewer: number) => {
			if (fewer === 0) return `${requests(more)} would have asked more people.`;
			if (more === 0) return `${requests(fewer)} would have asked fewer people.`;
			return `${requests(more)} would have asked more people, and ${requests(fewer)} fewer.`;
		},
		time: (before: string, after: string) =>
			before === after
				? `Half of the requests would have had their outcome within ${after}, as they did.`
				: `Half of the requests would have had their outcome within ${after} instead of ${before}.`,
		slow: (before: string, after: string) =>
			before === after
				? `Nine in ten within ${after}, as they did.`
				: `Nine in ten within ${after} instead of ${before}.`,
		escalations: (before: number, after: number) =>
			before === after
				? `Escalations: ${after.toLocaleString("en-GB")}, as many as there were.`
				: `Escalations: ${after.toLocaleString("en-GB")} instead of ${before.toLocaleString("en-GB")}.`,
		automatic: (before: number, after: number) =>
			`Approved without asking anybody, because every stage was skipped: ${after.toLocaleString("en-GB")} instead of ${before.toLocaleString("en-GB")}.`,
		unsatisfiable: (before: number, after: number) =>
			`With a stage that could not be satisfied for a while: ${after.toLocaleString("en-GB")} instead of ${before.toLocaleString("en-GB")}.`,
		contextNoLongerFits: (n: number) =>
			`${requests(n)} would have been refused, because the context does not fit. They count nowhere else here.`,
		refusedDecisions: (n: number) =>
			n === 1
				? "1 decision that was made would have been refused, most often because somebody else is asked."
				: `${n.toLocaleString("en-GB")} decisions that were made would have been refused, most often because somebody else is asked.`,
		conditionFailed: (n: number) =>
			`In ${requests(n)} a condition could not be evaluated; such a stage is not skipped.`,
		ranOn: (n: number) =>
			`${requests(n)} would have been open still after everything that people did, and ended by time alone: who else might have decided is not known.`,
		stillOpen: (n: number) =>
			`${requests(n)} of the span ${n === 1 ? "is" : "are"} still open, and not replayed.`,
		directory: "People, groups and rotas are those of now: those of then are not kept.",
	},
	differing: "Requests that would have gone otherwise",
	differingLead: "With another outcome, or with other people asked.",
	noneDiffers: "None: every request would have had the same outcome and asked the same people.",
	columns: { request: "Request", outcome: "Outcome", asked: "Asked" },
	was: "was",
	wouldBe: "would be",
	refused: "Refused",
	sameOutcome: (outcome: string) => `${outcome}, as it was`,
	sameAsked: "The same people",
	also: (names: string) => `also ${names}`,
	not: (names: string) => `not ${names}`,
	nobodyAsked: "nobody",
	shown: (shown: number, all: number) =>
		`The newest ${shown.toLocaleString("en-GB")} of ${all.toLocaleString("en-GB")} are shown.`,
	lost: "The connection ended before the result. Run it again.",
};
