/** The workspace of what belongs to no workspace: couriers, and failures of workflow tasks. */
export const SYSTEM_WORKSPACE_ID = "00000000-0000-0000-0000-000000000000";

const OWNED = /^[a-z0-9-]+\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/./;

/**
 * The workspace under whose history key a workflow's payloads are encrypted: `<kind>/<workspace id>/…`, as in
 * `approval/<workspace id>/<request id>`, belongs to that workspace; every other id (`courier-email`) to
 * {@link SYSTEM_WORKSPACE_ID}. Old histories are decoded by the same rule, so it may be extended, never changed.
 */
export function workspaceOfWorkflowId(id: string): string {
	return OWNED.exec(id)?.[1] ?? SYSTEM_WORKSPACE_ID;
}
