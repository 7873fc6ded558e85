import { z } from "zod";
import { jsonObject } from "./text.ts";

const instant = z.iso.datetime();

/** The body of `POST /policies/simulate`. Its fields are the policy core's to judge. */
export const scenarioBody = jsonObject("an object with policy, directory, request and events").meta({
	description: "A policy, the people it knows, a request, and what happens when.",
	examples: [
		{
			policy: {
				apiVersion: "countersign/v1",
				name: "refund",
				title: "Customer refund",
				context: { type: "object" },
				stages: [
					{ name: "leads", approvers: [{ group: "leads" }], need: 1, deadline: "8h", onDeadline: "reject" },
				],
			},
			directory: {
				users: [
					{ id: "ana", email: "ana@example.com" },
					{ id: "bo", email: "bo@example.com" },
				],
				groups: { leads: ["bo"] },
			},
			request: { requester: "ana", context: {}, submittedAt: "2026-01-05T09:00:00Z" },
			events: [{ at: "2026-01-05T10:00:00Z", decide: { by: "bo", verdict: "approve" } }],
		},
	],
});

export const simulationSchema = z
	.object({
		outcome: z.enum(["approved", "rejected", "expired", "cancelled"]).nullable(),
		closedAt: instant.nullable(),
		stage: z.string().nullable(),
		wakeAt: instant.nullable(),
		events: z
			.array(z.object({ at: instant, accepted: z.boolean(), code: z.string().exactOptional() }))
			.meta({ description: "One row for each event given, in order." }),
		trace: z
			.array(z.looseObject({ at: instant, kind: z.string() }))
			.meta({ description: "What would have happened, in order." }),
	})
	.meta({
		description: "What would have happened.",
		examples: [
			{
				outcome: "approved",
				closedAt: "2026-01-05T10:00:00.000Z",
				stage: null,
				wakeAt: null,
				events: [{ at: "2026-01-05T10:00:00.000Z", accepted: true }],
				trace: [{ at: "2026-01-05T09:00:00.000Z", kind: "submitted" }],
			},
		],
	});
