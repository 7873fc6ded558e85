import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addActCommands } from "./act-commands.ts";
import { addDirectoryCommands } from "./directory-commands.ts";
import { openSession, type Session } from "./session.ts";
import { addWebhookCommands } from "./webhook-commands.ts";

type Run = (session: Session) => Promise<number>;

/**
 * The command line's grammar. Each command is loaded when it is called.
 *
 * @param done is told the exit code of the command that ran
 */
export function buildProgram(signal: AbortSignal, done: (code: number) => void): Command {
	const program = new Command("countersign")
		.description("Ask people for approval, and wait for their answer.")
		.version(packageJson.version, "-V, --version", "show the version")
		.helpOption("-h, --help", "show help")
		.helpCommand("help [command]", "show help for a command")
		.exitOverride()
		// Else an option of the whole would be taken from a command that has one of the same name.
		.enablePositionalOptions()
		.showSuggestionAfterError()
		.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "countersign: ")) });
	program.addHelpText(
		"after",
		`
Server and key: --url and --api-key, else COUNTERSIGN_URL and COUNTERSIGN_API_KEY, else what npm start wrote to
.data/demo.json (COUNTERSIGN_DATA) here or in a folder above.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage. With --wait: 0 approved, 10 rejected, 11 expired,
12 cancelled.`,
	);

	const act = async (command: Command, run: Run) => {
		done(await run(openSession(command.optsWithGlobals(), signal)));
	};
	addRequestCommands(program, act);
	addPolicyCommands(program, act);
	addDirectoryCommands(program, act);
	addWebhookCommands(program, act);
	program
		.command("doctor")
		.description("check the way to a working server, and say what to do")
		.action(async (_options: object, command: Command) => {
			const { doctor } = await import("./commands/doctor.ts");
			await act(command, (session) => doctor(session));
		});
	// Last, so that a command's own options stand first in its help.
	withAccess(program);
	for (const command of program.commands) {
		if (command.commands.length === 0) withAccess(command);
		for (const inner of command.commands) OFFLINE.has(inner.name()) ? withJson(inner) : withAccess(inner);
	}
	return program;
}

/** Commands that need no server. */
const OFFLINE = new Set(["validate", "simulate"]);

type Act = (command: Command, run: Run) => Promise<void>;

function addRequestCommands(program: Command, act: Act): void {
	program
		.command("submit")
		.description("open a request")
		.requiredOption("--policy <name>", "the policy it is under")
		.requiredOption("--title <line>", "one line that says what is asked")
		.requiredOption("--context <json>", "its data: a JSON object, or @file (@- for standard input)")
		.option("--summary <text>", "a few more sentences")
		.option("--requester <person>", "id or e-mail address of the person it is for")
		.option("--external-id <id>", "your own id of the matter")
		.option("--callback-url <url>", "where the outcome is to be told")
		.option("--idempotency-key <key>", "makes a repeat of the same submission harmless")
		.option(
			"--attach <name=url=sha256>",
			"a file that those who decide should read; may be repeated",
			collect,
		)
		.option("--wait", "wait for the outcome")
		.option("--timeout <duration>", "wait at most so long: 90s, 30m, 4h")
		.action(async (options: import("./commands/submit.ts").SubmitOptions, command: Command) => {
			const { submit } = await import("./commands/submit.ts");
			await act(command, (session) => submit(session, options));
		});
	program
		.command("get")
		.description("show a request, or wait for its outcome")
		.argument("<id>", "id of the request")
		.option("--wait", "wait for the outcome")
		.option("--timeout <duration>", "wait at most so long: 90s, 30m, 4h")
		.action(async (id: string, options: { wait?: boolean; timeout?: string }, command: Command) => {
			const { get } = await import("./commands/get.ts");
			await act(command, (session) => get(session, id, options));
		});
	program
		.command("list")
		.description("list requests, newest first")
		.option("--state <states>", "only these states, separated by commas")
		.option("--assignee <person>", "only what waits for this person: me or an id")
		.option("--requester <person>", "only what this person asked for: me or an id")
		.option("--policy <name>", "only requests under this policy")
		.option("--q <text>", "only with this in the title")
		.option("--sort <order>", "created (newest first) or due (soonest first)")
		.option("--limit <n>", "how many, 1 to 200")
		.option("--cursor <cursor>", "go on where the page before ended")
		.action(async (_options: object, command: Command) => {
			const { list } = await import("./commands/list.ts");
			// Not the options of the whole: they are not the server's business.
			const { url: _u, apiKey: _k, as: _a, json: _j, ...filter } = command.opts();
			await act(command, (session) => list(session, filter));
		});
	program
		.command("decide")
		.description("approve or reject a request, as the owner of the key")
		.argument("<id>", "id of the request")
		.argument("<verdict>", "approve or reject")
		.option("--comment <text>", "words for the record")
		.option("--version <n>", "the version that you looked at; refused if it has changed since")
		.option("--stage <name>", "the stage that you mean")
		.action(
			async (
				id: string,
				verdict: string,
				options: { comment?: string; version?: string; stage?: string },
				command: Command,
			) => {
				const { decide } = await import("./commands/decide.ts");
				await act(command, (session) => decide(session, id, verdict, options));
			},
		);
	addActCommands(program, act);
	program
		.command("cancel")
		.description("withdraw a request")
		.argument("<id>", "id of the request")
		.option("--comment <text>", "words for the record")
		.action(async (id: string, { comment }: { comment?: string }, command: Command) => {
			const { cancel } = await import("./commands/cancel.ts");
			await act(command, (session) => cancel(session, id, comment === undefined ? {} : { comment }));
		});
	program
		.command("comment")
		.description("comment on a request")
		.argument("<id>", "id of the request")
		.argument("<text>", "the words, or - for standard input")
		.action(async (id: string, text: string, _options: object, command: Command) => {
			const { comment } = await import("./commands/comment.ts");
			await act(command, (session) => comment(session, id, text));
		});
}

