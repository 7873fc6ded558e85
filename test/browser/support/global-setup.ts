import type { TestProject } from "vitest/node";
import type { SharedProduct } from "../../product/support/global-setup.ts";
import { type Product, startProduct } from "../../support/product.ts";

declare module "vitest" {
	interface ProvidedContext {
		product: SharedProduct;
		/** Session cookies, by the first part of the person's e-mail address. */
		sessions: Record<string, { name: string; value: string }>;
	}
}

/** Everybody but Ana: her sign-in link works once, and `whole-path.test.ts` opens it in the browser. */
const SIGNED_IN = ["riley", "bo", "cy", "lee", "dana", "ines"];

/** One product for the folder, as `npm start` runs it, and the people signed in once each. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const product = await startProduct();
	project.provide("product", { dataDir: product.dataDir, url: product.url, mailUrl: product.mailUrl });
	const sessions = SIGNED_IN.map(async (name) => [name, await sessionOf(product, name)] as const);
	project.provide("sessions", Object.fromEntries(await Promise.all(sessions)));
	return () => product.remove();
}

async function sessionOf(product: Product, person: string): Promise<{ name: string; value: string }> {
	const answer = await fetch(product.user(person).signInUrl, { redirect: "manual" });
	const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "") ?? [];
	if (name === undefined || value === undefined) throw new Error(`${person}'s sign-in link set no cookie`);
	return { name, value };
}
