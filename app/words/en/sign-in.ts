/** What the sign-in pages say. */
export const signIn = {
	title: "Sign in",
	lead: "Countersign asks the right people, and remembers what they decided.",
	withProvider: "Continue with your organisation",
	working: "Going to your organisation's sign-in…",
	failed: "The sign-in could not be started. Try again.",
	demoTitle: "This is a demo workspace",
	demoBody: "npm start printed a sign-in link for each person. Open one of them in this browser.",
	demoMore: "Each link works once. The same links are in the file demo.json in the data folder.",
	noneTitle: "No way to sign in is set up",
	noneBody:
		"Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, as .env.example says, and restart the server.",
	back: "You will be brought back to the link you opened.",
	errors: {
		link: {
			title: "This sign-in link is used up",
			body: "Each link works once and for a limited time. Stop npm start and start it again: it prints new links.",
		},
		unknown: {
			title: "Nobody here has your e-mail address",
			body: "Your organisation knows you, but this workspace does not. Ask an administrator to add you.",
		},
		unverified: {
			title: "Your e-mail address is not confirmed",
			body: "Your organisation's sign-in does not vouch for your e-mail address. Confirm it there, then try again.",
		},
		other: {
			title: "The sign-in did not work",
			body: "Nothing was changed. Try again; if it happens again, tell an administrator.",
		},
	} as Record<string, { title: string; body: string }>,
};
