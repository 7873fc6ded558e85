import type { Instant, PersonId, Rota } from "../../../policy/directory.ts";
import { nextHandOver, onCallAt } from "../../../policy/rota.ts";

/** A span in which one person is on call. */
export interface Turn {
	/** Null: nobody yet. */
	person: PersonId | null;
	from: Instant;
	to: Instant;
	/** Whether they stand in for whose turn it is. */
	standsIn: boolean;
}

/**
 * Who is on call from `from` to `to`, at most `most` spans; neighbours of the same person are one. The first begins
 * at `from`, the last ends when it really does.
 */
export function turnsOf(rota: Rota, from: Instant, to: Instant, most: number): Turn[] {
	const turns: Turn[] = [];
	for (let at = from; at < to; ) {
		const until = nextHandOver(rota, at);
		const person = onCallAt(rota, at);
		const standsIn = rota.overrides.some(({ start, end }) => start <= at && at < end);
		const last = turns.at(-1);
		if (last !== undefined && last.person === person && last.standsIn === standsIn) last.to = until;
		else if (turns.length === most) break;
		else turns.push({ person, from: at, to: until, standsIn });
		at = until;
	}
	return turns;
}
