import type { Command } from "commander";
import type { WebhooksAddOptions } from "./commands/webhooks.ts";
import type { Session } from "./session.ts";

type Act = (command: Command, run: (session: Session) => Promise<number>) => Promise<void>;

/** The commands about webhooks and callbacks. */
export function addWebhookCommands(program: Command, act: Act): void {
	const webhooks = program.command("webhooks").description("tell programs and chats of what happens");
	webhooks
		.command("list")
		.description("list the webhooks")
		.action(async (_options: object, command: Command) => {
			const { webhooksList } = await import("./commands/webhooks.ts");
			await act(command, (session) => webhooksList(session));
		});
	webhooks
		.command("add")
		.description("add a webhook; prints its signing secret")
		.argument("<name>", "what it is for")
		.argument("<url>", "https address that is told")
		.option("--kind <kind>", "standard (the default), teams or chat")
		.option("--types <events>", "only these, separated by commas: request.opened,request.closed …")
		.option("--policy <name>", "only requests under this policy")
		.action(async (name: string, url: string, options: WebhooksAddOptions, command: Command) => {
			const { webhooksAdd } = await import("./commands/webhooks.ts");
			await act(command, (session) => webhooksAdd(session, name, url, options));
		});
	for (const [verb, active, description] of [
		["pause", false, "tell a webhook nothing new, and keep what waits"],
		["resume", true, "let a paused webhook go on"],
	] as const) {
		webhooks
			.command(verb)
			.description(description)
			.argument("<id>", "id of the webhook")
			.action(async (id: string, _options: object, command: Command) => {
				const { webhooksSwitch } = await import("./commands/webhooks.ts");
				await act(command, (session) => webhooksSwitch(session, id, active));
			});
	}
	webhooks
		.command("rotate")
		.description("make a new signing secret; the one before goes on signing for 24 hours")
		.argument("[id]", "id of the webhook; without one, the secret of callbacks")
		.action(async (id: string | undefined, _options: object, command: Command) => {
			const { webhooksRotate } = await import("./commands/webhooks.ts");
			await act(command, (session) => webhooksRotate(session, id));
		});
	webhooks
		.command("callback-secret")
		.description("show the secret that signs what goes to the callbackUrl of requests")
		.action(async (_options: object, command: Command) => {
			const { webhooksCallbackSecret } = await import("./commands/webhooks.ts");
			await act(command, (session) => webhooksCallbackSecret(session));
		});
	webhooks
		.command("remove")
		.description("remove a webhook with its messages")
		.argument("<id>", "id of the webhook")
		.action(async (id: string, _options: object, command: Command) => {
			const { webhooksRemove } = await import("./commands/webhooks.ts");
			await act(command, (session) => webhooksRemove(session, id));
		});
	webhooks
		.command("messages")
		.description("list the messages to a webhook, newest first")
		.argument("<id>", "id of the webhook, or callback")
		.option("--state <state>", "pending, delivered or given_up")
		.option("--limit <n>", "how many, 1 to 200")
		.option("--cursor <cursor>", "go on where the page before ended")
		.action(
			async (id: string, options: { state?: string; limit?: string; cursor?: string }, command: Command) => {
				const { webhooksMessages } = await import("./commands/webhooks.ts");
				await act(command, (session) => webhooksMessages(session, id, options));
			},
		);
	webhooks
		.command("resend")
		.description("send a message again, with the same id and body")
		.argument("<message>", "id of the message")
		.action(async (id: string, _options: object, command: Command) => {
			const { webhooksResend } = await import("./commands/webhooks.ts");
			await act(command, (session) => webhooksResend(session, id));
		});
}
