import { type Delegation, type Directory, type Instant, type PersonId, personOf } from "./directory.ts";

/** How many times what was delegated may be delegated on. */
const DEEPEST = 5;

const indexes = new WeakMap<readonly Delegation[], Map<PersonId, Delegation[]>>();

/**
 * Who may decide for `absent` at an instant: the delegates, their delegates, and so on five deep, nearest first.
 * Each once, so that cycles end. The chain ends at somebody deactivated and at those barred (`barredAsDelegates`), who
 * never decide as anybody's delegate and do not choose who does.
 */
export function delegatesOf(
	directory: Directory,
	absent: PersonId,
	barred: readonly PersonId[],
	at: Instant,
): PersonId[] {
	if (directory.delegations.length === 0) return [];
	return reachable(directory, absent, barred, ({ start, end }) => start <= at && at < end);
}

/**
 * The next instant after `after` at which a delegation begins or ends that may change who decides for `absent`;
 * null where there is none.
 */
export function nextDelegationChange(
	directory: Directory,
	absent: PersonId,
	barred: readonly PersonId[],
	after: Instant,
): Instant | null {
	if (directory.delegations.length === 0) return null;
	const index = indexOf(directory.delegations);
	// Those that are over cannot lead to anybody any more.
	const people = [absent, ...reachable(directory, absent, barred, ({ end }) => end > after)];
	let next: Instant | null = null;
	for (const { start, end } of people.flatMap((person) => index.get(person) ?? [])) {
		for (const at of [start, end]) if (at > after && start < end && (next === null || at < next)) next = at;
	}
	return next;
}

function reachable(
	directory: Directory,
	from: PersonId,
	barred: readonly PersonId[],
	follows: (delegation: Delegation) => boolean,
): PersonId[] {
	const index = indexOf(directory.delegations);
	const found = new Set<PersonId>([from]);
	let ends: PersonId[] = [from];
	for (let depth = 0; depth < DEEPEST && ends.length > 0; depth++) {
		const next: PersonId[] = [];
		for (const delegation of ends.flatMap((person) => index.get(person) ?? [])) {
			const { to } = delegation;
			if (found.has(to) || barred.includes(to) || !follows(delegation)) continue;
			if (personOf(directory, to)?.active !== true) continue;
			found.add(to);
			next.push(to);
		}
		ends = next;
	}
	found.delete(from);
	return [...found];
}

function indexOf(delegations: readonly Delegation[]): Map<PersonId, Delegation[]> {
	let index = indexes.get(delegations);
	if (index === undefined) {
		index = new Map();
		for (const delegation of delegations) {
			const list = index.get(delegation.from);
			if (list === undefined) index.set(delegation.from, [delegation]);
			else list.push(delegation);
		}
		indexes.set(delegations, index);
	}
	return index;
}

/** The requester, and who submitted for them: whatever the policy lets them do in their own right. */
export function barredAsDelegates(requester: PersonId, submitter: PersonId | undefined): PersonId[] {
	return submitter === undefined ? [requester] : [requester, submitter];
}
