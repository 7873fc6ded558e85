/** The app as its settings pages would show it. */
export interface AppCredentials {
	id: string;
	name: string;
	clientId: string;
	clientSecret: string;
	signingSecret: string;
	/** For Socket Mode. */
	appToken: string;
	/** Slack's old verification token; sent in every payload, meant to be ignored. */
	verificationToken: string;
}

/** The app that the stand-in knows unless told otherwise. None of these open anything elsewhere. */
export const standInApp: AppCredentials = {
	id: "A0STANDIN",
	name: "Countersign",
	clientId: "100.200",
	clientSecret: "stand-in-client-secret",
	signingSecret: "stand-in-signing-secret",
	appToken: "xapp-stand-in",
	verificationToken: "stand-in-verification-token",
};
