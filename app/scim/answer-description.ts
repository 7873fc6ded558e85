import { requireDirectoryWriter } from "../../ledger/directory/rights.ts";
import { Refusal } from "../../ledger/refusal.ts";
import { ScimError } from "../../ledger/scim/scim-error.ts";
import { answerList, handleScim, scimJson } from "./scim-call.ts";

type Description = Record<string, unknown> & { id: string };

/** Answers all descriptions as a list. RFC 7644, section 4: filters are refused here, paging is passed over. */
export function answerDescriptions(
	request: Request,
	describe: (base: string) => Description[],
): Promise<Response> {
	return handleScim(request, async ({ ctx, base }) => {
		requireDirectoryWriter(ctx.actor);
		if (new URL(request.url).searchParams.has("filter"))
			throw new ScimError(403, "invalidFilter", "Descriptions are not filtered.");
		const items = describe(base);
		const everything = { only: null, without: [] };
		return answerList(
			{ totalResults: items.length, startIndex: 1, items },
			{ projection: everything },
			(item) => item,
		);
	});
}

/** Answers one description. Refuses with 404. */
export function answerDescription(
	request: Request,
	describe: (base: string) => Description[],
	params: Promise<{ id: string }>,
): Promise<Response> {
	return handleScim(request, async ({ ctx, base }) => {
		requireDirectoryWriter(ctx.actor);
		const id = (await params).id.replace(/%3a/gi, ":").toLowerCase();
		const found = describe(base).find((item) => item.id.toLowerCase() === id);
		if (found === undefined) throw new Refusal("not_found", "There is no such description.");
		return scimJson(found);
	});
}
