import type { Tx } from "../../db/transaction.ts";
import type { Policy } from "../../policy/document.ts";
import { needsOf } from "../directory-needs.ts";
import { policyOf } from "../policy-memory.ts";
import { Refusal } from "../refusal.ts";

export type Named = { group: string } | { calendar: string } | { rota: string };

/**
 * Names of the policies that look at something of the directory: by the version that new requests get, unless it is
 * retired, or by one that open requests still go by.
 */
export async function policiesNaming(tx: Tx, named: Named): Promise<string[]> {
	const rows = await tx.sql<{ name: string; version_id: string }[]>`
		select p.name, v.id as version_id from policies p
			join policy_versions v on v.policy_id = p.id and v.version = p.current_version where p.retired_at is null
		union
		select distinct r.policy_name, r.policy_version_id from requests r where r.closed_at is null`;
	const names = new Set<string>();
	for (const row of rows) {
		if (!names.has(row.name) && looksAt(await policyOf(tx, row.version_id), named)) names.add(row.name);
	}
	return [...names].sort();
}

/** Refuses with `in_use` what a policy looks at. */
export async function refuseInUse(tx: Tx, named: Named): Promise<void> {
	const policies = await policiesNaming(tx, named);
	if (policies.length === 0) return;
	const [[kind, name] = ["", ""]] = Object.entries(named);
	const list = policies.slice(0, 10).join(", ") + (policies.length > 10 ? " and others" : "");
	throw new Refusal(
		"in_use",
		`The ${kind} ${name} is named by ${policies.length === 1 ? "the policy" : "the policies"} ${list}: push a version without it first, and let the requests end that still go by it.`,
	);
}

function looksAt(policy: Policy, named: Named): boolean {
	if ("calendar" in named) return policy.calendar === named.calendar;
	const needs = needsOf(policy);
	return "group" in named ? needs.groups.has(named.group) : needs.rotas.has(named.rota);
}
