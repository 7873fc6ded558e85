import { barredAsDelegates, delegatesOf } from "./delegation.ts";
import { type Directory, type Instant, idsByEmail, membersOf, type PersonId, personOf } from "./directory.ts";
import type { ApproverSource } from "./document.ts";
import type { SourceInForce } from "./ladder.ts";
import type { ReassignRecord, Seat, Via } from "./record.ts";
import { onCallAt } from "./rota.ts";
import type { World } from "./world.ts";

/** Why a person is asked, and for whom: the first seat is the own one, if there is one. */
export interface Asked {
	via: Via;
	seats: [Seat, ...Seat[]];
}

/** What who is asked depends on beside the directory. */
export interface Asking {
	sources: readonly SourceInForce[];
	reassigned: readonly ReassignRecord[];
	requester: PersonId;
}

/**
 * Who is to be asked at an instant: everybody whom the sources name, each once, who is active and is not the
 * requester (unless the policy lets the requester decide), in the order of the sources, then of a group's members;
 * then the delegates of those.
 */
export function approversNow(asking: Asking, world: World, at: Instant): Map<PersonId, Asked> {
	const asked = inOwnRight(asking, world, at);
	if (world.directory.delegations.length === 0) return asked;
	const barred = barredAsDelegates(asking.requester, world.submitter);
	const owners = [...asked].map(([id, { seats }]) => [id, seats[0]] as const);
	for (const [id, seat] of owners) {
		for (const delegate of delegatesOf(world.directory, id, barred, at)) {
			const before = asked.get(delegate);
			if (before === undefined) asked.set(delegate, { via: "delegate", seats: [seat] });
			else before.seats.push(seat);
		}
	}
	return asked;
}

/** Those who hold a seat of their own: named by a source, or by who passed theirs on. */
export function inOwnRight(
	{ sources, reassigned, requester }: Asking,
	world: World,
	at: Instant,
): Map<PersonId, Asked> {
	const people = resolver(sources, requester, world.directory, at);
	const asked = new Map<PersonId, Asked>();
	const ask = (id: PersonId, via: Via, groups: readonly string[], any: boolean): void => {
		if (!mayBeAsked(id, requester, world)) return;
		const before = asked.get(id);
		if (before === undefined) {
			asked.set(id, { via, seats: [{ of: id, groups: [...groups], ...(any && { any }) }] });
			return;
		}
		const [seat] = before.seats;
		for (const group of groups) if (!seat.groups.includes(group)) seat.groups.push(group);
		if (any) seat.any = true;
	};
	for (const { source, rung } of sources) {
		const groups = "group" in source ? [source.group] : [];
		const passedOn = reassigned.filter(({ escalated }) => escalated >= rung);
		for (const id of people(source)) {
			const holder = holderAfter(passedOn, id);
			if (holder === undefined) ask(id, rung > 0 ? "escalation" : viaOf(source), groups, rung > 0);
			else ask(holder.to, "reassign", holder.groups, holder.any === true);
		}
	}
	// A slot that was passed on stays with who has it, also when who had it would no longer be asked.
	for (const { to } of reassigned) {
		const holder =
			holderAfter(reassigned, to) === undefined && reassigned.findLast((record) => record.to === to);
		if (holder) ask(to, "reassign", holder.groups, holder.any === true);
	}
	return asked;
}

/** Where somebody's slot went, from hand to hand; undefined where it was not passed on. */
function holderAfter(reassigned: readonly ReassignRecord[], id: PersonId): ReassignRecord | undefined {
	let holder: ReassignRecord | undefined;
	for (const record of reassigned) if (record.from === (holder?.to ?? id)) holder = record;
	return holder;
}

function mayBeAsked(id: PersonId, requester: PersonId, world: World): boolean {
	const { policy, directory } = world;
	if ((id === requester || id === world.submitter) && !policy.separation.requesterMayDecide) return false;
	return personOf(directory, id)?.active === true;
}

function viaOf(source: ApproverSource): Via {
	if ("user" in source) return "user";
	if ("group" in source) return "group";
	return "manager" in source ? "manager" : "oncall";
}

function resolver(
	sources: readonly SourceInForce[],
	requester: PersonId,
	directory: Directory,
	at: Instant,
): (source: ApproverSource) => readonly PersonId[] {
	const emails = new Set(sources.flatMap(({ source }) => ("user" in source ? [source.user] : [])));
	const ids = idsByEmail(directory, emails);
	return (source) => {
		if ("group" in source) return membersOf(directory, source.group);
		const id =
			"user" in source
				? ids.get(source.user)
				: "manager" in source
					? managerOf(directory, requester, source.manager)
					: onCall(directory, source.oncall, at);
		return id === undefined || id === null ? [] : [id];
	};
}

/** The manager so many levels above somebody. */
function managerOf(directory: Directory, person: PersonId, levels: number): PersonId | null {
	let id: PersonId | null = person;
	for (let level = 0; level < levels && id !== null; level++) id = personOf(directory, id)?.manager ?? null;
	return id;
}

function onCall({ rotas }: Directory, name: string, at: Instant): PersonId | null {
	const rota = rotas !== undefined && Object.hasOwn(rotas, name) ? rotas[name] : undefined;
	return rota === undefined ? null : onCallAt(rota, at);
}