function addPolicyCommands(program: Command, act: Act): void {
	const policy = program.command("policy").description("check, try, push, compare and retire policies");
	policy
		.command("validate")
		.description("check a policy; no server needed")
		.argument("<file>", "YAML or JSON, or - for standard input")
		.action(async (file: string, _options: object, command: Command) => {
			const { policyValidate } = await import("./commands/policy-validate.ts");
			await act(command, (session) => policyValidate(session, file));
		});
	policy
		.command("simulate")
		.description("run a policy over a made-up timeline; no server needed")
		.argument("<file>", "JSON or YAML, or - for standard input")
		.action(async (file: string, _options: object, command: Command) => {
			const { policySimulate } = await import("./commands/policy-simulate.ts");
			await act(command, () => policySimulate(file));
		});
	policy
		.command("push")
		.description("make a new version of a policy")
		.argument("<file>", "YAML or JSON, or - for standard input")
		.action(async (file: string, _options: object, command: Command) => {
			const { policyPush } = await import("./commands/policy-push.ts");
			await act(command, (session) => policyPush(session, file));
		});
	policy
		.command("show")
		.description("show a policy's document")
		.argument("<name>", "name of the policy")
		.option("--version <n>", "this version instead of the newest")
		.action(async (name: string, options: { version?: string }, command: Command) => {
			const { policyShow } = await import("./commands/policy-show.ts");
			await act(command, (session) => policyShow(session, name, options));
		});
	addPolicyLife(policy, act);
}

function addPolicyLife(policy: Command, act: Act): void {
	policy
		.command("list")
		.description("list the policies, the retired ones apart")
		.action(async (_options: object, command: Command) => {
			const { policyList } = await import("./commands/policy-life.ts");
			await act(command, (session) => policyList(session));
		});
	policy
		.command("diff")
		.description("show how two versions differ: by default the newest from the one before")
		.argument("<name>", "name of the policy")
		.argument("[file]", "compare with this file instead (YAML or JSON, or - for standard input)")
		.option("--from <n>", "the older version")
		.option("--to <n>", "the newer version")
		.action(
			async (
				name: string,
				file: string | undefined,
				options: { from?: string; to?: string },
				command: Command,
			) => {
				const { policyDiff } = await import("./commands/policy-diff.ts");
				await act(command, (session) => policyDiff(session, name, file, options));
			},
		);
	policy
		.command("replay")
		.description("run a draft, or the newest version, over past requests; changes nothing")
		.argument("<file-or-name>", "a draft (YAML or JSON, or - for standard input), or the name of a policy")
		.option("--since <when>", "requests submitted since: 90d (the default), 12h, 26w, or an instant")
		.option("--limit <n>", "at most so many requests, the newest")
		.action(async (what: string, options: { since?: string; limit?: string }, command: Command) => {
			const { policyReplay } = await import("./commands/policy-replay.ts");
			await act(command, (session) => policyReplay(session, what, options));
		});
	policy
		.command("retire")
		.description("let no new request be made with a policy; those that are open go on")
		.argument("<name>", "name of the policy")
		.action(async (name: string, _options: object, command: Command) => {
			const { policyRetire } = await import("./commands/policy-life.ts");
			await act(command, (session) => policyRetire(session, name));
		});
	policy
		.command("restore")
		.description("let requests be made with a retired policy again")
		.argument("<name>", "name of the policy")
		.action(async (name: string, _options: object, command: Command) => {
			const { policyRestore } = await import("./commands/policy-life.ts");
			await act(command, (session) => policyRestore(session, name));
		});
	policy
		.command("delete")
		.description("delete a policy that no request was ever made with")
		.argument("<name>", "name of the policy")
		.action(async (name: string, _options: object, command: Command) => {
			const { policyDelete } = await import("./commands/policy-life.ts");
			await act(command, (session) => policyDelete(session, name));
		});
}

function withJson(command: Command): Command {
	return command.option("--json", "print one JSON document");
}

function withAccess(command: Command): Command {
	return withJson(command)
		.option("--url <url>", "where Countersign is")
		.option("--api-key <key>", "API key (better in COUNTERSIGN_API_KEY)")
		.option("--as <person>", "act as this person of the demo workspace (e-mail address)");
}

function collect(value: string, earlier: string[] | undefined): string[] {
	return [...(earlier ?? []), value];
}
