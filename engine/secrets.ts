import { randomBytes } from "node:crypto";
import { z } from "zod";
import { EngineError } from "./engine-error.ts";
import { readJsonFile, writePrivateFile } from "./files.ts";

const shape = z.object({
	postgresSuperuser: z.string().min(1),
	countersignOwner: z.string().min(1),
	countersignAppLogin: z.string().min(1),
	countersignSystemLogin: z.string().min(1),
	temporal: z.string().min(1),
	nextAuthSecret: z.string().min(1),
	/** 32 bytes, hexadecimal. */
	linkKey: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Secrets = z.infer<typeof shape>;

/**
 * The secrets of one data folder: made at the first start, kept in `file` (mode 0600), completed when a later
 * release needs one more. A damaged file is never replaced, since the databases' passwords stand in it.
 * @throws EngineError `data_folder`
 */
export function loadSecrets(file: string): Secrets {
	let kept: unknown;
	try {
		kept = readJsonFile(file) ?? {};
	} catch (cause) {
		throw new EngineError("data_folder", `${file} is not readable JSON: restore it from a backup.`, {
			cause,
		});
	}
	const fresh = Object.fromEntries(
		Object.keys(shape.shape).map((name) => [name, randomBytes(32).toString("hex")]),
	);
	const parsed = shape.safeParse({ ...fresh, ...(kept as object) });
	if (!parsed.success) {
		throw new EngineError(
			"data_folder",
			`${file} is damaged (${parsed.error.issues[0]?.path.join(".")}): restore it from a backup.`,
		);
	}
	if (Object.keys(shape.shape).some((name) => !(name in (kept as object)))) {
		writePrivateFile(file, `${JSON.stringify(parsed.data, null, 2)}\n`);
	}
	return parsed.data;
}
