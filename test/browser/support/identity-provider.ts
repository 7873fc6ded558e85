import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Whom the provider says it has signed in. */
export interface Identity {
	sub: string;
	email: string;
	email_verified: boolean;
}

/** An OpenID Connect provider that speaks the real protocol (code flow, PKCE, RS256) and signs in whom it is told to. */
export interface IdentityProvider {
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** Who is signed in at the next visit. */
	next: Identity;
	close(): Promise<void>;
}

interface Grant {
	challenge: string;
	nonce: string | null;
	identity: Identity;
	redirectUri: string;
}

/** Starts a provider on a free port. It checks what a provider checks: client, redirect address, PKCE, one use of a code. */
export async function startIdentityProvider(next: Identity): Promise<IdentityProvider> {
	const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const grants = new Map<string, Grant>();
	const provider: Omit<IdentityProvider, "close"> = {
		issuer: "",
		clientId: "countersign-test",
		clientSecret: randomBytes(24).toString("base64url"),
		next,
	};
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? "/", provider.issuer);
		if (url.pathname === "/.well-known/openid-configuration")
			return answer(response, discovery(provider.issuer));
		if (url.pathname === "/jwks") {
			return answer(response, {
				keys: [{ ...publicKey.export({ format: "jwk" }), kid: "test", use: "sig", alg: "RS256" }],
			});
		}
		if (url.pathname === "/authorize") return authorize(url, response, provider, grants);
		if (url.pathname === "/token") return void token(request, response, provider, grants, privateKey);
		response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return Object.assign(provider, { close: () => closed(server) });
}

function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}

function discovery(issuer: string) {
	return {
		issuer,
		authorization_endpoint: `${issuer}/authorize`,
		token_endpoint: `${issuer}/token`,
		jwks_uri: `${issuer}/jwks`,
		response_types_supported: ["code"],
		subject_types_supported: ["public"],
		id_token_signing_alg_values_supported: ["RS256"],
		token_endpoint_auth_methods_supported: ["client_secret_basic"],
		code_challenge_methods_supported: ["S256"],
	};
}

function authorize(
	url: URL,
	response: ServerResponse,
	provider: Omit<IdentityProvider, "close">,
	grants: Map<string, Grant>,
): void {
	const given = url.searchParams;
	const redirectUri = given.get("redirect_uri");
	const challenge = given.get("code_challenge");
	if (given.get("client_id") !== provider.clientId || redirectUri === null || challenge === null) {
		response.writeHead(400).end("unknown client, or no PKCE");
		return;
	}
	const code = randomBytes(16).toString("base64url");
	grants.set(code, { challenge, nonce: given.get("nonce"), identity: provider.next, redirectUri });
	const back = new URL(redirectUri);
	back.searchParams.set("code", code);
	back.searchParams.set("state", given.get("state") ?? "");
	response.writeHead(302, { location: back.href }).end();
}

async function token(
	request: IncomingMessage,
	response: ServerResponse,
	provider: Omit<IdentityProvider, "close">,
	grants: Map<string, Grant>,
	key: KeyObject,
): Promise<void> {
	let body = "";
	for await (const chunk of request) body += chunk;
	const form = new URLSearchParams(body);
	const code = form.get("code") ?? "";
	const grant = grants.get(code);
	grants.delete(code);
	const secret = `Basic ${Buffer.from(`${provider.clientId}:${provider.clientSecret}`).toString("base64")}`;
	const challenge = createHash("sha256")
		.update(form.get("code_verifier") ?? "")
		.digest("base64url");
	const fits =
		grant !== undefined &&
		request.headers.authorization === secret &&
		grant.redirectUri === form.get("redirect_uri") &&
		grant.challenge === challenge;
	if (!fits) return answer(response, { error: "invalid_grant" }, 400);
	const now = Math.floor(Date.now() / 1000);
	const claims = {
		iss: provider.issuer,
		aud: provider.clientId,
		iat: now,
		exp: now + 300,
		...grant.identity,
	};
	const idToken = jwt({ ...claims, ...(grant.nonce === null ? {} : { nonce: grant.nonce }) }, key);
	answer(response, {
		access_token: randomBytes(16).toString("hex"),
		token_type: "Bearer",
		id_token: idToken,
	});
}

function jwt(claims: object, key: KeyObject): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const text = `${part({ alg: "RS256", kid: "test", typ: "JWT" })}.${part(claims)}`;
	return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

function answer(response: ServerResponse, body: unknown, status = 200): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
