import { ApplicationFailure } from "@temporalio/activity";
import type { SystemCtx } from "../../ledger/context.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { wake } from "../../ledger/wake.ts";
import type { DataKeys } from "../../vault/data-keys.ts";
import { createSealer } from "../../vault/sealed.ts";
import { sealed } from "../tell-workflow.ts";
import type { ApprovalActivities } from "../workflows/approval-types.ts";

export interface WakeDeps {
	/** Everything of a system context but the workspace. */
	ctx: Omit<SystemCtx, "workspaceId">;
	dataKeys: DataKeys;
	/** Hears the workflow's own time at each call; tests that skip time take their clock from it. */
	onWorkflowTime?: (ms: number) => void;
}

/** The `wake` activity: the ledger applies what is due. Safe to repeat: the ledger's state says what is due. */
export function createWake(deps: WakeDeps): ApprovalActivities["wake"] {
	const sealer = createSealer(deps.dataKeys);
	return async ({ workspaceId, requestId, workflowTime }) => {
		deps.onWorkflowTime?.(workflowTime);
		try {
			const { wait, decisions } = await wake({ ...deps.ctx, workspaceId }, requestId);
			return {
				wait,
				decisions: await Promise.all(decisions.map((item) => sealed(sealer, { workspaceId }, item))),
			};
		} catch (error) {
			if (error instanceof Refusal) throw ApplicationFailure.nonRetryable(error.message, error.code);
			throw error;
		}
	};
}
