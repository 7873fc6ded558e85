import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject } from "vitest";
import type { ApprovalRequest, PolicyVersion } from "../../../sdk/index.ts";
import type { Answer, CallOptions, Demo, Mail } from "../../support/product.ts";
import type { SharedProduct } from "./global-setup.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A problem document, as the contract has it. */
export interface ProblemBody {
	code: string;
	title: string;
	detail: string;
	status: number;
	outcome?: string;
	standing?: { by: { id: string } | null; at: string; channel: string | null };
	errors?: { path: string; message: string }[];
}

export interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** The product seen from outside: HTTP, mail, command line; nothing of its code. */
export interface Outside {
	demo: Demo;
	/** Id of the demo person with this first part of an e-mail address. */
	id(name: string): string;
	call<T = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
	/** Submits as Riley; fails the test unless it is 201. */
	submit(policy: string, title: string, more?: Record<string, unknown>): Promise<ApprovalRequest>;
	read(id: string, as?: string): Promise<ApprovalRequest>;
	decide(
		id: string,
		as: string,
		verdict: string,
		more?: Record<string, unknown>,
	): Promise<Answer<ProblemBody>>;
	/** Pushes a one-stage policy under a new name; answers the name. What is given is laid over stage and policy. */
	policy(stage?: Record<string, unknown>, more?: Record<string, unknown>): Promise<string>;
	/** The mails to a person that speak of this title, oldest first. */
	mails(name: string, title: string): Promise<Mail[]>;
	/** Runs `countersign` as its users do. */
	cli(args: readonly string[], options?: { as?: string; stdin?: string }): Promise<Ended>;
}

export function outside(product: SharedProduct = inject("product")): Outside {
	const demo: Demo = JSON.parse(readFileSync(join(product.dataDir, "demo.json"), "utf8"));
	const user = (name: string) => {
		const found = demo.users.find((item) => item.email.startsWith(`${name}@`));
		if (found === undefined) throw new Error(`no demo person ${name}`);
		return found;
	};
	const call: Outside["call"] = async (method, path, options = {}) => {
		const { as, body, headers } = options;
		const response = await fetch(`${product.url}/api/v1${path}`, {
			method,
			headers: {
				authorization: `Bearer ${as === undefined ? demo.apiKey : user(as).apiKey}`,
				...(body === undefined ? {} : { "content-type": "application/json" }),
				...headers,
			},
			...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
		});
		const text = await response.text();
		return {
			status: response.status,
			body: text === "" ? null : JSON.parse(text),
			headers: response.headers,
		};
	};
	return {
		demo,
		id: (name) => user(name).id,
		call,
		async submit(policy, title, more = {}) {
			const answer = await call<ApprovalRequest>("POST", "/requests", {
				body: { policy, title, context: {}, ...more },
			});
			expect(answer.body, JSON.stringify(answer.body)).toHaveProperty("id");
			expect(answer.status).toBe(201);
			return answer.body;
		},
		async read(id, as) {
			const answer = await call<ApprovalRequest>("GET", `/requests/${id}`, as === undefined ? {} : { as });
			expect(answer.status).toBe(200);
			return answer.body;
		},
		decide: (id, as, verdict, more = {}) =>
			call("POST", `/requests/${id}/decisions`, { as, body: { verdict, ...more } }),
		async policy(stage = {}, more = {}) {
			const document = policyDocument(stage, more);
			const answer = await call<PolicyVersion>("PUT", `/policies/${document.name}`, { body: document });
			expect(answer.status, JSON.stringify(answer.body)).toBe(201);
			return document.name;
		},
		async mails(name, title) {
			const to = encodeURIComponent(user(name).email);
			const response = await fetch(`${product.mailUrl}/api/messages?limit=5000&to=${to}`);
			const all: Mail[] = await response.json();
			return all.filter((mail) => mail.subject.includes(title) || mail.text.includes(title)).reverse();
		},
		cli(args, options = {}) {
			const as = options.as === undefined ? [] : ["--as", user(options.as).email];
			return run([join(root, "cli/bin.mjs"), ...args, ...as], {
				env: { COUNTERSIGN_DATA: product.dataDir },
				...(options.stdin === undefined ? {} : { stdin: options.stdin }),
			});
		},
	};
}

/** A valid policy of one stage that Ana or Bo passes, under a name of its own. */
export function policyDocument(
	stage: Record<string, unknown> = {},
	more: Record<string, unknown> = {},
): Record<string, unknown> & { name: string; stages: Record<string, unknown>[] } {
	return {
		apiVersion: "countersign/v1",
		name: `test-${randomUUID()}`,
		title: "A test",
		context: { type: "object" },
		risk: "low",
		stages: [
			{
				name: "finance",
				approvers: [{ group: "finance" }],
				need: 1,
				deadline: "1d",
				onDeadline: "cancel",
				...stage,
			},
		],
		...more,
	};
}

/** A title that no other test has. */
export function unique(words: string): string {
	return `${words} ${randomUUID().slice(0, 8)}`;
}

/** Runs a Node program to its end. */
export function run(
	args: readonly string[],
	options: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {
			cwd: root,
			env: { ...process.env, NODE_ENV: "production", ...options.env },
		});
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.once("error", reject);
		child.once("close", (code) => resolve({ code, stdout, stderr }));
		child.stdin.on("error", () => undefined);
		child.stdin.end(options.stdin ?? "");
	});
}

/** Asks again and again until the answer is there. Hanging is the test's limit to end. */
export async function eventually<T>(look: () => Promise<T | undefined | false | null>): Promise<T> {
	for (;;) {
		const found = await look();
		if (found) return found;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** Expects a refusal as the contract words it, and answers its document. */
export function expectProblem(answer: Answer<unknown>, status: number, code: string): ProblemBody {
	const body = answer.body as ProblemBody;
	expect(body, JSON.stringify(body)).toMatchObject({ code, status });
	expect(answer.status).toBe(status);
	expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
	expect(body.title).toMatch(/\S/);
	expect(body.detail).toMatch(/\S/);
	return body;
}

/** An instant as the contract writes it. */
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** An id that no request has. */
export const NO_ID = "00000000-0000-7000-8000-000000000000";
