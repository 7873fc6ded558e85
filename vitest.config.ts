import { defineConfig } from "vitest/config";

export default defineConfig({
	oxc: { jsx: { runtime: "automatic" } },
	test: {
		include: ["test/**/*.test.{ts,tsx}"],
		// Tests of the whole product have a run of their own: vitest.product.config.ts.
		exclude: ["test/browser/**", "test/product/**", "test/faults/**"],
		globalSetup: ["test/support/global-setup.ts"],
		// Real servers answer in their own time: limits are for hanging, not for slowness.
		testTimeout: 120_000,
		hookTimeout: 300_000,
		maxWorkers: 2,
	},
});
