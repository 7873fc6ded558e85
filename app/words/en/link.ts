/** What the page behind an emailed link says. */
export const link = {
	title: "Review a request",
	loading: "Reading the request…",
	for: (name: string) => `This link was sent to ${name}.`,
	noToken: {
		title: "This address is not the whole link",
		body: "The part after # is missing, which some programs cut off. Open the button in the mail again, or sign in to find the request in your inbox.",
	},
	notValid: {
		title: "This link is not valid",
		body: "Open the newest mail about the request, or sign in to find it in your inbox.",
	},
	offline: { title: "The request could not be read" },
	signIn: "Sign in",
	toInbox: "Open in the inbox",
	dead: {
		closed: "This request is over",
		decided: "This link has been used",
		reassigned: "Somebody else is asked now",
		expired: "This link is too old",
		inactive: "This link no longer works",
	} as Record<string, string>,
	deadBody: {
		closed: "Nothing is left to decide.",
		decided: "Your decision was recorded. A link decides once.",
		reassigned: "The request no longer waits for you.",
		expired: "If the request still waits for you, you can decide it in the inbox.",
		inactive: "Ask an administrator of your workspace.",
	} as Record<string, string>,
	became: (state: string) => `The request is now: ${state}.`,
	code: {
		why: (email: string) => `To be sure that it is you, we mail a code of six digits to ${email}.`,
		send: "Send me a code",
		sending: "Sending…",
		sent: (minutes: number) => `A code is on its way. It works for ${minutes} minutes.`,
		again: "Send another code",
		field: "Code from the mail",
		missing: "Type the six digits from the mail first.",
	},
	session: {
		why: "This request is of high risk: deciding it takes a sign-in of the last 15 minutes.",
	},
	done: {
		approve: { title: "Approved", body: "Your approval is recorded. You can close this page." },
		reject: { title: "Rejected", body: "Your rejection is recorded. You can close this page." },
	},
	/** By a refusal's code, where the API's own English sentence will not do. */
	refused: {} as Record<string, string>,
	noScript: "This page needs JavaScript to read your link without sending it to anybody.",
};
