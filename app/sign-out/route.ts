import { signOut } from "../server/session.ts";

/** Ends the session. The proxy has refused the request already if another site made it. */
export async function POST(request: Request): Promise<Response> {
	const cookie = await signOut(request);
	return new Response(null, { status: 303, headers: { location: "/sign-in", "set-cookie": cookie } });
}
