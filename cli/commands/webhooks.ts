import type { Webhook, WebhookKind, WebhookMessage, WebhookType } from "../../sdk/index.ts";
import { oneOf, wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import { localTime } from "../instants.ts";
import type { Session } from "../session.ts";
import { tableText } from "../table.ts";
import { note, plain } from "../terminal.ts";

const KINDS: readonly WebhookKind[] = ["standard", "teams", "chat"];
const TYPES: readonly WebhookType[] = [
	"request.opened",
	"request.stage_opened",
	"request.decided",
	"request.escalated",
	"request.closed",
];
const STATES: readonly WebhookMessage["state"][] = ["pending", "delivered", "given_up"];

/** Shows the webhooks. */
export async function webhooksList(session: Session): Promise<number> {
	const page = await session.client().webhooks.list();
	session.answer(page, () =>
		page.items.length === 0 ? "No webhooks." : tableText(page.items.map(webhookRow)),
	);
	return EXIT.done;
}

function webhookRow(item: Webhook): string[] {
	return [
		item.id,
		item.active ? "active" : "paused",
		item.kind,
		plain(item.name),
		plain(item.url),
		item.policy ?? "all policies",
		item.types.join(", "),
		`${item.pending} waiting, ${item.givenUp} given up`,
	];
}

export interface WebhooksAddOptions {
	kind?: string;
	types?: string;
	policy?: string;
}

/** Adds a webhook: standard output has its signing secret and nothing else. */
export async function webhooksAdd(
	session: Session,
	name: string,
	url: string,
	{ kind, types, policy }: WebhooksAddOptions,
): Promise<number> {
	const made = await session.client().webhooks.add({
		name,
		url,
		...(kind === undefined ? {} : { kind: oneOf("--kind", kind, KINDS) }),
		...(types === undefined
			? {}
			: { types: types.split(",").map((word) => oneOf("--types", word.trim(), TYPES)) }),
		...(policy === undefined ? {} : { policy }),
	});
	if (!session.json)
		note(`Webhook ${made.id} (${plain(made.name)}) is added. Its secret is not shown again:`);
	session.answer(made, () => made.secret);
	return EXIT.done;
}

/** Pauses a webhook, or lets it go on. */
export async function webhooksSwitch(session: Session, id: string, active: boolean): Promise<number> {
	const webhook = await session.client().webhooks.change(id, { active });
	session.answer(webhook, () =>
		active
			? `Webhook ${plain(webhook.name)} goes on; what waited is sent.`
			: `Webhook ${plain(webhook.name)} is paused: nothing new is told, and what waits stays waiting.`,
	);
	return EXIT.done;
}

/** Makes a new secret: of a webhook, or, without an id, of callbacks. Standard output has the secret. */
export async function webhooksRotate(session: Session, id: string | undefined): Promise<number> {
	const { webhooks } = session.client();
	const answer = await (id === undefined ? webhooks.rotateCallbackSecret() : webhooks.rotate(id));
	if (!session.json && answer.previousUntil !== null)
		note(
			`Messages carry the signature of the secret before as well until ${localTime(answer.previousUntil)}.`,
		);
	session.answer(answer, () => answer.secret);
	return EXIT.done;
}

/** Shows the secret that signs what goes to the callbackUrl of requests. */
export async function webhooksCallbackSecret(session: Session): Promise<number> {
	const answer = await session.client().webhooks.callbackSecret();
	session.answer(answer, () => answer.secret);
	return EXIT.done;
}

/** Removes a webhook with its messages. */
export async function webhooksRemove(session: Session, id: string): Promise<number> {
	const webhook = await session.client().webhooks.remove(id);
	session.answer(webhook, () => `Webhook ${plain(webhook.name)} is removed.`);
	return EXIT.done;
}

/** Shows a page of the messages to a webhook, or to the callbackUrl of requests (`callback`). */
export async function webhooksMessages(
	session: Session,
	id: string,
	{ state, limit, cursor }: { state?: string; limit?: string; cursor?: string },
): Promise<number> {
	const page = await session.client().webhooks.messages(id, {
		...(state === undefined ? {} : { state: oneOf("--state", state, STATES) }),
		...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1, 200) }),
		...(cursor === undefined ? {} : { cursor }),
	});
	session.answer(page, () =>
		page.items.length === 0
			? "No messages."
			: tableText(
					page.items.map((item) => [
						item.id,
						item.state,
						item.type,
						localTime(item.at),
						`request ${item.request}`,
						`${item.attempts} attempts`,
						lastAnswer(item),
						item.nextAttemptAt === null ? "" : `next ${localTime(item.nextAttemptAt)}`,
					]),
				),
	);
	if (page.nextCursor !== null && !session.json) note(`There are more: --cursor ${page.nextCursor}`);
	return EXIT.done;
}

function lastAnswer({ lastStatus, lastError }: WebhookMessage): string {
	if (lastStatus !== null) return String(lastStatus);
	return lastError ?? "";
}

/** Sends a message again. */
export async function webhooksResend(session: Session, id: string): Promise<number> {
	const message = await session.client().webhooks.resend(id);
	session.answer(message, () => `Message ${message.id} is sent again.`);
	return EXIT.done;
}
