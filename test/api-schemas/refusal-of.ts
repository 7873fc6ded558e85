import { Refusal } from "../../ledger/refusal.ts";

/** The refusal that `act` throws. */
export function refusalOf(act: () => unknown): Refusal {
	try {
		act();
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
	throw new Error("nothing was refused");
}
