import { defineConfig } from "vitest/config";

/** Tests of the whole product as `npm start` runs it: in a real browser, over HTTP and the command line, and with parts killed. */
const shared = {
	testTimeout: 300_000,
	hookTimeout: 900_000,
	// Side by side the files would only take each other's cores.
	fileParallelism: false,
};

export default defineConfig({
	test: {
		...shared,
		projects: [
			{
				test: {
					...shared,
					name: "product",
					include: ["test/product/**/*.test.ts"],
					// One product for all files; what stops or kills it starts its own.
					globalSetup: ["test/product/support/global-setup.ts"],
				},
			},
			{
				test: {
					...shared,
					name: "browser",
					include: ["test/browser/**/*.test.ts"],
					globalSetup: ["test/browser/support/global-setup.ts"],
				},
			},
			{
				test: {
					...shared,
					name: "faults",
					include: ["test/faults/**/*.test.ts"],
				},
			},
		],
	},
});
