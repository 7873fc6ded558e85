/** What the address of the audit trail says. */
export interface AuditQuery {
	request: string | null;
	actor: string | null;
	kind: string | null;
	/** `2026-01-05T09:00`, UTC. */
	from: string | null;
	to: string | null;
	cursor: string | null;
}

const NAMES = ["request", "actor", "kind", "from", "to", "cursor"] as const;

export function readAuditQuery(params: Readonly<Record<string, string | string[] | undefined>>): AuditQuery {
	const one = (name: string): string | null => {
		const value = params[name];
		const text = (Array.isArray(value) ? value[0] : value)?.trim();
		return text === undefined || text === "" ? null : text;
	};
	return {
		request: one("request"),
		actor: one("actor"),
		kind: one("kind"),
		from: one("from"),
		to: one("to"),
		cursor: one("cursor"),
	};
}

export function auditHref(query: Partial<AuditQuery>): string {
	const params = new URLSearchParams();
	for (const name of NAMES) {
		const value = query[name];
		if (value !== null && value !== undefined) params.set(name, value);
	}
	const text = params.toString();
	return text === "" ? "/admin/audit" : `/admin/audit?${text}`;
}
