import type { ApprovalRequest } from "../../sdk/index.ts";
import type { Product } from "../support/product.ts";
import type { Clients, EmailedLink, Pressed } from "./clients.ts";
import { freeze, kill9, mended, ready, thaw } from "./parts.ts";
import { DEADLINE_MS, type PlannedDecision, type PlannedRequest, type Round } from "./schedule.ts";
import { pause, until } from "./until.ts";

/** What one person pressed on one request in a round, and what came of it. */
export interface PressedDecision {
	requestId: string;
	plan: PlannedDecision;
	presses: Pressed[];
}

/** Names of the policies that rounds submit to, by what a request needs. */
export type Policies = Record<`${1 | 2} ${"timed" | "patient"}`, string>;

export async function pushPolicies(clients: Clients): Promise<Policies> {
	const timed = { deadline: `${DEADLINE_MS / 1000}s`, remind: { every: "4s", atMost: 1 } };
	return {
		"1 timed": await clients.policy({ need: 1, ...timed }),
		"2 timed": await clients.policy({ need: 2, ...timed }),
		"1 patient": await clients.policy({ need: 1 }),
		"2 patient": await clients.policy({ need: 2 }),
	};
}

/**
 * Plays one round: submits its requests, makes its presses at their instants, does its fault at its moment, and
 * waits until all presses have come to something and the product says that it is ready.
 */
export async function playRound(
	product: Product,
	clients: Clients,
	policies: Policies,
	round: Round,
	name: string,
): Promise<PressedDecision[]> {
	// One after another, the timed ones last: so much less of their time is over when pressing begins.
	const requests: { plan: PlannedRequest; request: ApprovalRequest }[] = [];
	for (const plan of [...round.requests].sort((a, b) => Number(a.isTimed) - Number(b.isTimed))) {
		const policy = policies[`${plan.need} ${plan.isTimed ? "timed" : "patient"}`];
		const request = await clients.submit(policy, `${name}, request ${requests.length + 1}`);
		requests.push({ plan, request });
	}
	const began = Date.now();
	const due = Math.min(...requests.flatMap(({ plan, request }) => (plan.isTimed ? dueOf(request) : [])));
	const firstAnswer = once();
	const faulted = once();

	const pressing = requests.flatMap(({ plan, request }) =>
		plan.decisions.map(async (decision): Promise<PressedDecision> => {
			const press = pressOf(clients, request, decision);
			if (round.moment === "before") await faulted.done;
			const start = round.moment === "before" ? Date.now() : began;
			const presses = await Promise.all(
				decision.pressesAt.map(async (at) => {
					await pause(start + at - Date.now());
					const pressed = await press();
					if (pressed.result === "answered") firstAnswer.set();
					return pressed;
				}),
			);
			return { requestId: request.id, plan: decision, presses };
		}),
	);
	const all = Promise.all(pressing);

	if (round.moment === "after") await Promise.race([firstAnswer.done, all]);
	if (round.moment === "deadline") await pause(due - round.leadMs - Date.now());
	await fault(product, round, faulted.set);
	const pressed = await all;
	await ready(product);
	return pressed;
}

async function fault(product: Product, round: Round, begun: () => void): Promise<void> {
	if (round.kind === "kill -9") {
		const killed = await kill9(product, round.part);
		begun();
		await mended(product, killed, round.part);
		return;
	}
	const frozen = freeze(product, round.part);
	begun();
	try {
		await pause(round.frozenMs);
	} finally {
		thaw(frozen);
	}
	await ready(product);
}

function dueOf(request: ApprovalRequest): number[] {
	return request.due === null ? [] : [Date.parse(request.due)];
}

/** One press of a planned decision; on the emailed link if its mail comes in time, as people would. */
function pressOf(clients: Clients, request: ApprovalRequest, plan: PlannedDecision): () => Promise<Pressed> {
	let found: Promise<EmailedLink | undefined> | undefined;
	const find = () => {
		const giveUp = Date.now() + 5_000;
		return until("a link", async () => {
			const link = await clients.link(plan.by, request.title);
			return link === undefined ? Date.now() > giveUp && { link } : { link };
		}).then(({ link }) => link);
	};
	return async () => {
		if (plan.channel === "link") {
			found ??= find();
			const link = await found;
			if (link !== undefined) return clients.press(link, request.id, plan.verdict);
		}
		return clients.decide(request.id, plan.by, plan.verdict);
	};
}

/** A promise and how to keep it. */
function once(): { done: Promise<void>; set: () => void } {
	let set = () => {};
	const done = new Promise<void>((resolve) => {
		set = resolve;
	});
	return { done, set };
}
