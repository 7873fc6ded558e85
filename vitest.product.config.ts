import { defineConfig } from "vitest/config";

/** Tests of the whole product as `npm start` runs it: in a real browser, over HTTP and the command line, and with parts killed. */
export default defineConfig({
	test: {
		include: ["test/browser/**/*.test.ts", "test/product/**/*.test.ts", "test/faults/**/*.test.ts"],
		testTimeout: 300_000,
		hookTimeout: 900_000,
		// Each file starts a product of its own; side by side they would only take each other's two cores.
		fileParallelism: false,
	},
});
