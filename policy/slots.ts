import type { PersonId } from "./directory.ts";
import type { GroupNeed, Need } from "./document.ts";
import { matchingSize } from "./matching.ts";
import type { Seat } from "./record.ts";
import { seatedFlow } from "./seated-flow.ts";

/** One vote that fills, or could fill, a slot: a decision made, or a person still asked. It counts once. */
export interface Voter {
	person: PersonId;
	/** Whose slots it could fill: the own, those of absent people. The vote sits on one of them. */
	seats: readonly Seat[];
}

/** The slots that a stage's `need` opens. */
export interface Slots {
	total: number;
	/**
	 * How many of the slots these voters can fill together, where each counts in the one place that fills most, and
	 * where nobody's seat is used twice: somebody absent and their delegate are one slot.
	 */
	filledBy(voters: readonly Voter[]): number;
}

/**
 * n slots that anybody asked may fill; for `all` a slot for each person asked now and for each whose approval stands
 * although they are no longer asked, and for a percentage that share of them, rounded up; for groups each its number,
 * fillable by its members and by whom escalation brought in.
 */
export function slotsOf(need: Need, people: () => Iterable<PersonId>): Slots {
	if (typeof need === "number") return anySlots(need);
	if (need === "all") return anySlots(new Set(people()).size);
	if (typeof need === "string") return anySlots(shareOf(need.slice(0, -1), new Set(people()).size));
	return groupSlots(need);
}

/** How many of the voters can sit at once, each on a seat that nobody else has. */
export function seated(voters: readonly Voter[]): number {
	const indices = new Map<PersonId, number>();
	let simple = true;
	const fits = voters.map(({ seats }) =>
		seats.map(({ of }) => {
			let index = indices.get(of);
			if (index === undefined) {
				index = indices.size;
				indices.set(of, index);
			} else simple = false;
			return index;
		}),
	);
	if (simple) return fits.filter(({ length }) => length > 0).length;
	return matchingSize(
		fits,
		[...indices].map(() => 1),
	);
}

function anySlots(total: number): Slots {
	return { total, filledBy: (voters) => Math.min(total, seated(voters)) };
}

function groupSlots(need: GroupNeed): Slots {
	const groups = Object.entries(need);
	const capacity = groups.map(([, count]) => count);
	const fits = ({ groups: own, any }: Seat, group: string) => any === true || own.includes(group);
	return {
		total: capacity.reduce((sum, count) => sum + count, 0),
		filledBy(voters) {
			// Whoever sits on it, a seat fills the same slots.
			const pools = new Map<PersonId, number[]>();
			for (const seat of voters.flatMap(({ seats }) => seats)) {
				const known = pools.get(seat.of) ?? [];
				for (const [i, [group]] of groups.entries())
					if (!known.includes(i) && fits(seat, group)) known.push(i);
				pools.set(seat.of, known);
			}
			return seatedFlow(
				voters.map(({ seats }) => seats.map(({ of }) => ({ seat: of, pools: pools.get(of) ?? [] }))),
				capacity,
			);
		},
	};
}

/** That percentage of a number, rounded up. In whole millionths, so that 30 % of 10 is not 4. */
function shareOf(percentage: string, count: number): number {
	return Math.ceil((Math.round(Number(percentage) * 1e6) * count) / 1e8);
}
