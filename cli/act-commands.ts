import type { Command } from "commander";
import type { ResubmitOptions } from "./commands/resubmit.ts";
import type { Session } from "./session.ts";

type Act = (command: Command, run: (session: Session) => Promise<number>) => Promise<void>;

/** The commands of the acts on a request beside a decision. */
export function addActCommands(program: Command, act: Act): void {
	program
		.command("send-back")
		.description("give a request back to its requester for changes")
		.argument("<id>", "id of the request")
		.argument("<text>", "what is to be changed, or - for standard input")
		.action(async (id: string, text: string, _options: object, command: Command) => {
			const { sendBack } = await import("./commands/acts.ts");
			await act(command, (session) => sendBack(session, id, text));
		});
	program
		.command("ask")
		.description("ask the requester something; the clock stands still until the answer")
		.argument("<id>", "id of the request")
		.argument("<text>", "the question, or - for standard input")
		.action(async (id: string, text: string, _options: object, command: Command) => {
			const { ask } = await import("./commands/acts.ts");
			await act(command, (session) => ask(session, id, text));
		});
	program
		.command("answer")
		.description("answer what was asked about a request")
		.argument("<id>", "id of the request")
		.argument("<text>", "the answer, or - for standard input")
		.action(async (id: string, text: string, _options: object, command: Command) => {
			const { answer } = await import("./commands/acts.ts");
			await act(command, (session) => answer(session, id, text));
		});
	program
		.command("resubmit")
		.description("submit a request again that was sent back; what is not given stays as it was")
		.argument("<id>", "id of the request")
		.option("--context <file>", "its data, whole: a JSON file, - for standard input, or a JSON object")
		.option("--title <line>", "one line that says what is asked")
		.option("--summary <text>", "a few more sentences")
		.option("--comment <text>", "what was changed")
		.option(
			"--attach <name=url=sha256>",
			"a file that those who decide should read; may be repeated, and replaces the earlier ones",
			(value: string, earlier: string[] | undefined) => [...(earlier ?? []), value],
		)
		.action(async (id: string, options: ResubmitOptions, command: Command) => {
			const { resubmit } = await import("./commands/resubmit.ts");
			await act(command, (session) => resubmit(session, id, options));
		});
	program
		.command("reassign")
		.description("pass your slot, or as an administrator anybody's, to another person")
		.argument("<id>", "id of the request")
		.argument("<to>", "id or e-mail address of who decides instead")
		.option("--from <person>", "whose slot: an id or e-mail address")
		.option("--comment <text>", "words for the record")
		.action(async (id: string, to: string, _options: object, command: Command) => {
			const { reassign } = await import("./commands/acts.ts");
			const { from, comment } = command.opts<{ from?: string; comment?: string }>();
			const options = {
				...(from === undefined ? {} : { from }),
				...(comment === undefined ? {} : { comment }),
			};
			await act(command, (session) => reassign(session, id, to, options));
		});
}
