import { z } from "zod";
import { write } from "./field-message.ts";
import { parseBody } from "./parse.ts";

const WHAT = "1 to 255 printable ASCII characters, such as a UUID";

/** The header `Idempotency-Key`; undefined where there is none. Refuses with `invalid`. */
export function idempotencyKeyOf(headers: Headers): string | undefined {
	const key = headers.get("idempotency-key");
	if (key === null) return undefined;
	return parseBody(z.string().regex(/^[\x20-\x7e]{1,255}$/, { error: write(WHAT) }), key, "Idempotency-Key");
}
