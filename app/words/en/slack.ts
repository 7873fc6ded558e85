/** What the page of one's preferences says of Slack. */
export const slack = {
	title: "Slack",
	notInstalled:
		"Countersign is not installed in a Slack workspace. An administrator can do that: docs/slack.md.",
	lead: "Say in Slack who you are: then requests reach you there, and you can decide there. Nobody is recognised by an e-mail address.",
	makeCode: "Link your Slack account",
	type: "Type this in Slack, anywhere:",
	good: (minutes: number) => `Good for ${minutes} minutes, once.`,
	look: "I have typed it",
	linked: "Linked in",
	unlink: "Unlink",
	unlinked: "Slack is unlinked. Messages go to your other channels.",
};
