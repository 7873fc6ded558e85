import { z } from "zod";
import { decisionBody, submitBody } from "./bodies.ts";
import { write } from "./field-message.ts";
import { text } from "./text.ts";

const { comment } = decisionBody.shape;
const { title, summary, context, attachments } = submitBody.shape;

/**
 * A body of words alone. They are required, but it is the ledger that refuses what has none (`comment_required`),
 * after everything that comes before it.
 */
function wordsBody(description: string, example: string) {
	return z.strictObject({ comment }, { error: write("an object such as { comment }") }).meta({
		description,
		required: ["comment"],
		examples: [{ comment: example }],
	});
}

/** The body of `POST /requests/{id}/send-back`. */
export const sendBackBody = wordsBody(
	"What is to be changed.",
	"The amount is net; please ask for it with tax.",
);

/** The body of `POST /requests/{id}/ask`. */
export const askBody = wordsBody("A question to the requester.", "Which invoice is this?");

/** The body of `POST /requests/{id}/answer`. */
export const answerBody = wordsBody("The answer to what was asked.", "Number 4711 of 3 January.");

/** The body of `POST /requests/{id}/resubmit`, which may be absent. */
export const resubmitBody = z
	.strictObject(
		{
			context: context.exactOptional().meta({
				description:
					"The data of the request, whole: it takes the place of the earlier. It has to fit the policy's JSON Schema; at most 256 KiB.",
			}),
			title: title.exactOptional(),
			summary,
			attachments,
			comment,
		},
		{ error: write("an object such as { context }, or nothing") },
	)
	.default({})
	.meta({
		description: "What changes. What is left out stays as it was.",
		examples: [{ context: { amount: 23_800, customer: "Ada Byron" }, comment: "Now with tax." }],
	});

const person = (description: string) =>
	text("the id or e-mail address of a person").min(1).max(320).meta({ description });

/** The body of `POST /requests/{id}/reassign`. */
export const reassignBody = z
	.strictObject(
		{
			from: person(
				"Whose slot passes: an id or e-mail address. Default: the caller's own. Administrators may name others.",
			).exactOptional(),
			to: person("Who decides instead: the id or e-mail address of an active person."),
			comment,
		},
		{ error: write("an object such as { to }") },
	)
	.meta({
		description: "Whose slot passes to whom.",
		examples: [{ to: "bo@example.com", comment: "Bo knows this customer." }],
	});

/** The bodies of acts on a request, by the names that the OpenAPI document gives them. */
export const ACT_SCHEMAS = {
	SendBackBody: sendBackBody,
	AskBody: askBody,
	AnswerBody: answerBody,
	ResubmitBody: resubmitBody,
	ReassignBody: reassignBody,
} as const;
