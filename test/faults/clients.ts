import { randomUUID } from "node:crypto";
import type { ApprovalRequest, Decided } from "../../sdk/index.ts";
import type { Answer, Product } from "../support/product.ts";
import { until } from "./until.ts";

/** A client gives up on a call after so many ms, as clients do. */
const CALL_MS = 15_000;

/** What became of one press. */
export type Pressed =
	| { result: "answered"; decisionId: string; request: ApprovalRequest }
	/** A refusal: the product looked at it and said no. */
	| { result: "refused"; code: string }
	/** No answer, or one that says nothing (5xx): it may or may not have been recorded. */
	| { result: "unanswered" };

export interface EmailedLink {
	id: string;
	token: string;
}

/** People and programs at the product's HTTP API, who write down what they were answered. */
export interface Clients {
	/** All that was answered so far. */
	evidence: {
		answered: { requestId: string; decisionId: string }[];
		outcomes: { requestId: string; outcome: string }[];
	};
	/** Pushes a one-stage policy (what is given is laid over the stage) that asks Ana, Bo and Cy; answers its name. */
	policy(stage: Record<string, unknown>): Promise<string>;
	/** Submits as Riley, as often as it takes, under one Idempotency-Key. */
	submit(policy: string, title: string): Promise<ApprovalRequest>;
	read(id: string): Promise<ApprovalRequest>;
	/** The request once it has its outcome. */
	closed(id: string): Promise<ApprovalRequest>;
	/** Presses once, over the API. */
	decide(id: string, as: string, verdict: string): Promise<Pressed>;
	/** Presses again until there is an answer, which is 2xx or throws. Answers the decision's id. */
	decideSurely(id: string, as: string, verdict: string): Promise<string>;
	/** Presses once on an emailed link. */
	press(link: EmailedLink, requestId: string, verdict: string): Promise<Pressed>;
	/** The link in the mail that asked this person about this title; undefined while there is none. */
	link(name: string, title: string): Promise<EmailedLink | undefined>;
}

export function clientsOf(product: Product): Clients {
	const evidence: Clients["evidence"] = { answered: [], outcomes: [] };
	const noteOutcome = (request: ApprovalRequest): ApprovalRequest => {
		if (request.outcome !== null) evidence.outcomes.push({ requestId: request.id, outcome: request.outcome });
		return request;
	};
	const pressed = async (requestId: string, call: Promise<Answer<unknown>>): Promise<Pressed> => {
		const answer = await call.catch(() => undefined);
		if (answer === undefined || answer.status >= 500) return { result: "unanswered" };
		if (answer.status >= 300) return { result: "refused", code: (answer.body as { code: string }).code };
		const { decision, request } = answer.body as Decided;
		evidence.answered.push({ requestId, decisionId: decision.id });
		return { result: "answered", decisionId: decision.id, request: noteOutcome(request) };
	};
	const decide: Clients["decide"] = (id, as, verdict) =>
		pressed(
			id,
			within(() => product.call("POST", `/requests/${id}/decisions`, { as, body: { verdict } })),
		);
	const read: Clients["read"] = (id) =>
		until(`request ${id} can be read`, async () => {
			const answer = await within(() => product.call<ApprovalRequest>("GET", `/requests/${id}`));
			return answer.status === 200 && noteOutcome(answer.body);
		});
	return {
		evidence,
		async policy(stage) {
			const name = `faults-${randomUUID()}`;
			const body = {
				apiVersion: "countersign/v1",
				name,
				title: "Faults",
				context: { type: "object" },
				risk: "low",
				stages: [
					{
						name: "look",
						approvers: ["ana", "bo", "cy"].map((user) => ({ user: `${user}@demo.example` })),
						need: 1,
						deadline: "1d",
						onDeadline: "cancel",
						...stage,
					},
				],
			};
			await until(`policy ${name} is pushed`, async () => {
				const answer = await within(() => product.call("PUT", `/policies/${name}`, { body }));
				if (answer.status >= 400 && answer.status < 500) throw new Error(JSON.stringify(answer.body));
				return answer.status < 300;
			});
			return name;
		},
		async submit(policy, title) {
			const headers = { "idempotency-key": randomUUID() };
			const body = { policy, title, context: {} };
			return until(`«${title}» is submitted`, async () => {
				const answer = await within(() =>
					product.call<ApprovalRequest>("POST", "/requests", { body, headers }),
				);
				if (answer.status >= 400 && answer.status < 500) throw new Error(JSON.stringify(answer.body));
				return answer.status < 300 && answer.body;
			});
		},
		read,
		closed: (id) =>
			until(`request ${id} has its outcome`, async () => {
				const request = await read(id);
				return request.outcome !== null && request;
			}),
		decide,
		decideSurely: (id, as, verdict) =>
			until(`${as}'s decision on ${id} is answered`, async () => {
				const answer = await decide(id, as, verdict);
				if (answer.result === "refused") throw new Error(`refused: ${answer.code}`);
				return answer.result === "answered" && answer.decisionId;
			}),
		press: (link, requestId, verdict) =>
			pressed(
				requestId,
				within(async () => {
					const response = await fetch(`${product.url}/api/v1/links/${link.id}/decision`, {
						method: "POST",
						headers: { "content-type": "application/json", "x-link-token": link.token },
						body: JSON.stringify({ verdict }),
					});
					return { status: response.status, body: await response.json(), headers: response.headers };
				}),
			),
		async link(name, title) {
			const mail = (await product.mails(name)).find(({ subject, text }) => (subject + text).includes(title));
			const [, id, token] = /\/l\/([\w-]+)#([\w-]+)/.exec(mail?.text ?? "") ?? [];
			return id === undefined || token === undefined ? undefined : { id, token };
		},
	};
}

/** A call that is given up after a while; what it was to do may still happen. */
async function within<T>(call: () => Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer in ${CALL_MS / 1000} s`)), CALL_MS);
	});
	try {
		return await Promise.race([call(), limit]);
	} finally {
		clearTimeout(timer);
	}
}
