import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
	apiKeyListSchema,
	apiKeyMadeSchema,
	calendarListSchema,
	colleagueSchema,
	delegationEndedSchema,
	delegationListSchema,
	groupListSchema,
	personListSchema,
	personSchema,
	rotaListSchema,
} from "../../app/api/schemas/directory-answers.ts";
import {
	apiKeyBody,
	delegationBody,
	membersBody,
	newGroupBody,
	newPersonBody,
	personChangesBody,
} from "../../app/api/schemas/directory-bodies.ts";
import { delegationsQuery, peopleQuery } from "../../app/api/schemas/directory-queries.ts";
import { parseBody, parseQuery } from "../../app/api/schemas/parse.ts";
import type { listApiKeys, makeApiKey } from "../../ledger/access/manage-api-keys.ts";
import type { listCalendars } from "../../ledger/directory/calendars.ts";
import type { endDelegation, listDelegations } from "../../ledger/directory/delegations.ts";
import type { listGroups } from "../../ledger/directory/groups.ts";
import type { Colleague, listColleagues, listPeople, PersonView } from "../../ledger/directory/people.ts";
import type { listRotas } from "../../ledger/directory/rotas.ts";
import { refusalOf } from "./refusal-of.ts";

describe("the directory's answers", () => {
	it("are typed as the ledger gives them", () => {
		expectTypeOf<z.output<typeof personSchema>>().toEqualTypeOf<PersonView>();
		expectTypeOf<z.output<typeof colleagueSchema>>().toEqualTypeOf<Colleague>();
		expectTypeOf<Awaited<ReturnType<typeof listPeople>>>().toExtend<z.output<typeof personListSchema>>();
		expectTypeOf<Awaited<ReturnType<typeof listColleagues>>>().toExtend<z.output<typeof personListSchema>>();
		expectTypeOf<Awaited<ReturnType<typeof listGroups>>>().toEqualTypeOf<z.output<typeof groupListSchema>>();
		expectTypeOf<Awaited<ReturnType<typeof listDelegations>>>().toEqualTypeOf<
			z.output<typeof delegationListSchema>
		>();
		expectTypeOf<Awaited<ReturnType<typeof endDelegation>>>().toExtend<
			z.output<typeof delegationEndedSchema>
		>();
		expectTypeOf<Awaited<ReturnType<typeof listCalendars>>>().toEqualTypeOf<
			z.output<typeof calendarListSchema>
		>();
		expectTypeOf<Awaited<ReturnType<typeof listRotas>>>().toEqualTypeOf<z.output<typeof rotaListSchema>>();
		expectTypeOf<Awaited<ReturnType<typeof listApiKeys>>>().toEqualTypeOf<
			z.output<typeof apiKeyListSchema>
		>();
		expectTypeOf<Awaited<ReturnType<typeof makeApiKey>>>().toExtend<z.output<typeof apiKeyMadeSchema>>();
	});
});

describe("the directory's bodies", () => {
	it.each([
		[newPersonBody, {}, ["email", "name"]],
		[newPersonBody, { email: "a@b.example", name: "A", kind: "robot" }, ["kind"]],
		[newPersonBody, { email: "a@b.example", name: "A", mail: 1 }, ["mail"]],
		[personChangesBody, { active: "no", role: "boss", manager: 3 }, ["role", "manager", "active"]],
		[personChangesBody, { kind: "service" }, ["kind"]],
		[newGroupBody, { name: "Finance" }, ["name"]],
		[newGroupBody, { name: "finance", members: ["a", 2, ""] }, ["members[1]", "members[2]"]],
		[membersBody, { add: "ana@example.com" }, ["add"]],
		[delegationBody, { to: "a" }, ["end"]],
		[delegationBody, { to: "a", start: "2026-01-05", end: "tomorrow" }, ["start", "end"]],
		[apiKeyBody, { name: "k", scopes: ["all"] }, ["scopes[0]"]],
		[apiKeyBody, { name: "k", scopes: [] }, ["scopes"]],
		[newPersonBody, 5, [""]],
	])("%# are refused with every path at fault", async (schema, body, paths) => {
		const refusal = refusalOf(() => parseBody(schema as z.ZodType, body));
		expect(refusal).toMatchObject({ code: "invalid" });
		expect(refusal.errors.map(({ path }) => path)).toEqual(paths);
	});
});

describe("the directory's queries", () => {
	it("read flags", () => {
		expect(parseQuery(peopleQuery, new URLSearchParams("active=false&limit=3"))).toEqual({
			active: false,
			limit: 3,
		});
		expect(parseQuery(delegationsQuery, new URLSearchParams("ended=true"))).toEqual({ ended: true });
		const refusal = refusalOf(() => parseQuery(peopleQuery, new URLSearchParams("active=yes&page=2")));
		expect(refusal.errors.map(({ path }) => path).sort()).toEqual(["active", "page"]);
	});
});
