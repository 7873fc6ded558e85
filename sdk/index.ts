export type { ApiKeys } from "./api-keys.ts";
export { CountersignClient, type DecideOptions } from "./client.ts";
export type { Delegations } from "./delegations.ts";
export type * from "./directory-types.ts";
export { ConnectionError, CountersignError } from "./errors.ts";
export type { Groups } from "./groups.ts";
export type { Policies, PolicyDocument } from "./policies.ts";
export type * from "./policy-types.ts";
export type { RetryPolicy } from "./retry.ts";
export { SCOPES, type Scope } from "./scopes.ts";
export type { ClientOptions } from "./transport.ts";
export type * from "./types.ts";
export type { Users } from "./users.ts";
export {
	verifyWebhook,
	type WebhookHeaders,
	type WebhookVerificationCode,
	WebhookVerificationError,
} from "./verify-webhook.ts";
export type { WaitOptions } from "./wait-for-outcome.ts";
export type * from "./webhook-types.ts";
export type { Webhooks } from "./webhooks.ts";
export type { Calendars, Rotas } from "./working-time.ts";
