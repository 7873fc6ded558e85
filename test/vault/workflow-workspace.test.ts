import fc from "fast-check";
import { expect, test } from "vitest";
import { SYSTEM_WORKSPACE_ID, workspaceOfWorkflowId } from "../../vault/workflow-workspace.ts";

test("a workflow belongs to the workspace that its id names", () => {
	fc.assert(
		fc.property(
			fc.constantFrom("approval", "campaign", "one-off"),
			fc.uuid(),
			fc.oneof(fc.uuid(), fc.string({ minLength: 1 })),
			(kind, workspaceId, rest) => {
				expect(workspaceOfWorkflowId(`${kind}/${workspaceId}/${rest}`)).toBe(
					/^[\n\r\u2028\u2029]/.test(rest) ? SYSTEM_WORKSPACE_ID : workspaceId,
				);
			},
		),
	);
});

test.each([
	"",
	"courier-email",
	"courier/email",
	"approval",
	"approval/",
	"approval/x/y",
	"approval/3f0c6d1e-6a0e-4b0e-9f3e-0d5a4f1c2b3a",
	"approval/3f0c6d1e-6a0e-4b0e-9f3e-0d5a4f1c2b3a/",
	"/3f0c6d1e-6a0e-4b0e-9f3e-0d5a4f1c2b3a/y",
	"x/approval/3f0c6d1e-6a0e-4b0e-9f3e-0d5a4f1c2b3a/y",
	"approval/3F0C6D1E-6A0E-4B0E-9F3E-0D5A4F1C2B3A/y",
])("%j belongs to no workspace", (id) => {
	expect(workspaceOfWorkflowId(id)).toBe(SYSTEM_WORKSPACE_ID);
});
