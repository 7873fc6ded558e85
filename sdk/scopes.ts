/** What an API key may be used for. */
export const SCOPES = [
	"requests:read",
	"requests:write",
	"requests:on-behalf",
	"decisions:write",
	"policies:write",
	"audit:read",
	"directory:write",
	"webhooks:write",
] as const;
export type Scope = (typeof SCOPES)[number];
