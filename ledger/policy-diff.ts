import { inWorkspace } from "../db/transaction.ts";
import { type DocumentChange, diffDocuments, diffText } from "../policy/diff-documents.ts";
import { requireScope } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { readVersion } from "./policies.ts";

/** How two versions of a policy differ. */
export interface PolicyDiff {
	name: string;
	from: DiffedVersion;
	to: DiffedVersion;
	changes: DocumentChange[];
	/** The same as people read it. */
	text: string;
}

interface DiffedVersion {
	version: number;
	createdAt: string;
	createdBy: { id: string; name: string } | null;
}

/**
 * How two versions of a policy differ. By default the newest (or `to`) and the one before it; the first version
 * differs from itself in nothing. Refuses with `not_found`.
 */
export async function diffPolicyVersions(
	ctx: Ctx,
	name: string,
	versions: { from?: number; to?: number } = {},
): Promise<PolicyDiff> {
	requireScope(ctx.actor, "requests:read");
	const scope = { workspaceId: ctx.actor.workspaceId, actorId: ctx.actor.personId };
	return inWorkspace(ctx.db, scope, async (tx) => {
		const to = await readVersion(tx, name, versions.to);
		const from = await readVersion(tx, name, versions.from ?? Math.max(1, to.version - 1));
		const changes = diffDocuments(from.document, to.document);
		const told = ({ version, createdAt, createdBy }: DiffedVersion) => ({ version, createdAt, createdBy });
		return { name, from: told(from), to: told(to), changes, text: diffText(changes) };
	});
}
