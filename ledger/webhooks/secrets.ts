import { randomBytes } from "node:crypto";
import type { Instant } from "../../policy/directory.ts";
import type { Sealer } from "../../vault/sealed.ts";

/** Opens and seals signing secrets. */
export type SecretSealer = Pick<Sealer, "seal" | "open">;

/** What signs the messages to one address. */
export interface SigningSecrets {
	/** `whsec_<base64 of 32 random bytes>` */
	current: string;
	/** The one before, which signs beside the current one until `until` (ISO 8601), so that receivers can change over. */
	previous: { secret: string; until: string } | null;
}

/** How long the secret before goes on signing after a rotation. */
export const PREVIOUS_HOURS = 24;
const BYTES = 32;
/** The one key of a workspace that belongs to no person and no request. */
const SUBJECT = "history";

/** A new secret, in the form of the Standard Webhooks specification. */
export function newSigningSecret(): string {
	return `whsec_${randomBytes(BYTES).toString("base64")}`;
}

/** The secrets after a rotation at `now`: the current one becomes the one before. */
export function rotated(secrets: SigningSecrets, now: Instant): SigningSecrets {
	const until = new Date(now + PREVIOUS_HOURS * 3_600_000).toISOString();
	return { current: newSigningSecret(), previous: { secret: secrets.current, until } };
}

/** The secrets that sign at `now`, the current one first. */
export function signingAt(secrets: SigningSecrets, now: Instant): string[] {
	const { current, previous } = secrets;
	return previous !== null && Date.parse(previous.until) > now ? [current, previous.secret] : [current];
}

/** Seals secrets under the workspace's key. Call it before a transaction, not in one. */
export function sealSecrets(
	sealer: SecretSealer,
	workspaceId: string,
	{ current, previous }: SigningSecrets,
): Promise<string> {
	const value = { current, previous: previous === null ? null : { ...previous } };
	return sealer.seal(value, { workspaceId, subject: SUBJECT });
}

/** Opens what {@link sealSecrets} sealed. Throws when it is not readable (another workspace's, damaged). */
export async function openSecrets(
	sealer: SecretSealer,
	workspaceId: string,
	sealed: string,
): Promise<SigningSecrets> {
	const opened = await sealer.open(sealed, { workspaceId, subject: SUBJECT });
	if (!opened.ok) throw new Error(`a signing secret is ${opened.tombstone.code}`);
	return opened.value as unknown as SigningSecrets;
}
