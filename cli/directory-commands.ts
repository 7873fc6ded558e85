import type { Command } from "commander";
import type { DelegationsAddOptions, DelegationsListOptions } from "./commands/directory-delegations.ts";
import type { UserOptions, UsersListOptions } from "./commands/directory-users.ts";
import type { Session } from "./session.ts";

type Act = (command: Command, run: (session: Session) => Promise<number>) => Promise<void>;

/** The commands about people, groups, delegations, calendars, rotas and API keys. */
export function addDirectoryCommands(program: Command, act: Act): void {
	addUsers(program.command("users").description("keep people and service accounts"), act);
	addGroups(program.command("groups").description("keep groups"), act);
	addDelegations(program.command("delegations").description("say who decides for whom, and when"), act);
	addCalendars(program.command("calendars").description("keep calendars of working time"), act);
	addRotas(program.command("rotas").description("keep on-call rotas"), act);
	addApiKeys(program.command("api-keys").description("keep API keys"), act);
}

function paged(command: Command): Command {
	return command
		.option("--limit <n>", "how many, 1 to 200")
		.option("--cursor <cursor>", "go on where the page before ended");
}

/** The command's own options: those of the whole are not the server's business. */
function own<T>(command: Command): T {
	const { url: _u, apiKey: _k, as: _a, json: _j, ...options } = command.opts();
	return options as T;
}

function addUsers(users: Command, act: Act): void {
	paged(users.command("list"))
		.description("list people and service accounts, by e-mail address")
		.option("--q <text>", "only with this in the name or e-mail address")
		.option("--group <name>", "only members of this group")
		.option("--active", "only who is active")
		.option("--inactive", "only who is not")
		.action(async (_options: object, command: Command) => {
			const { usersList } = await import("./commands/directory-users.ts");
			await act(command, (session) => usersList(session, own<UsersListOptions>(command)));
		});
	users
		.command("show")
		.description("show a person")
		.argument("<person>", "id or e-mail address")
		.action(async (person: string, _options: object, command: Command) => {
			const { usersShow } = await import("./commands/directory-users.ts");
			await act(command, (session) => usersShow(session, person));
		});
	withUserFields(users.command("add"))
		.description("add a person or a service account")
		.argument("<email>", "e-mail address")
		.argument("<name>", "name")
		.option("--service", "an account of a program")
		.action(async (email: string, name: string, _options: object, command: Command) => {
			const { usersAdd } = await import("./commands/directory-users.ts");
			await act(command, (session) => usersAdd(session, email, name, own<UserOptions>(command)));
		});
	withUserFields(users.command("set"))
		.description("change a person")
		.argument("<person>", "id or e-mail address")
		.option("--name <name>", "name")
		.option("--email <address>", "e-mail address")
		.option("--no-manager", "nobody is the person's manager")
		.option("--active", "let a deactivated person in again")
		.action(async (person: string, _options: object, command: Command) => {
			const { usersSet } = await import("./commands/directory-users.ts");
			await act(command, (session) => usersSet(session, person, own<UserOptions>(command)));
		});
	users
		.command("deactivate")
		.description("deactivate a person: sessions and API keys end at once; what they decided stands")
		.argument("<person>", "id or e-mail address")
		.action(async (person: string, _options: object, command: Command) => {
			const { usersDeactivate } = await import("./commands/directory-users.ts");
			await act(command, (session) => usersDeactivate(session, person));
		});
	users
		.command("import")
		.description("add and change people by the lines of a CSV file: all of it or nothing")
		.argument("<file>", "CSV, or - for standard input")
		.option("--dry-run", "say what would happen, and change nothing")
		.option("--deactivate-missing", "deactivate who is not in the file, other than service accounts")
		.action(async (file: string, _options: object, command: Command) => {
			const { usersImport } = await import("./commands/users-import.ts");
			await act(command, (session) => usersImport(session, file, own(command)));
		});
}

function withUserFields(command: Command): Command {
	return command
		.option("--role <role>", "member, auditor or administrator")
		.option("--manager <person>", "id or e-mail address of the manager")
		.option("--time-zone <zone>", "such as Europe/London")
		.option("--external-id <id>", "what the identity provider calls the person")
		.option("--user-name <name>", "user name at the identity provider");
}

function addGroups(groups: Command, act: Act): void {
	paged(groups.command("list"))
		.description("list groups, by name")
		.option("--q <text>", "only with this in the name or title")
		.action(async (_options: object, command: Command) => {
			const { groupsList } = await import("./commands/directory-groups.ts");
			await act(command, (session) => groupsList(session, own(command)));
		});
	groups
		.command("set")
		.description("add a group, or bring it up to date; what is not given stays")
		.argument("<name>", "what policies write, such as finance-leads")
		.option("--title <line>", "what people read")
		.option("--members <people>", "exactly these: ids or e-mail addresses, separated by commas")
		.action(async (name: string, _options: object, command: Command) => {
			const { groupsSet } = await import("./commands/directory-groups.ts");
			await act(command, (session) => groupsSet(session, name, own(command)));
		});
	groups
		.command("add")
		.description("add members to a group")
		.argument("<name>", "name of the group")
		.argument("<people...>", "ids or e-mail addresses")
		.action(async (name: string, people: string[], _options: object, command: Command) => {
			const { groupsAdd } = await import("./commands/directory-groups.ts");
			await act(command, (session) => groupsAdd(session, name, people));
		});
	groups
		.command("remove")
		.description("take members out of a group")
		.argument("<name>", "name of the group")
		.argument("<people...>", "ids or e-mail addresses")
		.action(async (name: string, people: string[], _options: object, command: Command) => {
			const { groupsRemove } = await import("./commands/directory-groups.ts");
			await act(command, (session) => groupsRemove(session, name, people));
		});
	groups
		.command("delete")
		.description("delete a group that no policy names")
		.argument("<name>", "name of the group")
		.action(async (name: string, _options: object, command: Command) => {
			const { groupsDelete } = await import("./commands/directory-groups.ts");
			await act(command, (session) => groupsDelete(session, name));
		});
}

