import type { Tx } from "../db/transaction.ts";
import type { Policy } from "../policy/document.ts";
import { parsePolicy } from "../policy/parse.ts";

/** Policy versions are immutable, so what was parsed once stays right. */
const parsed = new Map<string, Policy>();
const MOST = 2_000;

/** The policy of a version id, parsed. Throws if it is not there or no longer valid (a defect, not an input). */
export async function policyOf(tx: Tx, policyVersionId: string): Promise<Policy> {
	const known = parsed.get(policyVersionId);
	if (known !== undefined) return known;
	const [row] = await tx.sql<{ document: unknown }[]>`
		select document from policy_versions where id = ${policyVersionId}`;
	if (row === undefined) throw new Error(`policy version ${policyVersionId} is not there`);
	const result = parsePolicy(row.document);
	if (!result.ok) {
		throw new Error(`policy version ${policyVersionId} does not parse: ${JSON.stringify(result.errors)}`);
	}
	if (parsed.size >= MOST) parsed.clear();
	parsed.set(policyVersionId, result.policy);
	return result.policy;
}
