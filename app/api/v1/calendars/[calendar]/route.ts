import { deleteCalendar, getCalendar, putCalendar } from "../../../../../ledger/directory/calendars.ts";
import { handle } from "../../../../server/api-actor.ts";
import { json, readText } from "../../../../server/respond.ts";

type Params = { params: Promise<{ calendar: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await getCalendar(ctx, (await params).calendar)));
}

/** The body is the document: YAML or JSON. */
export function PUT(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => {
		const { created, ...calendar } = await putCalendar(ctx, await readText(request), (await params).calendar);
		return json(calendar, created ? 201 : 200);
	});
}

export function DELETE(request: Request, { params }: Params): Promise<Response> {
	return handle(request, async (ctx) => json(await deleteCalendar(ctx, (await params).calendar)));
}
