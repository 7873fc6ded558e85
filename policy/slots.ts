import type { PersonId } from "./directory.ts";
import type { Need } from "./document.ts";
import { matchingSize } from "./matching.ts";

/** One vote that fills, or could fill, a slot: a decision made, or a person still asked. */
export interface Voter {
	/** Whose slot it is: the person, or the absent person for whom a delegate decides. */
	person: PersonId;
	/** The groups it may count for. */
	groups: readonly string[];
}

/** The slots that a stage's `need` opens: places in pools, and which pools a voter may fill. */
export interface Slots {
	total: number;
	/** How many of the slots these voters can fill together, where a person counts in the one place that fills most. */
	filledBy(voters: readonly Voter[]): number;
}

/**
 * n slots that any approver of the stage may fill, or for `all` a slot for each person assigned now and for each
 * whose approval stands although they are no longer assigned.
 */
export function slotsOf(need: Need, people: () => Iterable<PersonId>): Slots {
	return need === "all" ? personSlots(new Set(people())) : anySlots(need);
}

function anySlots(total: number): Slots {
	return { total, filledBy: (voters) => Math.min(total, voters.length) };
}

function personSlots(people: ReadonlySet<PersonId>): Slots {
	const pools = new Map([...people].map((person, pool) => [person, pool]));
	const capacity = [...people].map(() => 1);
	return {
		total: people.size,
		filledBy(voters) {
			const fits = voters.map(({ person }) => {
				const pool = pools.get(person);
				return pool === undefined ? [] : [pool];
			});
			return matchingSize(fits, capacity);
		},
	};
}
