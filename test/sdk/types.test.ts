import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
	decidedSchema,
	decisionSchema,
	policyCheckSchema,
	policyListSchema,
	policyPushedSchema,
	requestListSchema,
	requestSchema,
	timelineSchema,
} from "../../app/api/schemas/answers.ts";
import type { submitBody } from "../../app/api/schemas/bodies.ts";
import type { problemSchema } from "../../app/api/schemas/problem.ts";
import type {
	ApprovalRequest,
	Decided,
	Decision,
	FieldError,
	Page,
	PolicyCheck,
	PolicyVersion,
	StandingOutcome,
	Submission,
	Timeline,
} from "../../sdk/index.ts";

it("the client's types are those of the API's schemas (held by the type check)", () => {
	expectTypeOf<ApprovalRequest>().toEqualTypeOf<z.output<typeof requestSchema>>();
	expectTypeOf<Decision>().toEqualTypeOf<z.output<typeof decisionSchema>>();
	expectTypeOf<Decided>().toEqualTypeOf<z.output<typeof decidedSchema>>();
	expectTypeOf<Page<ApprovalRequest>>().toEqualTypeOf<z.output<typeof requestListSchema>>();
	expectTypeOf<Timeline>().toEqualTypeOf<z.output<typeof timelineSchema>>();
	expectTypeOf<Page<PolicyVersion>>().toEqualTypeOf<z.output<typeof policyListSchema>>();
	expectTypeOf<PolicyVersion & { created: boolean }>().toExtend<z.output<typeof policyPushedSchema>>();
	expectTypeOf<PolicyCheck>().toEqualTypeOf<z.output<typeof policyCheckSchema>>();
	expectTypeOf<Submission>().toEqualTypeOf<z.input<typeof submitBody>>();
	type Problem = z.output<typeof problemSchema>;
	expectTypeOf<FieldError[]>().toEqualTypeOf<NonNullable<Problem["errors"]>>();
	expectTypeOf<StandingOutcome>().toEqualTypeOf<NonNullable<Problem["standing"]>>();
});
