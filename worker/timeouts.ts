import type { ActivityOptions } from "@temporalio/workflow";

/** The classes of timeouts of all activities. Nothing runs without both limits. */
export const timeouts = {
	/** One short transaction. An hour of trying covers a restart or fail-over of the database. */
	ledger: {
		startToCloseTimeout: "30 seconds",
		scheduleToCloseTimeout: "1 hour",
		retry: {
			initialInterval: "500 milliseconds",
			backoffCoefficient: 2,
			maximumInterval: "30 seconds",
			nonRetryableErrorTypes: ["not_found"],
		},
	},
	/** A courier's round: it works for minutes, says every few seconds that it lives, and is begun again for ever. */
	courier: {
		startToCloseTimeout: "15 minutes",
		scheduleToCloseTimeout: "1 hour",
		heartbeatTimeout: "30 seconds",
		retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "30 seconds" },
	},
} as const satisfies Record<string, ActivityOptions>;
