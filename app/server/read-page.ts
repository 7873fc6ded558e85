import { redirect } from "next/navigation";
import { Refusal } from "../../ledger/refusal.ts";

/** Reads a page of a list. An address that was cut off or made up leads to the list from its start. */
export async function orFromStart<T>(reading: Promise<T>, start: string): Promise<T> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof Refusal && error.code === "invalid") redirect(start);
		throw error;
	}
}