function addDelegations(delegations: Command, act: Act): void {
	paged(delegations.command("list"))
		.description("list delegations, by start")
		.option("--person <person>", "only of this person: id or e-mail address")
		.option("--ended", "also those that are over")
		.action(async (_options: object, command: Command) => {
			const { delegationsList } = await import("./commands/directory-delegations.ts");
			await act(command, (session) => delegationsList(session, own<DelegationsListOptions>(command)));
		});
	delegations
		.command("add")
		.description("let somebody decide for a person who is away")
		.requiredOption("--to <person>", "who decides meanwhile: id or e-mail address")
		.requiredOption("--end <when>", "an instant such as 2026-02-09T08:00:00Z, or so long from now: 3d")
		.option("--start <when>", "from when on, likewise; else now")
		.option("--from <person>", "who is away: id or e-mail address; else you")
		.action(async (_options: object, command: Command) => {
			const { delegationsAdd } = await import("./commands/directory-delegations.ts");
			await act(command, (session) => delegationsAdd(session, own<DelegationsAddOptions>(command)));
		});
	delegations
		.command("end")
		.description("end a delegation now; one that has not begun is taken away")
		.argument("<id>", "id of the delegation")
		.action(async (id: string, _options: object, command: Command) => {
			const { delegationsEnd } = await import("./commands/directory-delegations.ts");
			await act(command, (session) => delegationsEnd(session, id));
		});
}

function addCalendars(calendars: Command, act: Act): void {
	calendars
		.command("list")
		.description("list calendars, by name")
		.option("--cursor <cursor>", "go on where the page before ended")
		.action(async (_options: object, command: Command) => {
			const { calendarsList } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => calendarsList(session, own(command)));
		});
	calendars
		.command("show")
		.description("show a calendar's document")
		.argument("<name>", "name of the calendar")
		.action(async (name: string, _options: object, command: Command) => {
			const { calendarsShow } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => calendarsShow(session, name));
		});
	calendars
		.command("put")
		.description("add a calendar, or bring it up to date")
		.argument("<file>", "YAML or JSON, or - for standard input")
		.option("--name <name>", "its name, where the document has none")
		.action(async (file: string, _options: object, command: Command) => {
			const { calendarsPut } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => calendarsPut(session, file, own(command)));
		});
	calendars
		.command("delete")
		.description("delete a calendar that no policy counts in")
		.argument("<name>", "name of the calendar")
		.action(async (name: string, _options: object, command: Command) => {
			const { calendarsDelete } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => calendarsDelete(session, name));
		});
}

function addRotas(rotas: Command, act: Act): void {
	rotas
		.command("list")
		.description("list rotas, by name, with who is on call")
		.option("--cursor <cursor>", "go on where the page before ended")
		.action(async (_options: object, command: Command) => {
			const { rotasList } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => rotasList(session, own(command)));
		});
	rotas
		.command("show")
		.description("show a rota's document")
		.argument("<name>", "name of the rota")
		.action(async (name: string, _options: object, command: Command) => {
			const { rotasShow } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => rotasShow(session, name));
		});
	rotas
		.command("put")
		.description("add a rota, or bring it up to date; people by id or e-mail address")
		.argument("<file>", "YAML or JSON, or - for standard input")
		.option("--name <name>", "its name, where the document has none")
		.action(async (file: string, _options: object, command: Command) => {
			const { rotasPut } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => rotasPut(session, file, own(command)));
		});
	rotas
		.command("delete")
		.description("delete a rota that no policy asks")
		.argument("<name>", "name of the rota")
		.action(async (name: string, _options: object, command: Command) => {
			const { rotasDelete } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => rotasDelete(session, name));
		});
	rotas
		.command("now")
		.description("say who is on call")
		.argument("<name>", "name of the rota")
		.option("--at <instant>", "at this instant instead, such as 2026-01-05T09:00:00Z")
		.action(async (name: string, _options: object, command: Command) => {
			const { rotasNow } = await import("./commands/directory-working-time.ts");
			await act(command, (session) => rotasNow(session, name, own(command)));
		});
}

function addApiKeys(apiKeys: Command, act: Act): void {
	paged(apiKeys.command("list"))
		.description("list API keys, newest first")
		.option("--person <person>", "only this person's: id or e-mail address")
		.option("--revoked", "also those that are revoked")
		.action(async (_options: object, command: Command) => {
			const { apiKeysList } = await import("./commands/directory-api-keys.ts");
			await act(command, (session) => apiKeysList(session, own(command)));
		});
	apiKeys
		.command("add")
		.description("make an API key; it is shown once")
		.argument("<name>", "what it is for")
		.requiredOption("--scopes <scopes>", "what it may be used for, such as requests:read,requests:write")
		.option("--person <person>", "whose it is: id or e-mail address; else yours")
		.action(async (name: string, _options: object, command: Command) => {
			const { apiKeysAdd } = await import("./commands/directory-api-keys.ts");
			await act(command, (session) => apiKeysAdd(session, name, own(command)));
		});
	apiKeys
		.command("revoke")
		.description("revoke an API key, at once")
		.argument("<id>", "id of the key")
		.action(async (id: string, _options: object, command: Command) => {
			const { apiKeysRevoke } = await import("./commands/directory-api-keys.ts");
			await act(command, (session) => apiKeysRevoke(session, id));
		});
}
