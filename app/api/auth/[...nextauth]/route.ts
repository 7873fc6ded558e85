import { handleAuthRoute } from "../../../server/session.ts";

interface Params {
	params: Promise<{ nextauth: string[] }>;
}

async function handle(request: Request, { params }: Params): Promise<Response> {
	return handleAuthRoute(request, (await params).nextauth);
}

export { handle as GET, handle as POST };
