import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
	apiKeyListSchema,
	apiKeyMadeSchema,
	calendarListSchema,
	delegationEndedSchema,
	delegationListSchema,
	groupListSchema,
	personListSchema,
	personSchema,
	rotaListSchema,
} from "../../app/api/schemas/directory-answers.ts";
import type {
	apiKeyBody,
	delegationBody,
	groupBody,
	membersBody,
	newPersonBody,
	personChangesBody,
} from "../../app/api/schemas/directory-bodies.ts";
import type {
	apiKeysQuery,
	delegationsQuery,
	groupsQuery,
	peopleQuery,
} from "../../app/api/schemas/directory-queries.ts";
import type {
	ApiKey,
	ApiKeyInput,
	ApiKeysFilter,
	Calendar,
	Colleague,
	Delegation,
	DelegationInput,
	DelegationsFilter,
	Group,
	GroupInput,
	GroupsFilter,
	NewPerson,
	Page,
	PeopleFilter,
	Person,
	PersonChanges,
	Rota,
} from "../../sdk/index.ts";

it("the client's types of the directory are those of the API's schemas (held by the type check)", () => {
	expectTypeOf<Person>().toEqualTypeOf<z.output<typeof personSchema>>();
	expectTypeOf<Page<Person | Colleague>>().toEqualTypeOf<z.output<typeof personListSchema>>();
	expectTypeOf<Page<Group>>().toEqualTypeOf<z.output<typeof groupListSchema>>();
	expectTypeOf<Page<Delegation>>().toEqualTypeOf<z.output<typeof delegationListSchema>>();
	expectTypeOf<Delegation & { removed: boolean }>().toExtend<z.output<typeof delegationEndedSchema>>();
	expectTypeOf<Page<Calendar>>().toEqualTypeOf<z.output<typeof calendarListSchema>>();
	expectTypeOf<Page<Rota>>().toEqualTypeOf<z.output<typeof rotaListSchema>>();
	expectTypeOf<Page<ApiKey>>().toEqualTypeOf<z.output<typeof apiKeyListSchema>>();
	expectTypeOf<ApiKey & { key: string }>().toExtend<z.output<typeof apiKeyMadeSchema>>();
	expectTypeOf<NewPerson>().toEqualTypeOf<z.input<typeof newPersonBody>>();
	expectTypeOf<PersonChanges>().toEqualTypeOf<z.input<typeof personChangesBody>>();
	expectTypeOf<GroupInput & { name?: string }>().toExtend<z.input<typeof groupBody>>();
	expectTypeOf<{ add?: string[]; remove?: string[] }>().toEqualTypeOf<z.input<typeof membersBody>>();
	expectTypeOf<DelegationInput>().toEqualTypeOf<z.input<typeof delegationBody>>();
	expectTypeOf<ApiKeyInput>().toEqualTypeOf<z.input<typeof apiKeyBody>>();
	expectTypeOf<PeopleFilter>().toEqualTypeOf<z.output<typeof peopleQuery>>();
	expectTypeOf<GroupsFilter>().toEqualTypeOf<z.output<typeof groupsQuery>>();
	expectTypeOf<DelegationsFilter>().toEqualTypeOf<z.output<typeof delegationsQuery>>();
	expectTypeOf<ApiKeysFilter>().toEqualTypeOf<z.output<typeof apiKeysQuery>>();
});
