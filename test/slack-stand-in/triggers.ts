import { randomBytes } from "node:crypto";
import { ApiError } from "./api-error.ts";

export interface Trigger {
	teamId: string;
	userId: string;
	/** Where the press came from, if from a modal: what `views.push` stacks on. */
	viewId: string | null;
	at: number;
	spent: boolean;
}

/** The trigger ids that presses and commands carry: each opens one modal, within 3 s. */
export class Triggers {
	readonly #lifeMs: number;
	readonly #now: () => number;
	readonly #all = new Map<string, Trigger>();

	constructor(lifeMs: number, now: () => number) {
		this.#lifeMs = lifeMs;
		this.#now = now;
	}

	issue(input: Omit<Trigger, "at" | "spent">): string {
		const id = `${Math.trunc(this.#now())}.${this.#all.size + 1}.${randomBytes(16).toString("hex")}`;
		this.#all.set(id, { ...input, at: this.#now(), spent: false });
		return id;
	}

	/** The trigger, if it still counts. Looking does not spend it: what is refused afterwards leaves it usable. */
	check(id: unknown, teamId: string | null): Trigger {
		if (id === undefined || id === "")
			throw new ApiError("invalid_arguments", ["missing required field: trigger_id"]);
		const trigger = this.#all.get(String(id));
		if (!trigger || trigger.teamId !== teamId) throw new ApiError("invalid_trigger_id");
		if (trigger.spent) throw new ApiError("exchanged_trigger_id");
		if (this.#now() - trigger.at > this.#lifeMs) throw new ApiError("expired_trigger_id");
		return trigger;
	}
}
