import type { Clients } from "./clients.ts";
import type { PressedDecision } from "./round.ts";
import { until } from "./until.ts";

/** A press that was made again, and answered differently from what reading says. */
export interface Contradiction {
	requestId: string;
	/** `I9` with what is wrong, as a sentence. */
	what: string;
}

/**
 * I9: a client whose call timed out can learn the result by reading, and may safely repeat it. Reads each request,
 * presses everything once more, and expects of the answer what was read: who had decided gets the same decision
 * again, and nothing else changes what has its outcome.
 */
export async function repeatAll(
	clients: Clients,
	pressed: readonly PressedDecision[],
): Promise<Contradiction[]> {
	const wrong: Contradiction[] = [];
	for (const { requestId, plan, presses } of pressed) {
		const before = await clients.read(requestId);
		const people = before.people;
		const standing = before.decisions.find(({ by }) => people[by]?.email?.startsWith(`${plan.by}@`));
		const answer = await until("the repeat is answered", async () => {
			const again = await clients.decide(requestId, plan.by, plan.verdict);
			return again.result !== "unanswered" && again;
		});
		const say = (what: string) => wrong.push({ requestId, what: `I9: ${plan.by}: ${what}` });
		if (standing?.verdict === plan.verdict) {
			if (answer.result !== "answered" || answer.decisionId !== standing.id) {
				say(`decision ${standing.id} was read, and its repeat was ${JSON.stringify(answer)}`);
			}
		} else if (standing !== undefined || before.outcome !== null) {
			if (answer.result !== "refused") say("a decision that cannot count was accepted");
		}
		for (const press of presses) {
			if (press.result === "answered" && press.decisionId !== standing?.id) {
				say(`decision ${press.decisionId} was answered and ${standing?.id ?? "none"} was read`);
			}
		}
		const after = await clients.read(requestId);
		if (before.outcome !== null && JSON.stringify(after) !== JSON.stringify(before)) {
			say("the repeat changed a request that had its outcome");
		}
	}
	return wrong;
}
