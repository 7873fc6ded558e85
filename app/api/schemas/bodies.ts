import { z } from "zod";
import { write } from "./field-message.ts";
import { isUnkeepable, jsonObject, text, UNKEEPABLE_MESSAGE } from "./text.ts";

const webAddress = (what: string) =>
	z
		.url({ protocol: /^https?$/, error: write(what) })
		.max(2000)
		.refine((value) => !isUnkeepable(value), { error: UNKEEPABLE_MESSAGE })
		.refine((value) => new URL(value).username === "" && new URL(value).password === "", {
			error: "holds a user name or password: write the address without them",
		});

const comment = text("a text")
	.nullable()
	.meta({
		description: "Words for the record. Only white space counts as none.",
		maxLength: 10_000,
		examples: ["Checked against the invoice."],
	});

const verdict = z.enum(["approve", "reject"]).meta({ description: "approve or reject" });

const shownVersion = z
	.int({ error: write("the version of the request that was looked at, such as 3") })
	.min(1)
	.meta({
		description:
			"The version of the request that the person looked at. When what was shown, the stage or the round changed since, the decision is refused as stale_version.",
	});

const attachment = z.strictObject(
	{
		name: text("the name of the file").min(1).max(300),
		url: webAddress("where the file is, such as https://files.example.com/invoice.pdf"),
		sha256: z
			.string({ error: write("the SHA-256 of the file: 64 hexadecimal digits") })
			.regex(/^[0-9a-fA-F]{64}$/, { error: write("the SHA-256 of the file: 64 hexadecimal digits") })
			.toLowerCase(),
	},
	{ error: write("an object such as { name, url, sha256 }") },
);

/** The body of `POST /requests`. */
export const submitBody = z
	.strictObject(
		{
			policy: text("the name of a policy, such as refund").min(1).max(64).meta({
				description: "Name of the policy; its newest version is taken.",
			}),
			title: text("a line that says what is asked, such as Refund order 1042").meta({
				description: "One line that says what is asked.",
				minLength: 1,
				maxLength: 300,
			}),
			summary: text("a text")
				.max(20_000)
				.nullable()
				.exactOptional()
				.meta({ description: "A few more sentences for those who decide." }),
			context: jsonObject("an object with the data that the policy asks for").meta({
				description: "The data of the request. It has to fit the policy's JSON Schema; at most 256 KiB.",
			}),
			requester: text("the id or e-mail address of a person").min(1).max(320).exactOptional().meta({
				description:
					"Id or e-mail address of the person it is for. Default: the owner of the key. For others, the key needs the scope requests:on-behalf.",
			}),
			callbackUrl: webAddress("an address such as https://shop.example.com/approvals")
				.exactOptional()
				.meta({ description: "Where the outcome is to be told." }),
			externalId: text("the caller's own id of the matter, such as order-1042")
				.min(1)
				.max(200)
				.exactOptional()
				.meta({ description: "The caller's own id of the matter." }),
			attachments: z
				.array(attachment, { error: write("a list of { name, url, sha256 }") })
				.max(50)
				.exactOptional()
				.meta({ description: "Files that those who decide should read. Each is named by its SHA-256." }),
		},
		{ error: write("an object such as { policy, title, context }") },
	)
	.meta({
		description: "A request to open.",
		examples: [
			{
				policy: "refund",
				title: "Refund order 1042",
				summary: "Arrived broken; the photos are attached.",
				context: { amount: 20_000, customer: "Ada Byron" },
				externalId: "order-1042",
				attachments: [
					{
						name: "photo.jpg",
						url: "https://files.example.com/1042/photo.jpg",
						sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
					},
				],
			},
		],
	});

/** The body of `POST /requests/{id}/decisions`. */
export const decisionBody = z
	.strictObject(
		{
			verdict,
			comment: comment.exactOptional(),
			version: shownVersion.exactOptional(),
			stage: text("the name of the open stage")
				.min(1)
				.max(200)
				.exactOptional()
				.meta({ description: "The stage that the decision is meant for. Default: the open one." }),
		},
		{ error: write("an object such as { verdict: approve }") },
	)
	.meta({
		description: "A decision.",
		examples: [{ verdict: "approve", comment: "Checked against the invoice.", version: 1 }],
	});

/** The body of `POST /requests/{id}/comments`. */
export const commentBody = z
	.strictObject(
		{
			comment: text("some text").meta({
				description: "Words for the record.",
				minLength: 1,
				maxLength: 10_000,
			}),
		},
		{ error: write("an object such as { comment }") },
	)
	.meta({ description: "A comment.", examples: [{ comment: "The customer called again." }] });

/** The body of `POST /requests/{id}/cancel`, which may be absent. */
export const cancelBody = z
	.strictObject(
		{
			comment: text("a text")
				.exactOptional()
				.meta({ description: "Words for the record.", maxLength: 10_000 }),
		},
		{ error: write("an object such as { comment }, or nothing") },
	)
	.default({})
	.meta({ description: "Why the request is withdrawn.", examples: [{ comment: "The order was returned." }] });

/** What the page behind an emailed link sends; not a part of the API. */
export const linkDecisionBody = z.strictObject({
	verdict,
	comment: comment.exactOptional(),
	version: shownVersion.exactOptional(),
	code: z
		.string({ error: write("the six digits that were mailed") })
		.regex(/^\d{6}$/, { error: write("the six digits that were mailed") })
		.exactOptional(),
});
