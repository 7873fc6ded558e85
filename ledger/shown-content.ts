import { createHash, randomBytes } from "node:crypto";
import type { Policy } from "../policy/document.ts";
import { validateContext } from "../policy/validate-context.ts";
import { contentBytes, type ShownContent } from "../proof/content.ts";
import { Refusal } from "./refusal.ts";
import { cleanLine, MAX_CONTEXT } from "./text-limits.ts";

/** What people will see, cleaned. Refuses with `invalid` (title) and `too_large` (context). */
export function shownContent(input: {
	title: string;
	summary?: string | null | undefined;
	context: Record<string, unknown>;
	attachments?: ShownContent["attachments"] | undefined;
}): ShownContent {
	const size = Buffer.byteLength(JSON.stringify(input.context ?? null), "utf8");
	if (size > MAX_CONTEXT) {
		throw new Refusal("too_large", `context: at most ${MAX_CONTEXT} bytes of JSON, this has ${size}`, {
			errors: [{ path: "context", message: `at most ${MAX_CONTEXT} bytes of JSON` }],
		});
	}
	return {
		title: cleanLine("title", input.title, 300),
		summary: input.summary?.trim() ? input.summary : null,
		context: input.context,
		attachments: input.attachments ?? [],
	};
}

/** The salt (random, 32 bytes) and the digest of what is shown: hex SHA-256(salt ‖ RFC 8785 of it). */
export function saltedDigest(content: ShownContent): { salt: Uint8Array; digest: string } {
	const salt = randomBytes(32);
	return { salt, digest: createHash("sha256").update(contentBytes(salt, content)).digest("hex") };
}

/** Refuses with `invalid` and every path at fault. */
export function requireContextFits(policy: Policy, context: unknown): void {
	const errors = validateContext(policy, context);
	const [first] = errors;
	if (first === undefined) return;
	throw new Refusal(
		"invalid",
		`The context does not fit policy ${policy.name}: ${first.path} ${first.message}`,
		{ errors },
	);
}
