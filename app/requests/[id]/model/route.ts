import { answerModel } from "../../../server/page-context.ts";
import { readRequestPage } from "../../../server/request-page.ts";

interface Params {
	params: Promise<{ id: string }>;
}

/** What a request's page shows, as JSON: for the inbox's pane and for pages that keep themselves up to date. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
	const { id } = await params;
	return answerModel(request, (ctx) => readRequestPage(ctx, id));
}
