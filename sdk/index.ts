export { CountersignClient, type DecideOptions } from "./client.ts";
export { ConnectionError, CountersignError } from "./errors.ts";
export type { Policies, PolicyDocument } from "./policies.ts";
export type { RetryPolicy } from "./retry.ts";
export type { ClientOptions } from "./transport.ts";
export type * from "./types.ts";
export type { WaitOptions } from "./wait-for-outcome.ts";
