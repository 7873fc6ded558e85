import { cookies } from "next/headers";
import NextAuth, { type AuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import { cache } from "react";
import {
	actorOfSession,
	endSession,
	type OpenedSession,
	openSession,
	personOfEmail,
	redeemSignInToken,
} from "../../ledger/access/sessions.ts";
import type { Actor } from "../../ledger/actor.ts";
import { web } from "./context.ts";

/**
 * The one file that knows next-auth. Its session is an encrypted cookie that holds nothing but the id of a
 * session in Postgres, which is looked up at each request: ending it there ends it at once.
 */
const MAX_AGE_SECONDS = 12 * 60 * 60;

interface CookieOptions {
	httpOnly: true;
	sameSite: "lax";
	path: "/";
	secure: boolean;
}

function overHttps(): boolean {
	return web().settings.publicUrl.startsWith("https:");
}

/** `__Host-` binds a cookie to this host and to https; browsers refuse it on plain http, which only loopback has. */
function cookieName(name: string): string {
	return `${overHttps() ? "__Host-" : ""}countersign.${name}`;
}

function cookieOptions(): CookieOptions {
	return { httpOnly: true, sameSite: "lax", path: "/", secure: overHttps() };
}

/** Who is signed in, for pages. Looked up once for each page. */
export const currentActor = cache(async (): Promise<Actor | null> => {
	const jar = await cookies();
	return actorOfCookie(jar.get(cookieName("session"))?.value);
});

/** Who is signed in, for route handlers. */
export async function actorOfRequest(request: Request): Promise<Actor | null> {
	return actorOfCookie(sessionCookieOf(request));
}

/** Ends the session that the request carries, in Postgres, and answers the header that clears the cookie. */
export async function signOut(request: Request): Promise<string> {
	const sid = await sessionIdOf(sessionCookieOf(request));
	const actor = sid === null ? null : await actorOfSession(web().access, sid);
	if (sid !== null && actor !== null) await endSession(web().access, actor, sid);
	return serializeCookie("", 0);
}

/** Uses up a one-use sign-in token and answers the header that sets the session's cookie; null when it is no good. */
export async function signInByToken(token: string): Promise<string | null> {
	const opened = await redeemSignInToken(web().access, token);
	return opened === null ? null : sessionCookie(opened);
}

/** next-auth's own routes: only the sign-in with the identity provider. Everything else is not there. */
export async function handleAuthRoute(request: Request, path: readonly string[]): Promise<Response> {
	const [action, provider] = path;
	const used =
		action === "csrf" || ((action === "signin" || action === "callback") && provider === PROVIDER_ID);
	if (!used || web().settings.oidc === null) return new Response("Not found\n", { status: 404 });
	// next-auth 4 takes its own address from here and nowhere else, unless it is told to trust the Host header.
	process.env.NEXTAUTH_URL = web().settings.publicUrl;
	const handle: (
		request: Request,
		context: { params: Promise<{ nextauth: readonly string[] }> },
	) => Promise<Response> = NextAuth(authOptions());
	return handle(request, { params: Promise.resolve({ nextauth: path }) });
}

export const PROVIDER_ID = "oidc";

interface OidcProfile {
	sub: string;
	email?: string;
	email_verified?: boolean;
}

function authOptions(): AuthOptions {
	const { settings, access } = web();
	const { oidc } = settings;
	const options = cookieOptions();
	return {
		secret: settings.authSecret,
		session: { strategy: "jwt", maxAge: MAX_AGE_SECONDS },
		pages: { signIn: "/sign-in", error: "/sign-in" },
		useSecureCookies: overHttps(),
		cookies: {
			sessionToken: { name: cookieName("session"), options },
			csrfToken: { name: cookieName("csrf"), options },
			callbackUrl: { name: cookieName("callback"), options },
			state: { name: cookieName("state"), options: { ...options, maxAge: 900 } },
			pkceCodeVerifier: { name: cookieName("pkce"), options: { ...options, maxAge: 900 } },
			nonce: { name: cookieName("nonce"), options: { ...options, maxAge: 900 } },
		},
		providers:
			oidc === null
				? []
				: [
						{
							id: PROVIDER_ID,
							name: "OpenID Connect",
							type: "oauth",
							wellKnown: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
							issuer: oidc.issuer,
							clientId: oidc.clientId,
							clientSecret: oidc.clientSecret,
							idToken: true,
							checks: ["pkce", "state", "nonce"],
							authorization: { params: { scope: "openid email" } },
							profile: (profile: OidcProfile) => ({ id: profile.sub, email: profile.email ?? null }),
						},
					],
		callbacks: {
			async signIn({ profile }) {
				const email = verifiedEmail(profile);
				if (email === null) return "/sign-in?error=unverified";
				return (await personOfEmail(access, email)) === null ? "/sign-in?error=unknown" : true;
			},
			async jwt({ token, account, profile }) {
				if (account === null || account === undefined) return { sid: token.sid };
				const email = verifiedEmail(profile);
				const person = email === null ? null : await personOfEmail(access, email);
				if (person === null) throw new Error("The person vanished while they signed in");
				const opened = await openSession(access, { ...person, method: "oidc" });
				return { sid: opened.sessionId };
			},
			redirect: ({ url, baseUrl }) => (url.startsWith(`${baseUrl}/`) ? url : `${baseUrl}/`),
		},
	};
}

/** The address that the identity provider vouches for. Unverified ones name nobody. */
function verifiedEmail(profile: unknown): string | null {
	const { email, email_verified } = (profile ?? {}) as Partial<OidcProfile>;
	return typeof email === "string" && email_verified === true ? email : null;
}

async function actorOfCookie(cookie: string | undefined): Promise<Actor | null> {
	const sid = await sessionIdOf(cookie);
	return sid === null ? null : actorOfSession(web().access, sid);
}

async function sessionIdOf(cookie: string | undefined): Promise<string | null> {
	if (cookie === undefined || cookie === "") return null;
	try {
		const token = await decode({ token: cookie, secret: web().settings.authSecret });
		return typeof token?.sid === "string" ? token.sid : null;
	} catch {
		// Not one of ours, too old, or made under another secret: nobody is signed in.
		return null;
	}
}

async function sessionCookie(opened: OpenedSession): Promise<string> {
	const value = await encode({
		token: { sid: opened.sessionId },
		secret: web().settings.authSecret,
		maxAge: MAX_AGE_SECONDS,
	});
	return serializeCookie(value, MAX_AGE_SECONDS);
}

function serializeCookie(value: string, maxAge: number): string {
	const secure = overHttps() ? "; Secure" : "";
	return `${cookieName("session")}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

function sessionCookieOf(request: Request): string | undefined {
	const wanted = cookieName("session");
	for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
		const at = pair.indexOf("=");
		if (at > 0 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim();
	}
	return undefined;
}
