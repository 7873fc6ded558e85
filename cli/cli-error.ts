/** Called wrongly: exit code 2. `message` names the argument and what to write. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

/** It cannot go on: exit code 1. */
export class CliError extends Error {
	override readonly name = "CliError";
}

/** Ctrl-C: exit code 130. */
export class Interrupted extends Error {
	override readonly name = "Interrupted";
}
