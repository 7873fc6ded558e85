import { z } from "zod";
import { oneOf, write } from "./field-message.ts";
import { text } from "./text.ts";

const limit = z
	.int({ error: write("a whole number from 1 to 200") })
	.min(1)
	.max(200)
	.exactOptional()
	.meta({ description: "How many items a page holds. Default 50." });
const cursor = text("the nextCursor of the page before")
	.max(500)
	.exactOptional()
	.meta({ description: "The nextCursor of the page before." });
const flag = (description: string) =>
	z
		.enum(["true", "false"], { error: write(oneOf(["true", "false"])) })
		.transform((value) => value === "true")
		.exactOptional()
		.meta({ description });
const person = (description: string) =>
	text("the id or e-mail address of a person").max(320).exactOptional().meta({ description });
const externalId = text("what the identity provider calls it")
	.max(200)
	.exactOptional()
	.meta({ description: "The whole of what the identity provider calls it." });

/** The query of `GET /users`. */
export const peopleQuery = z.strictObject({
	q: text("a part of the name or e-mail address")
		.max(254)
		.exactOptional()
		.meta({ description: "Part of the name or e-mail address." }),
	active: flag("Only who is active, or only who is not. Members see only who is active."),
	group: text("the name of a group").max(64).exactOptional().meta({ description: "Only members of it." }),
	externalId,
	userName: text("a user name").max(200).exactOptional().meta({
		description: "The whole user name at the identity provider, in any case.",
	}),
	limit,
	cursor,
});

/** The query of `GET /groups`. */
export const groupsQuery = z.strictObject({
	q: text("a part of the name or title")
		.max(200)
		.exactOptional()
		.meta({ description: "Part of the name or title." }),
	externalId,
	limit,
	cursor,
});

/** The query of `GET /delegations`. */
export const delegationsQuery = z.strictObject({
	person: person("Only those in which this person is away or stands in."),
	from: person("Only those of this absent person."),
	to: person("Only those in which this person stands in."),
	ended: flag("true: also those that are over."),
	limit,
	cursor,
});

/** The query of `GET /calendars` and `GET /rotas`. */
export const pageQuery = z.strictObject({ limit, cursor });

/** The query of `GET /rotas/{rota}`. */
export const rotaQuery = z.strictObject({
	at: z.iso
		.datetime({ offset: true, error: write("an ISO 8601 instant such as 2026-01-05T09:00:00Z") })
		.exactOptional()
		.meta({ description: "Who is on call at this instant. Default: now." }),
});

/** The query of `GET /api-keys`. */
export const apiKeysQuery = z.strictObject({
	person: person("Only this person's."),
	revoked: flag("true: also those that are revoked."),
	limit,
	cursor,
});
