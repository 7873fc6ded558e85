import { LogLevel } from "@slack/web-api";

/** A logger for Slack's clients that says nothing: their warnings are what these tests provoke. */
export const quietLog = {
	debug() {},
	info() {},
	warn() {},
	error() {},
	setLevel() {},
	getLevel: () => LogLevel.ERROR,
	setName() {},
};
