import { ENTERPRISE_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from "../../ledger/scim/attribute-path.ts";
import { MOST_COUNT } from "../../ledger/scim/list-query.ts";

type Json = Record<string, unknown>;

/** What our SCIM can do (RFC 7643, section 5). */
export function serviceProviderConfig(base: string): Json {
	return {
		schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
		patch: { supported: true },
		bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
		filter: { supported: true, maxResults: MOST_COUNT },
		changePassword: { supported: false },
		sort: { supported: false },
		etag: { supported: false },
		authenticationSchemes: [
			{
				type: "oauthbearertoken",
				name: "API key",
				description: "An API key with the scope directory:write, sent as Authorization: Bearer.",
				primary: true,
			},
		],
		meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
	};
}

/** The kinds of resources (RFC 7643, section 6). */
export function resourceTypes(base: string): (Json & { id: string })[] {
	const type = (id: string, endpoint: string, description: string, schema: string, extensions: Json[]) => ({
		schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
		id,
		name: id,
		endpoint,
		description,
		schema,
		...(extensions.length === 0 ? {} : { schemaExtensions: extensions }),
		meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${id}` },
	});
	return [
		type("User", "/Users", "People", USER_SCHEMA, [{ schema: ENTERPRISE_SCHEMA, required: false }]),
		type("Group", "/Groups", "Groups of people, named by policies", GROUP_SCHEMA, []),
	];
}

/** The attributes that we keep (RFC 7643, section 7); what else a provider sends is passed over. */
export function schemas(base: string): (Json & { id: string })[] {
	const schema = (id: string, name: string, description: string, attributes: Json[]) => ({
		schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
		id,
		name,
		description,
		attributes,
		meta: { resourceType: "Schema", location: `${base}/Schemas/${id}` },
	});
	return [
		schema(USER_SCHEMA, "User", "A person", [
			attribute("userName", "How the provider names the person.", { required: true, uniqueness: "server" }),
			complex("name", "The name; kept as one text.", [
				attribute("formatted", "The whole name."),
				attribute("givenName", "All but its last word."),
				attribute("familyName", "Its last word."),
			]),
			attribute("displayName", "The name that people are shown by."),
			complex(
				"emails",
				"E-mail addresses; the primary one is kept.",
				[
					attribute("value", "The address.", { uniqueness: "server" }),
					attribute("type", "Always work."),
					flag("primary", "Always true."),
				],
				true,
			),
			flag("active", "Whether the person may sign in and decide."),
			attribute("timezone", "IANA name, such as Europe/London."),
			attribute("externalId", "The provider's own id.", { caseExact: true, uniqueness: "server" }),
		]),
		schema(GROUP_SCHEMA, "Group", "A group of people", [
			attribute("displayName", "The group's title; its name is made of it once.", {
				required: true,
				uniqueness: "server",
			}),
			complex(
				"members",
				"The people in it.",
				[
					attribute("value", "Id of a User.", { mutability: "immutable" }),
					attribute("$ref", "Where the User is.", {
						type: "reference",
						referenceTypes: ["User"],
						mutability: "immutable",
					}),
					attribute("display", "The person's name.", { mutability: "readOnly" }),
					attribute("type", "Always User.", { mutability: "immutable" }),
				],
				true,
			),
			attribute("externalId", "The provider's own id.", { caseExact: true, uniqueness: "server" }),
		]),
		schema(ENTERPRISE_SCHEMA, "EnterpriseUser", "What policies need of a person's place", [
			complex("manager", "The person's manager.", [
				attribute("value", "Id of a User; their userName or e-mail address is accepted."),
				attribute("$ref", "Where the User is.", {
					type: "reference",
					referenceTypes: ["User"],
					mutability: "readOnly",
				}),
				attribute("displayName", "The manager's name.", { mutability: "readOnly" }),
			]),
		]),
	];
}

function attribute(name: string, description: string, more: Json = {}): Json {
	return {
		name,
		type: "string",
		multiValued: false,
		description,
		required: false,
		caseExact: false,
		mutability: "readWrite",
		returned: "default",
		uniqueness: "none",
		...more,
	};
}

function flag(name: string, description: string): Json {
	const { caseExact: _, uniqueness: __, ...rest } = attribute(name, description);
	return { ...rest, type: "boolean" };
}

function complex(name: string, description: string, subAttributes: Json[], multiValued = false): Json {
	return {
		name,
		type: "complex",
		multiValued,
		description,
		required: false,
		mutability: "readWrite",
		returned: "default",
		subAttributes,
	};
}
