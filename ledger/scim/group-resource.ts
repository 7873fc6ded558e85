import { GROUP_SCHEMA } from "./attribute-path.ts";

/** A group as an identity provider sees it. */
export interface ScimGroup {
	id: string;
	/** What policies write. */
	name: string;
	/** What the provider calls it. */
	title: string;
	externalId: string | null;
	/** ISO 8601 instant. */
	createdAt: string;
	/** Null: not asked for. */
	members: { id: string; name: string }[] | null;
}

/** A group as it is answered (RFC 7643, section 4.2). @param base `https://approvals.example.com/scim/v2` */
export function groupResource(group: ScimGroup, base: string): Record<string, unknown> {
	return {
		schemas: [GROUP_SCHEMA],
		id: group.id,
		...(group.externalId === null ? {} : { externalId: group.externalId }),
		displayName: group.title,
		...(group.members === null
			? {}
			: {
					members: group.members.map(({ id, name }) => ({
						value: id,
						$ref: `${base}/Users/${id}`,
						display: name,
						type: "User",
					})),
				}),
		meta: { resourceType: "Group", created: group.createdAt, location: `${base}/Groups/${group.id}` },
	};
}
