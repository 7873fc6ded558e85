import type { TestStack } from "../support/global-setup.ts";

/** What SCIM answers, as far as tests look into it. */
export interface ScimBody {
	id: string;
	schemas: string[];
	detail: string;
	scimType?: string;
	active: boolean;
	userName: string;
	displayName: string;
	externalId: string;
	emails: { value: string }[];
	members: { value: string }[];
	totalResults: number;
	Resources: ScimBody[];
	attributes: { name: string }[];
	[attribute: string]: unknown;
}

/** An answer of SCIM. */
export interface ScimAnswer {
	status: number;
	/** Empty where there is none. */
	body: ScimBody;
	headers: Headers;
}

/** An identity provider that calls the handlers of SCIM as Next does, over a real database. */
export interface Provider {
	send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ScimAnswer>;
}

type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;
type Route = Partial<Record<string, Handler>>;

/** The web process of this test: the environment says where the servers are. Call it before any handler is loaded. */
export function useStack(stack: TestStack): void {
	Object.assign(process.env, {
		DATABASE_URL: stack.ownerUrl,
		DATABASE_APP_URL: stack.appUrl,
		DATABASE_SYSTEM_URL: stack.systemUrl,
		TEMPORAL_ADDRESS: stack.temporalAddress,
		TEMPORAL_NAMESPACE: stack.namespace,
		COUNTERSIGN_KEYRING: stack.keyring,
		COUNTERSIGN_LINK_KEY: "00".repeat(32),
		NEXTAUTH_SECRET: "0".repeat(64),
		PUBLIC_URL: "https://approvals.example.com",
		LOG_LEVEL: "silent",
	});
}

/** @param key an API key, or null for none */
export function provider(key: string | null): Provider {
	return {
		async send(method, path, body, headers = {}) {
			const request = new Request(`https://approvals.example.com/scim/v2${path}`, {
				method,
				headers: {
					...(key === null ? {} : { authorization: `Bearer ${key}` }),
					...(body === undefined ? {} : { "content-type": "application/scim+json" }),
					...headers,
				},
				...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
			});
			const [, kind = "", id] = new URL(request.url).pathname.slice("/scim/v2".length).split("/");
			const route = await routeOf(kind, id);
			const handler = route[method];
			if (handler === undefined) throw new Error(`${method} ${path} has no handler`);
			const answer = await handler(request, { params: Promise.resolve({ id: id ?? "" }) });
			const text = await answer.text();
			return { status: answer.status, body: text === "" ? {} : JSON.parse(text), headers: answer.headers };
		},
	};
}

async function routeOf(kind: string, id: string | undefined): Promise<Route> {
	switch (`${kind}${id === undefined ? "" : "/id"}`) {
		case "Users":
			return import("../../app/scim/v2/Users/route.ts");
		case "Users/id":
			return (await import("../../app/scim/v2/Users/[id]/route.ts")) as Route;
		case "Groups":
			return import("../../app/scim/v2/Groups/route.ts");
		case "Groups/id":
			return (await import("../../app/scim/v2/Groups/[id]/route.ts")) as Route;
		case "ServiceProviderConfig":
			return import("../../app/scim/v2/ServiceProviderConfig/route.ts");
		case "ResourceTypes":
			return import("../../app/scim/v2/ResourceTypes/route.ts");
		case "ResourceTypes/id":
			return (await import("../../app/scim/v2/ResourceTypes/[id]/route.ts")) as Route;
		case "Schemas":
			return import("../../app/scim/v2/Schemas/route.ts");
		case "Schemas/id":
			return (await import("../../app/scim/v2/Schemas/[id]/route.ts")) as Route;
		default:
			return import("../../app/scim/v2/[[...path]]/route.ts");
	}
}
