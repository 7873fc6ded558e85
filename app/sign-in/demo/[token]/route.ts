import { web } from "../../../server/context.ts";
import { isNavigation } from "../../../server/navigation.ts";
import { signInByToken } from "../../../server/session.ts";

interface Params {
	params: Promise<{ token: string }>;
}

/**
 * Redeems a one-use sign-in link of the demo. Only when somebody goes there: a mail scanner's HEAD, a
 * pre-fetch or a preview must not use the link up.
 */
export async function GET(request: Request, { params }: Params): Promise<Response> {
	if (!web().settings.demo) return new Response("Not found\n", { status: 404 });
	if (!isNavigation(request)) return new Response(null, { status: 204 });
	const cookie = await signInByToken((await params).token);
	if (cookie === null) return to("/sign-in?error=link");
	return to("/", { "set-cookie": cookie });
}

/** Answers that the page is there and nothing more. Next would run GET otherwise. */
export function HEAD(): Response {
	return new Response(null, { status: 204 });
}

function to(location: string, headers: Record<string, string> = {}): Response {
	return new Response(null, { status: 303, headers: { location, ...headers } });
}
