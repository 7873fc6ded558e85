/** What mails say, in English. Names and titles come in inert already. */
export const en = {
	/** Of the document. */
	lang: "en",
	/** For `Intl`: 24-hour clock, day before month. */
	locale: "en-GB",
	/** `Tue 24 Nov`, or with the year, and the time on the clock. */
	clock: (day: string, time: string) => `${day}, ${time}`,
	somebody: "somebody",
	untitled: "Untitled request",
	yes: "yes",
	no: "no",
	and: "And",
	moreFields: (n: number) => `${n} more on the request's page`,
	others: (n: number) => (n === 1 ? "1 other" : `${n} others`),
	stageOf: (n: number, count: number, name: string) => `Stage ${n} of ${count}: ${name}`,
	writes: (name: string) => `${name} writes`,
	by: (subject: string, due: string) => `${subject}, by ${due}`,
	notClickable: "If the button does not work, open this address:",
	deadline: {
		decideBy: "Decide by",
		due: "Due",
		wasDue: "Was due",
		cancel: "If nobody decides by then, the request expires.",
		reject: "If nobody decides by then, the request is rejected.",
		approve: "If nobody decides by then, this stage counts as approved.",
	},
	asked: {
		subject: {
			asked: "Decide",
			reminded: "Reminder",
			escalated: "Escalated to you",
			answered: "Answered",
		},
		badge: {
			answered: "Answered",
			reminded: (n: number | null) => (n === null ? "Reminder" : `Reminder ${n}`),
			escalated: "Escalated to you",
		},
		asks: (who: string) => `${who} asks you to decide.`,
		asksFor: (who: string, absent: string) => `${who} asks you to decide for ${absent}, who is away.`,
		passedOn: (who: string, by: string) =>
			`${by} passed this on to you: ${who} asks for a decision, and you decide instead.`,
		answered: (who: string) =>
			`${who} answered the question that was asked. The clock goes on, and your decision is missing.`,
		reminded: (who: string) => `${who} asked you to decide, and your decision is still missing.`,
		escalated: (groups: string | null, since: string | null, instead: boolean, who: string) =>
			`Nobody${groups === null ? "" : ` in ${groups}`} has decided${since === null ? " yet" : ` since ${since}`}, so you are asked ${instead ? "instead" : "too"}. ${who} is waiting.`,
		previewAnswered: (who: string) => `${who} answered the question. You are asked to decide.`,
		previewDue: (fromNow: string) => `It is due ${fromNow}.`,
		answers: (who: string) => `${who} answers`,
		whyDelegate: (absent: string, until: string | null) =>
			`You get this because you decide for ${absent}, who is away${until === null ? "" : ` until ${until}`}.`,
		whyPassedOn: (by: string) => `You get this because ${by} passed it on to you.`,
		whyAsked: (policy: string) => `You get this because the policy «${policy}» names you as an approver.`,
		whyReminded: (policy: string, n: number | null) =>
			`You get this because the policy «${policy}» names you as an approver and reminds you until it is decided${n === null ? "" : `; this is reminder ${n}`}.`,
		whyEscalated: (policy: string) =>
			`You get this because the policy «${policy}» brings you in when time runs short.`,
		alsoAsked: (names: string) => `Also asked: ${names}.`,
		forYou: "The link is for you alone: please do not forward this mail.",
		action: "Review and decide",
	},
	waits: {
		subject: { question: "Question", sent_back: "Changes requested" },
		opening: {
			question: (who: string) => `${who} asks you about your request, before deciding.`,
			sent_back: (who: string) => `${who} sent your request back to you for changes.`,
		},
		still: {
			question: "The clock stands still until you answer.",
			sent_back: "The clock stands still until you submit it again.",
		},
		label: { question: "Answer by", sent_back: "Submit again by" },
		says: { question: (who: string) => `${who} asks`, sent_back: (who: string) => `${who} writes` },
		expires: "After that, the request expires.",
		action: { question: "Answer", sent_back: "Change and submit again" },
		note: {
			question:
				"You get this because the request is yours. An answer lets it go on; decisions made so far are kept.",
			sent_back:
				"You get this because the request is yours. Submitted again, it starts anew: decisions made so far no longer count.",
		},
	},
	outcome: {
		word: { approved: "Approved", rejected: "Rejected", expired: "Expired", cancelled: "Cancelled" },
		ended: (when: string) => `It ended on ${when}.`,
		approvedBy: (names: string) => `Your request was approved by ${names}.`,
		approved: "Your request was approved.",
		approvedAutomatic: "Approved without asking anybody: none of the policy's stages applied.",
		approvedDeadline: "Approved: nobody decided in time, and then the policy approves.",
		approvedPartly: (names: string) =>
			`Approved: ${names} approved; for the rest time ran out, and then the policy approves.`,
		rejectedBy: (names: string) => `Your request was rejected by ${names}.`,
		rejected: "Your request was rejected.",
		rejectedDeadline: "Rejected: it was not decided in time, and then the policy rejects.",
		expired: "Your request was not decided in time, so it has expired.",
		expiredPause: "Your request expired: it was waiting for you, and that time ran out.",
		withdrawn: "Your request was withdrawn.",
		withdrawnOpen: "Your request was withdrawn before it was decided.",
		decided: { approve: (who: string) => `${who} approved`, reject: (who: string) => `${who} rejected` },
		decidedFor: (who: string, absent: string) => `${who}, for ${absent},`,
		channel: {
			web: "in the inbox",
			email: "from an emailed link",
			slack: "in Slack",
			api: "through the API",
		},
		action: "See the request",
		why: "You get this because the request is yours.",
	},
	stuck: {
		word: "Stuck",
		failedWord: "Condition failed",
		preview: "Too few people can decide it. An administrator has to act.",
		failedPreview: "The condition of a stage could not be evaluated. An administrator has to look.",
		tooFew: "Those who can still decide are too few for what the stage needs.",
		failed: (stage: string | null, why: string) =>
			`The condition of ${stage === null ? "a stage" : `the stage «${stage}»`} could not be evaluated: ${why}. So the stage is not skipped, and its approvers are asked.`,
		failures: {
			no_such_field: "it reads a field that the request does not have",
			wrong_type: "a value has another type than it expects",
			too_costly: "it takes too long",
			not_boolean: "its result is neither true nor false",
			failed: "its evaluation failed",
		},
		askedBy: "Asked by",
		rejects: "If nothing changes by then, the request is rejected.",
		expires: "If nothing changes by then, the request expires.",
		action: "See what is missing",
		failedAction: "See the request",
		helps: "What helps: reassign it, put somebody into the group that is asked, or cancel it.",
		failedHelps:
			"What helps: correct the condition, and push the policy anew. This request keeps the version it began with.",
		why: "You get this because you administer this workspace.",
	},
	code: {
		minutes: (n: number) => (n === 1 ? "1 minute" : `${n} minutes`),
		subject: (title: string, minutes: string) => `Your code for: ${title}, good for ${minutes}`,
		preview: (minutes: string) => `The code that you asked for is good for ${minutes}.`,
		badge: "One-time code",
		opening: (minutes: string) =>
			`Type this code on the page where you asked for it. It works once, within ${minutes}.`,
		why: "You get this because a code was asked for with a link mailed to you. If that was not you, do nothing: without the code nothing is decided.",
		neverAsked: "Nobody from Countersign ever asks you for this code.",
	},
	linkUsed: {
		subject: (title: string) => `Your link was used by somebody else: ${title}`,
		badge: "Link used",
		opening: (who: string | null) =>
			`${who === null ? "Somebody who is signed in elsewhere" : `${who}, signed in,`} opened the link that was mailed to you, and tried to decide with it. It was refused, and nothing was decided.`,
		forwarded:
			"Did you forward the mail? Then ask an administrator to pass your place on instead: your link decides in your name.",
		notForwarded: "If you did not, tell an administrator: somebody may be reading your mail.",
		why: "You get this because the link is yours alone.",
		action: "See the request",
	},
	digest: {
		subject: (waiting: number, ended: number) => {
			const asked = waiting === 1 ? "1 request waits for you" : `${waiting} requests wait for you`;
			const over = ended === 1 ? "1 of yours has ended" : `${ended} of yours have ended`;
			return waiting === 0 ? over : ended === 0 ? asked : `${asked}, ${over}`;
		},
		badge: "Digest",
		place: "What is new since the last digest",
		title: "Your requests today",
		waiting: "Waiting for you",
		ended: "Your own requests that have ended",
		asks: (who: string) => `${who} asks you to decide.`,
		dueBy: (when: string, fromNow: string) => `Decide by ${when}, ${fromNow}.`,
		forYou: "The links are for you alone: please do not forward this mail.",
		why: (at: string) => `You get this because you chose one mail a day, at ${at}.`,
		change: "Preferences",
	},
};

/** What a language has to say in mails. */
export type MailWords = typeof en;
