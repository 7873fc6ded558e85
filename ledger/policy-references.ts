import type { Tx } from "../db/transaction.ts";
import type { ApproverSource, Policy } from "../policy/document.ts";
import { nearest } from "../policy/problems.ts";
import { type FieldError, invalid } from "./refusal.ts";

/** Refuses with `invalid` at `calendar` (or `path`) a policy whose calendar is not there: none of its times could be worked out. */
export async function requireCalendarKnown(tx: Tx, { calendar }: Policy, path = "calendar"): Promise<void> {
	if (calendar === null) return;
	// Held until the policy is written: whoever deletes a calendar takes the same row, and then sees the policy.
	const [held] = await tx.sql`select 1 from calendars where name = ${calendar} for key share`;
	if (held !== undefined) return;
	const rows = await tx.sql<{ name: string }[]>`select name from calendars order by name limit 1000`;
	const names = rows.map(({ name }) => name);
	const near = nearest(calendar, names);
	const advice =
		near !== null
			? `did you mean ${near}?`
			: names.length === 0
				? "make it first"
				: `write one of ${names.slice(0, 10).join(", ")}, or make it first`;
	throw invalid(path, `there is no calendar named ${calendar}: ${advice}`);
}

/** Names in a policy that stand for nobody now. Not an error: people, groups and rotas may come later. */
export async function unknownReferences(tx: Tx, policy: Policy): Promise<FieldError[]> {
	const sources = policy.stages.flatMap((stage, index) => [
		...stage.approvers.map((source, at) => ({ source, path: `stages[${index}].approvers[${at}]` })),
		...stage.escalate.flatMap((step, rung) =>
			step.to.map((source, at) => ({ source, path: `stages[${index}].escalate[${rung}].to[${at}]` })),
		),
	]);
	const names = (pick: (source: ApproverSource) => string | null) =>
		sources.flatMap(({ source }) => pick(source) ?? []);
	const [people, groups, rotas] = await Promise.all([
		tx.sql<{ email: string }[]>`
			select email from people where active
				and email = any(${names((source) => ("user" in source ? source.user.toLowerCase() : null))})`,
		tx.sql<{ name: string; empty: boolean }[]>`
			select name, not exists (select 1 from group_members m where m.group_id = g.id) as empty from groups g
			where name = any(${names((source) => ("group" in source ? source.group : null))})`,
		tx.sql<{ name: string }[]>`
			select name from rotas where name = any(${names((source) => ("oncall" in source ? source.oncall : null))})`,
	]);
	const emails = new Set(people.map((row) => row.email));
	const members = new Map(groups.map((row) => [row.name, !row.empty]));
	const onCall = new Set(rotas.map((row) => row.name));
	return sources.flatMap(({ source, path }) => {
		const message = warningOf(source, emails, members, onCall);
		return message === null ? [] : [{ path, message }];
	});
}

function warningOf(
	source: ApproverSource,
	emails: ReadonlySet<string>,
	groups: ReadonlyMap<string, boolean>,
	rotas: ReadonlySet<string>,
): string | null {
	if ("user" in source && !emails.has(source.user.toLowerCase())) {
		return `nobody active has the e-mail address ${source.user}`;
	}
	if ("group" in source && !groups.has(source.group)) return `there is no group ${source.group}`;
	if ("group" in source && groups.get(source.group) === false) return `nobody is in group ${source.group}`;
	if ("oncall" in source && !rotas.has(source.oncall)) return `there is no rota ${source.oncall}`;
	return null;
}
