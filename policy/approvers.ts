import { idsByEmail, membersOf, type PersonId, personOf } from "./directory.ts";
import type { ApproverSource } from "./document.ts";
import type { SourceInForce } from "./ladder.ts";
import type { Via } from "./record.ts";
import type { World } from "./world.ts";

/** Why a person is asked, and the groups they count for. */
export interface Asked {
	via: Via;
	groups: string[];
}

/**
 * Who is to be asked now: everybody whom the sources name, each once, who is active and is not the requester
 * (unless the policy lets the requester decide). In the order of the sources, then of a group's members.
 */
export function approversNow(
	sources: readonly SourceInForce[],
	requester: PersonId,
	world: World,
): Map<PersonId, Asked> {
	const people = resolver(sources, world);
	const asked = new Map<PersonId, Asked>();
	for (const { source, escalation } of sources) {
		const group = "group" in source ? source.group : null;
		for (const id of people(source)) {
			if (!mayBeAsked(id, requester, world)) continue;
			const before = asked.get(id);
			if (before === undefined) {
				asked.set(id, {
					via: escalation ? "escalation" : group === null ? "user" : "group",
					groups: group === null ? [] : [group],
				});
			} else if (group !== null && !before.groups.includes(group)) {
				before.groups.push(group);
			}
		}
	}
	return asked;
}

function mayBeAsked(id: PersonId, requester: PersonId, world: World): boolean {
	const { policy, directory } = world;
	if ((id === requester || id === world.submitter) && !policy.separation.requesterMayDecide) return false;
	return personOf(directory, id)?.active === true;
}

function resolver(
	sources: readonly SourceInForce[],
	{ directory }: World,
): (source: ApproverSource) => readonly PersonId[] {
	const emails = new Set(sources.flatMap(({ source }) => ("user" in source ? [source.user] : [])));
	const ids = idsByEmail(directory, emails);
	return (source) => {
		if ("group" in source) return membersOf(directory, source.group);
		const id = ids.get(source.user);
		return id === undefined ? [] : [id];
	};
}
