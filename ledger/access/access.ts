import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../../db/connect.ts";

/** Looking up who somebody is happens before a workspace is known, hence with the second role. */
export interface Access {
	/** Pool of the role `countersign_app`. */
	db: Database;
	/** Pool of the role `countersign_system`. */
	system: Database;
}

/** A random secret of 256 bits, base64url, behind a prefix by which scanners and people recognise it. */
export function newSecret(prefix: string): string {
	return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

/** What is kept of a secret: enough, since it is as long as the hash. */
export function secretHash(secret: string): string {
	return createHash("sha256").update(secret, "utf8").digest("hex");
}
