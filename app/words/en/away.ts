/** What the page about being away says. */
export const away = {
	title: "Away",
	lead: "While you are away, somebody else is asked in your place, also for what already waits for you.",
	leadAuditor: "Auditors decide nothing, so nobody has to stand in for them.",
	zone: (zone: string) => `Days are those of ${zone}, your time zone.`,
	form: {
		title: "I'm away",
		from: "First day",
		to: "Last day",
		who: "Who decides for me",
		submit: "Set",
		done: (who: string) => `${who} decides for you then.`,
		missing: "Choose a day.",
		order: "This is before the first day.",
	},
	picker: {
		placeholder: "Name or e-mail address",
		missing: "Choose a person from the list.",
		none: "Nobody is found.",
		found: (n: number) => (n === 1 ? "1 person found" : `${n} people found`),
	},
	mine: {
		title: "My time away",
		empty: "Nothing is set.",
		decides: "decides",
		now: "Now",
		fromCalendar: "From your calendar",
		byAdministrator: "Set by an administrator",
	},
	end: {
		now: { action: "End now", question: "End this now?", confirm: "End it" },
		later: { action: "Remove", question: "Remove this?", confirm: "Remove it" },
		body: (who: string) => `${who} is no longer asked in your place. What was decided stays.`,
		keep: "Keep it",
		done: { now: "You are asked again.", later: "Removed." },
	},
	theirs: {
		title: "You decide for",
		empty: "Nobody is away whom you stand in for.",
	},
	feed: {
		title: "From a calendar",
		lead: "Give the secret or published iCalendar address of your calendar. Events that are out of office, or whose title says so, are taken over. It is read again every half hour.",
		url: "Address of the calendar",
		urlHint: "https:// or webcal://. It is kept secret: only its host is shown.",
		words: "Words in a title that count",
		wordsHint: "Separated by commas.",
		submit: "Read the calendar",
		reading: "Reading…",
		change: "Give another",
		keep: "Leave it as it is",
		done: (n: number) =>
			n === 0
				? "The calendar was read. It says nothing about being out of office."
				: n === 1
					? "The calendar was read. 1 time away was found."
					: `The calendar was read. ${n} times away were found.`,
		calendar: "Calendar",
		lastRead: "Last read",
		never: "Never",
		found: "Found",
		nothing: "Nothing in the next 400 days",
		more: (n: number) => `and ${n} more`,
		trouble: "It cannot be read. What it said before still holds.",
		troubleNow: "The last attempt failed; it is tried again.",
		gone: "has left. Give the calendar again with somebody else.",
		remove: {
			action: "Remove",
			question: "Remove this calendar?",
			body: "What it said that has begun ends now. What has not begun is forgotten.",
			confirm: "Remove it",
			done: "The calendar is removed.",
		},
	},
};
