import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findFreePort, isPortFree, rememberedPorts, requireFreePort } from "../../engine/ports.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function occupy(port: number): Promise<Server> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.close();
	});
	return server;
}

test("a port in use is said in one sentence that names the variable to set", async () => {
	const port = await findFreePort(new Set());
	await requireFreePort(port, "PORT");
	await occupy(port);
	expect(await isPortFree(port)).toBe(false);
	await expect(requireFreePort(port, "PORT")).rejects.toMatchObject({
		code: "port_in_use",
		message: `Port ${port} on 127.0.0.1 is already in use: stop what listens there, or choose another port with PORT=<port>.`,
	});
});

test("ports are remembered, and replaced when somebody else has them", async () => {
	const file = join(temporaryFolder(), "ports.json");
	const wanted = { postgres: undefined, temporalFrontend: undefined, mailSmtp: undefined };
	const first = await rememberedPorts(file, wanted);
	expect(new Set(Object.values(first)).size).toBe(3);
	expect(await rememberedPorts(file, wanted)).toEqual(first);
	await occupy(first.postgres ?? 0);
	const second = await rememberedPorts(file, wanted);
	expect(second.postgres).not.toBe(first.postgres);
	expect(second).toMatchObject({ temporalFrontend: first.temporalFrontend, mailSmtp: first.mailSmtp });
	expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(second);
});

test("a wished port is taken when it is free, else one of the next", async () => {
	const folder = temporaryFolder();
	const wish = await findFreePort(new Set());
	expect(await rememberedPorts(join(folder, "a.json"), { mailPage: wish })).toEqual({ mailPage: wish });
	await occupy(wish);
	const { mailPage = 0 } = await rememberedPorts(join(folder, "b.json"), { mailPage: wish });
	expect(mailPage).toBeGreaterThan(wish);
	expect(mailPage).toBeLessThan(wish + 20);
});

test("a damaged file of ports is no hindrance", async () => {
	const file = join(temporaryFolder(), "ports.json");
	const { writeFileSync } = await import("node:fs");
	writeFileSync(file, "{ half");
	expect(Object.keys(await rememberedPorts(file, { postgres: undefined }))).toEqual(["postgres"]);
});
