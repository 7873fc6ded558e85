import type { TestProject } from "vitest/node";
import { startProduct } from "../../support/product.ts";

/** Where the product that the files of this folder share can be reached. */
export interface SharedProduct {
	dataDir: string;
	url: string;
	mailUrl: string;
}

declare module "vitest" {
	interface ProvidedContext {
		product: SharedProduct;
	}
}

/** One product for the whole folder, as `npm start` runs it; `inject("product")` says where. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const product = await startProduct();
	project.provide("product", { dataDir: product.dataDir, url: product.url, mailUrl: product.mailUrl });
	return () => product.remove();
}
