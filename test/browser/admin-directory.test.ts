import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, test } from "vitest";
import { outside, policyDocument, unique } from "../product/support/outside.ts";
import { accessibilityFindings } from "./support/accessibility.ts";
import { alive, fileBrowser, press } from "./support/visitors.ts";

const o = outside();
const visitors = fileBrowser();

const LOOKS: [string, BrowserContextOptions][] = [
	["light", { colorScheme: "light" }],
	["dark", { colorScheme: "dark" }],
	["phone", { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true }],
];

/** An e-mail address, group or rota that no other test has. */
const fresh = (word: string) => unique(word).toLowerCase().replaceAll(" ", "-");

test("the navigation leads to every page of the administration, also on a phone", async () => {
	for (const [look, options] of LOOKS) {
		const { page, complaints, close } = await visitors.as("dana", options);
		await page.goto("/admin/audit");
		for (const name of ["People", "Groups", "Delegations", "Working time", "Policies"]) {
			if (look === "phone") await page.locator("summary[aria-label=Menu]").click();
			await page.getByRole("link", { name, exact: true }).filter({ visible: true }).click();
			await page.getByRole("heading", { name, level: 1 }).waitFor();
		}
		expect(complaints, look).toEqual([]);
		await close();
	}
});

test("a person is added, refused at the field, changed, found, deactivated and reactivated", async () => {
	const { page, complaints, close } = await visitors.as("dana");
	const email = `${fresh("new")}@demo.example`;
	const name = unique("Nova Person");
	await page.goto("/admin/people");
	await press(page.getByRole("link", { name: "Add a person" }));
	await page.getByRole("heading", { name: "Add a person", level: 1 }).waitFor();
	await page.getByLabel("Name").fill(name);
	await page.getByLabel("E-mail address").fill("bo@demo.example");
	await page.getByLabel("Time zone").fill("Mars/Olympus");
	await press(page.getByRole("button", { name: "Add the person" }));
	await page.getByText("Write a time zone of the IANA database").waitFor();
	await expectFocus(page, "Time zone");
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.getByLabel("Time zone").fill("Europe/Madrid");
	await page.getByRole("button", { name: "Add the person" }).click();
	await page.getByText("Belongs to somebody else in this workspace already").waitFor();
	await expectFocus(page, "E-mail address");
	await keepPicture(page, "person-refused");
	await page.getByLabel("E-mail address").fill(email);
	await choosePerson(page, "Manager", "lee tan", "Lee Tanaka");
	await page.getByRole("button", { name: "Add the person" }).click();
	await page.getByRole("heading", { name, level: 1 }).waitFor();
	const kept = await o.call<{ id: string; manager: string; timeZone: string }>("GET", `/users/${email}`, {
		as: "dana",
	});
	expect(kept.body).toMatchObject({ manager: o.id("lee"), timeZone: "Europe/Madrid" });

	await page.getByLabel("Role").selectOption({ label: "Auditor" });
	await page.getByRole("button", { name: "Choose somebody else than Lee Tanaka" }).click();
	await page.getByRole("button", { name: "Save changes" }).click();
	await page.getByText("The changes are saved.").waitFor();
	const changed = await o.call("GET", `/users/${email}`, { as: "dana" });
	expect(changed.body).toMatchObject({ role: "auditor", manager: null, email });

	await page.getByRole("button", { name: "Deactivate" }).click();
	const question = page.getByRole("dialog", { name: `Deactivate ${name}?` });
	await question.getByText("Their sessions, sign-in links and API keys end at once.").waitFor();
	await question.getByText("No open request waits for their decision.").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await keepPicture(page, "person-deactivate");
	await question.getByRole("button", { name: "Deactivate" }).click();
	await page.getByRole("button", { name: "Reactivate" }).waitFor();
	expect((await o.call("GET", `/users/${email}`, { as: "dana" })).body).toMatchObject({ active: false });

	await page.goto(`/admin/people?q=${encodeURIComponent(email)}`);
	await page.getByText("Nobody matches these filters").waitFor();
	await page.getByLabel("Shown").selectOption({ label: "Deactivated" });
	await page.getByRole("button", { name: "Filter" }).click();
	await press(page.getByRole("link", { name }));
	await press(page.getByRole("button", { name: "Reactivate" }));
	await page.getByRole("dialog").getByRole("button", { name: "Reactivate" }).click();
	await page.getByRole("button", { name: "Deactivate" }).waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("deactivating somebody who is asked says how many requests go on without them; the last administrator stays", async () => {
	const email = `${fresh("asked")}@demo.example`;
	await o.call("POST", "/users", { as: "dana", body: { email, name: "Ada Asked" } });
	const policy = await o.policy({ approvers: [{ user: email }, { group: "finance" }] });
	const request = await o.submit(policy, unique("Asks Ada"));
	const { page, complaints, close } = await visitors.as("dana");
	const person = await o.call<{ id: string }>("GET", `/users/${email}`, { as: "dana" });
	await page.goto(`/admin/people/${person.body.id}`);
	await press(page.getByRole("button", { name: "Deactivate" }));
	await page.getByText("1 open request that asks them goes on without them.").waitFor();
	await page.getByRole("dialog").getByRole("button", { name: "Keep them active" }).click();
	await page.goto(`/admin/people/${o.id("dana")}`);
	await press(page.getByRole("button", { name: "Deactivate" }));
	const question = page.getByRole("dialog", { name: "Deactivate Dana Novak?" });
	await question.getByText("This is you").waitFor();
	await question.getByRole("button", { name: "Deactivate" }).click();
	await question.getByRole("alert").getByText("last active administrator").waitFor();
	expect(complaints).toEqual([]);
	await close();
	await o.call("POST", `/requests/${request.id}/cancel`, { body: {} });
});

test("a file of people is looked at, refused line by line, and imported", async () => {
	const { page, complaints, close } = await visitors.as("dana");
	const [first, second] = [`${fresh("csv")}@demo.example`, `${fresh("csv")}@demo.example`];
	const upload = (text: string) =>
		page
			.getByLabel("File", { exact: true })
			.setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
	await page.goto("/admin/people/import");
	await press(page.getByRole("button", { name: "See what would change" }));
	await page.getByText("Choose a file first.").waitFor();
	await upload(`email,name,role,manager\n${first},First,king,\nnot an address,Second,,nobody@demo.example\n`);
	await page.getByRole("button", { name: "See what would change" }).click();
	const table = page.getByRole("table");
	await table
		.getByRole("row")
		.filter({ hasText: "role" })
		.filter({ hasText: "write member, auditor" })
		.waitFor();
	const lines = await table.locator("tbody tr td:first-child").allInnerTexts();
	expect(new Set(lines)).toEqual(new Set(["2", "3"]));
	expect(await accessibilityFindings(page)).toEqual([]);
	await keepPicture(page, "import-refused");
	await upload(`email,name,manager\n${first},First,${second}\n${second},Second,\n`);
	await page.getByRole("button", { name: "See what would change" }).click();
	await page.getByText("2 people would be added.").waitFor();
	expect((await o.call("GET", `/users/${first}`, { as: "dana" })).status).toBe(404);
	await keepPicture(page, "import-dry-run");
	await page.getByRole("button", { name: "Import: change 2 people" }).click();
	await page.getByText("2 people were added.").waitFor();
	expect((await o.call("GET", `/users/${first}`, { as: "dana" })).body).toMatchObject({
		name: "First",
		active: true,
	});
	expect(complaints).toEqual([]);
	await close();
});

test("a group is made, filled by keyboard, emptied and deleted; one that policies ask stays", async () => {
	const { page, complaints, close } = await visitors.as("dana");
	const title = unique("Night shift");
	await page.goto("/admin/groups");
	await press(page.getByRole("button", { name: "New group" }));
	await page.getByRole("textbox", { name: "Title" }).fill(title);
	const name = await page.getByRole("textbox", { name: "Name" }).inputValue();
	expect(name).toBe(title.toLowerCase().replaceAll(" ", "-"));
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.getByRole("textbox", { name: "Name" }).fill("finance");
	await page.getByRole("button", { name: "Make the group" }).click();
	await page.getByText("Belongs to another group already").waitFor();
	await page.getByRole("textbox", { name: "Name" }).fill(name);
	await page.getByRole("button", { name: "Make the group" }).click();
	await page.getByRole("heading", { name: title, level: 1 }).waitFor();
	await page.getByText("Nobody is in this group.").waitFor();
	for (const person of ["Bo Lindqvist", "Cy Okafor"]) {
		const search = page.getByRole("combobox", { name: "Add a member" });
		await alive(search);
		await search.pressSequentially(person.slice(0, 4).toLowerCase());
		await page.getByRole("option", { name: new RegExp(person) }).waitFor();
		await page.keyboard.press("Enter");
		await page.getByRole("link", { name: person }).waitFor();
	}
	expect((await o.call("GET", `/groups/${name}`, { as: "dana" })).body).toMatchObject({
		members: expect.arrayContaining([o.id("bo"), o.id("cy")]),
	});
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Remove Bo Lindqvist" }).click();
	await page.getByRole("link", { name: "Bo Lindqvist" }).waitFor({ state: "detached" });
	await page.getByRole("button", { name: "Delete the group" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Delete the group" }).click();
	await page.waitForURL(/\/admin\/groups$/);
	expect((await o.call("GET", `/groups/${name}`, { as: "dana" })).status).toBe(404);

	await page.goto("/admin/groups/finance");
	await press(page.getByRole("button", { name: "Delete the group" }));
	const question = page.getByRole("dialog");
	await question.getByRole("button", { name: "Delete the group" }).click();
	await question
		.getByRole("alert")
		.getByText(/is named by the polic.*refund/)
		.waitFor();
	await keepPicture(page, "group-in-use");
	expect(complaints).toEqual([]);
	await close();
});

test("a delegation is made for somebody, shown beside them, and ended", async () => {
	const email = `${fresh("away")}@demo.example`;
	const name = unique("Alva Away");
	await o.call("POST", "/users", { as: "dana", body: { email, name } });
	const { page, complaints, close } = await visitors.as("dana");
	await page.goto("/admin/delegations/new");
	await press(page.getByRole("button", { name: "Make the delegation" }));
	expect(await page.getByText("Choose a person.").count()).toBe(2);
	await choosePerson(page, "Who is away", email, name);
	await choosePerson(page, "Who decides meanwhile", "cy", "Cy Okafor");
	await page.getByLabel("Until").fill("2020-01-01T09:00");
	await page.getByRole("button", { name: "Make the delegation" }).click();
	await page.getByText("Is over already: write an instant that is still to come").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await keepPicture(page, "delegation-refused");
	await page.getByLabel("Until").fill(`${new Date().getUTCFullYear() + 1}-06-01T09:00`);
	await page.getByRole("button", { name: "Make the delegation" }).click();
	await page.getByRole("heading", { name: "Delegations", level: 1 }).waitFor();
	await page.goto(`/admin/people?q=${encodeURIComponent(email)}`);
	await page.getByText(/^Away until .*, Cy Okafor decides$/).waitFor();
	await page.goto(`/admin/delegations?person=${encodeURIComponent(email)}`);
	await press(page.getByRole("button", { name: `End: Cy Okafor decides for ${name}` }));
	await page.getByRole("dialog").getByText("It ends now.").waitFor();
	await page.getByRole("button", { name: "End the delegation" }).click();
	await page.getByText("No delegation matches").waitFor();
	await page.getByLabel("Also those that are over").check();
	await page.getByRole("button", { name: "Filter" }).click();
	await page.getByText("Over", { exact: true }).waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("a calendar is refused at its paths, made, read as a week and deleted", async () => {
	const { page, complaints, close } = await visitors.as("dana");
	const name = fresh("lisbon");
	await page.goto("/admin/working-time");
	await press(page.getByRole("link", { name: "New calendar" }));
	const text = page.getByRole("textbox", { name: "Document" });
	await alive(text);
	await text.fill(`name: ${name}\ntimeZone: Europe/Atlantis\nhours: { mon: [["17:00"]] }\n`);
	await page.getByRole("button", { name: "Make it" }).click();
	const wrong = page.getByRole("alert").filter({ hasText: "nothing was saved" });
	await wrong.getByText("timeZone", { exact: true }).waitFor();
	await wrong.getByText("hours.mon[0]").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await keepPicture(page, "calendar-refused");
	await text.fill(
		`name: ${name}\ntimeZone: Europe/Lisbon\nhours: { mon: [["09:00", "12:00"], ["13:00", "18:00"]], sat: [["22:00", "06:00"]] }\nholidays: ["2099-12-25"]\n`,
	);
	await page.getByRole("button", { name: "Make it" }).click();
	await page.getByRole("heading", { name, level: 1 }).waitFor();
	await page.getByRole("row", { name: "Monday 09:00–12:00, 13:00–18:00" }).waitFor();
	await page.getByRole("row", { name: "Saturday 22:00–06:00 on the next day" }).waitFor();
	await page.getByRole("row", { name: "Sunday Closed" }).waitFor();
	await page.getByText("Fri, 25 Dec 2099").waitFor();
	const shown = await page.getByRole("textbox", { name: "Document" }).inputValue();
	expect(shown).toContain('mon: [["09:00", "12:00"], ["13:00", "18:00"]]');
	await press(page.getByRole("button", { name: "Delete the calendar" }));
	await page.getByRole("dialog").getByRole("button", { name: "Delete the calendar" }).click();
	await page.waitForURL(/\/admin\/working-time$/);
	expect((await o.call("GET", `/calendars/${name}`, { as: "dana" })).status).toBe(404);
	expect(complaints).toEqual([]);
	await close();
});

test("a rota tells who is on call, and takes a stand-in and gives them back", async () => {
	const name = fresh("night");
	const document = {
		timeZone: "Europe/London",
		start: "2026-01-05",
		handOver: "09:00",
		shiftLength: "1d",
		people: ["bo@demo.example", "cy@demo.example"],
	};
	expect((await o.call("PUT", `/rotas/${name}`, { as: "dana", body: document })).status).toBe(201);
	const { page, complaints, close } = await visitors.as("dana");
	await page.goto(`/admin/working-time/rotas/${name}`);
	// A turn a day for two weeks, and what is left of today's.
	const turns = page.getByRole("region", { name: "The next two weeks" }).locator("tbody tr");
	expect(await turns.count()).toBeGreaterThanOrEqual(14);
	await choosePerson(page, "Who stands in", "lee", "Lee Tanaka");
	const now = Date.now();
	await page.getByLabel("From").fill(momentInLondon(now + 86_400_000));
	await page.getByLabel("Until").fill(momentInLondon(now + 3_600_000));
	await page.getByRole("button", { name: "Put on call" }).click();
	await page.getByText("Must be later than start").waitFor();
	await page.getByLabel("Until").fill(momentInLondon(now + 2 * 86_400_000));
	await page.getByRole("button", { name: "Put on call" }).click();
	await turns.filter({ hasText: "Lee Tanaka" }).getByText("stands in").waitFor();
	const shown = await page.getByRole("textbox", { name: "Document" }).inputValue();
	expect(shown).toContain("person: lee@demo.example");
	expect(await accessibilityFindings(page)).toEqual([]);
	await keepPicture(page, "rota-stand-in");
	await page.getByRole("button", { name: "Take away: Lee Tanaka stands in" }).click();
	await page.getByRole("button", { name: "Take it away" }).click();
	await page.getByText("Nobody stands in for anybody").waitFor();
	expect(complaints).toEqual([]);
	await close();
	await o.call("DELETE", `/rotas/${name}`, { as: "dana" });
});

test("a draft is refused at its paths and replayed over past requests", async () => {
	const document = policyDocument({}, { title: "Replayed in the browser" });
	expect((await o.call("PUT", `/policies/${document.name}`, { body: document })).status).toBe(201);
	const title = unique("Was approved");
	const request = await o.submit(document.name, title);
	await o.decide(request.id, "ana", "approve");
	const { page, complaints, close } = await visitors.as("dana");
	await page.goto(`/admin/policies/${document.name}`);
	await press(page.getByRole("link", { name: "Replay past requests" }));
	await press(page.getByRole("button", { name: "Replay", exact: true }));
	await page.getByText("The 1 request would have ended as it did.").waitFor();
	await page.getByText("None: every request would have had the same outcome").waitFor();
	await page.getByLabel("A draft").check();
	const draft = page.getByRole("textbox", { name: "Draft" });
	await draft.fill((await draft.inputValue()).replace("deadline: 1d", "deadline: never"));
	await page.getByRole("button", { name: "Replay", exact: true }).click();
	await page.getByRole("alert").getByText("stages[0].deadline").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await keepPicture(page, "replay-refused");
	await draft.fill(
		JSON.stringify({ ...document, stages: [{ ...document.stages[0], approvers: [{ group: "legal" }] }] }),
	);
	await page.getByLabel("Requests submitted in the last").selectOption({ label: "30 days" });
	await page.getByRole("button", { name: "Replay", exact: true }).click();
	await page.getByText("1 request of 1 would have ended otherwise.").waitFor();
	const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: title }) });
	await row
		.getByText(/also Cy Okafor, not Ana Ruiz and Bo Lindqvist|also Cy Okafor, not Bo Lindqvist and Ana Ruiz/)
		.waitFor();
	for (const [look, options] of LOOKS.slice(0, 2)) {
		await page.emulateMedia({ colorScheme: options.colorScheme ?? null });
		expect(await accessibilityFindings(page), look).toEqual([]);
	}
	await keepPicture(page, "replay-result");
	expect(complaints).toEqual([]);
	await close();
});

test("a stage's conditions, comments and repeats stand in sentences on the policy's page", async () => {
	const document = policyDocument(
		{
			when: "context.amount > 10000",
			approvers: [{ group: "finance" }, { manager: 1 }, { oncall: "operations" }],
			need: { finance: 2 },
			requireComment: "reject",
			escalate: [{ after: "4h", to: [{ group: "finance-leads" }], mode: "add" }],
			repeatEscalation: 2,
		},
		{ calendar: "london", context: { type: "object", properties: { amount: { type: "integer" } } } },
	);
	const answer = await o.call("PUT", `/policies/${document.name}`, { body: document });
	expect(answer.status, JSON.stringify(answer.body)).toBe(201);
	const { page, complaints, close } = await visitors.as("dana");
	await page.goto(`/admin/policies/${document.name}`);
	for (const sentence of [
		/Only where context.amount > 10000 holds; otherwise this stage is skipped./,
		/Asks Finance, the requester's manager and whoever is on call for Operations./,
		/It passes with approvals of 2 of finance./,
		/Rejecting takes a comment./,
		/the escalation starts again, 2 times./,
		/Working time is counted in the calendar london./,
	]) {
		await page.getByText(sentence).first().waitFor();
	}
	expect(complaints).toEqual([]);
	await close();
});

test("names of strangers are shown as what they are and move nothing aside, at 360 pixels too", async () => {
	const email = `${fresh("mallory")}@demo.example`;
	const group = fresh("strangers");
	const name = `Mal\u202elory ${"W".repeat(90)} <script>alert(1)</script>`;
	await o.call("POST", "/users", { as: "dana", body: { email, name } });
	await o.call("POST", "/groups", {
		as: "dana",
		body: { name: group, title: name, members: [email, "bo@demo.example"] },
	});
	const end = new Date(Date.now() + 86_400_000).toISOString();
	await o.call("POST", "/delegations", { as: "dana", body: { from: "bo@demo.example", to: email, end } });
	const person = await o.call<{ id: string }>("GET", `/users/${email}`, { as: "dana" });
	const { page, complaints, close } = await visitors.as("dana", LOOKS[2]?.[1] ?? {});
	for (const path of [
		`/admin/people?group=${group}`,
		`/admin/people/${person.body.id}`,
		`/admin/people/${o.id("bo")}`,
		`/admin/groups?q=${group}`,
		`/admin/groups/${group}`,
		"/admin/delegations?person=bo@demo.example",
		`/admin/delegations/new?from=${person.body.id}`,
	]) {
		await page.goto(path);
		await page.getByText("U+202E").filter({ visible: true }).first().waitFor();
		expect(await sidewaysScroll(page), path).toBe(0);
		expect(await accessibilityFindings(page), path).toEqual([]);
	}
	expect(complaints).toEqual([]);
	await close();
	const delegations = await o.call<{ items: { id: string }[] }>("GET", `/delegations?to=${email}`, {
		as: "dana",
	});
	for (const { id } of delegations.body.items) await o.call("DELETE", `/delegations/${id}`, { as: "dana" });
	await o.call("DELETE", `/groups/${group}`, { as: "dana" });
});

test("an auditor reads all of it and is offered no change; a member is told that it is not for them", async () => {
	const auditor = await visitors.as("ines");
	for (const path of [
		"/admin/people",
		`/admin/people/${o.id("ana")}`,
		"/admin/groups",
		"/admin/groups/finance",
		"/admin/delegations",
		"/admin/working-time",
		"/admin/working-time/calendars/london",
		"/admin/working-time/rotas/operations",
	]) {
		await auditor.page.goto(path);
		await auditor.page.getByRole("heading", { level: 1 }).waitFor();
		const main = auditor.page.getByRole("main");
		expect(await main.getByRole("textbox", { name: "Document" }).count(), path).toBe(0);
		const buttons = await main.getByRole("button").allInnerTexts();
		expect(
			buttons.filter((text) => text !== "Filter"),
			path,
		).toEqual([]);
	}
	for (const path of [
		"/admin/people/new",
		"/admin/people/import",
		"/admin/delegations/new",
		"/admin/working-time/new-rota",
	]) {
		await auditor.page.goto(path);
		await auditor.page.getByText("Only administrators change this.").waitFor();
	}
	expect(auditor.complaints).toEqual([]);
	await auditor.close();
	const member = await visitors.as("bo");
	for (const path of [
		"/admin/people",
		"/admin/groups/finance",
		"/admin/delegations",
		"/admin/working-time",
	]) {
		await member.page.goto(path);
		await member.page.getByRole("heading", { name: "Not for your role" }).waitFor();
	}
	await member.close();
});

/** Searches in a combobox and takes who is found. */
async function choosePerson(page: Page, label: string, search: string, name: string): Promise<void> {
	const field = page.getByRole("combobox", { name: label });
	await alive(field);
	await field.fill(search);
	await page.getByRole("option", { name: new RegExp(name) }).click();
	await page.getByRole("button", { name: `Choose somebody else than ${name}` }).waitFor();
}

async function expectFocus(page: Page, label: string): Promise<void> {
	await page.getByLabel(label).and(page.locator(":focus")).waitFor();
}

/** What a person in the browser's zone writes for an instant: `2026-01-05T09:00`. */
function momentInLondon(at: number): string {
	return new Intl.DateTimeFormat("sv-SE", {
		timeZone: "Europe/London",
		dateStyle: "short",
		timeStyle: "short",
	})
		.format(at)
		.replace(" ", "T");
}

/** How far the page can be moved sideways, in pixels. */
function sidewaysScroll(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Writes a picture to the folder that SHOTS names, for looking at. */
async function keepPicture(page: Page, name: string): Promise<void> {
	const folder = process.env.SHOTS;
	if (folder === undefined || folder === "") return;
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
