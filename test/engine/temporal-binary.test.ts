import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cacheFolder, findTemporalBinary, usableIn } from "../../engine/temporal-binary.ts";
import { archiveName, checksumFor, downloadTemporalServer } from "../../engine/temporal-download.ts";
import { obtainTemporalServer } from "../../engine/temporal-obtain.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Programs that say their version and do nothing else: what is tested here is finding them. */
function putPrograms(folder: string, version: string): void {
	mkdirSync(folder, { recursive: true });
	for (const [name, title] of [
		["temporal-server", "temporal"],
		["temporal-sql-tool", "sql"],
	] as const) {
		writeFileSync(join(folder, name), `#!/bin/sh\necho "${title} version ${version}"\n`);
		chmodSync(join(folder, name), 0o755);
	}
}

/** A release server; `answers` by path, undefined: 404, null: never answers. */
async function releases(answers: Record<string, Buffer | string | null>): Promise<string> {
	const server = createServer((request, response) => {
		const answer = answers[request.url ?? ""];
		if (answer === undefined) response.writeHead(404).end();
		else if (answer !== null) response.end(answer);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const name = archiveName(process.platform, process.arch) ?? "";
const limits = { connectMs: 300, stallMs: 300 };

function archive(): Buffer {
	const folder = temporaryFolder();
	putPrograms(folder, "1.32.0");
	execFileSync("tar", [
		"-czf",
		join(folder, "a.tar.gz"),
		"-C",
		folder,
		"temporal-server",
		"temporal-sql-tool",
	]);
	return readFileSync(join(folder, "a.tar.gz"));
}

test("the archive is named as the project's releases are", () => {
	expect(archiveName("linux", "x64")).toBe("temporal_1.32.0_linux_amd64.tar.gz");
	expect(archiveName("darwin", "arm64")).toBe("temporal_1.32.0_darwin_arm64.tar.gz");
	expect(archiveName("sunos", "x64")).toBeUndefined();
});

test("the checksum of a file is taken from the line that names just it", () => {
	const sum = "a".repeat(64);
	expect(checksumFor(`${"b".repeat(64)}  x${name}\n${sum}  ${name}\n`, name)).toBe(sum);
	expect(() => checksumFor(`short  ${name}\n`, name)).toThrow(/do not name/);
});

test("a release is downloaded and unpacked when its checksum is right", async () => {
	const folder = temporaryFolder();
	const bytes = archive();
	const sum = createHash("sha256").update(bytes).digest("hex");
	const base = await releases({ "/checksums.txt": `${sum}  ${name}\n`, [`/${name}`]: bytes });
	await downloadTemporalServer(folder, () => undefined, { base, ...limits });
	expect(await usableIn(folder)).toBeDefined();
	expect(readdirSync(folder).sort()).toEqual(["temporal-server", "temporal-sql-tool"]);
});

test("a release whose checksum is wrong is not unpacked", async () => {
	const folder = temporaryFolder();
	const base = await releases({ "/checksums.txt": `${"0".repeat(64)}  ${name}\n`, [`/${name}`]: archive() });
	await expect(downloadTemporalServer(folder, () => undefined, { base, ...limits })).rejects.toThrow(
		/SHA-256/,
	);
	expect(existsSync(join(folder, "temporal-server"))).toBe(false);
});

test("no release, no answer and no network are each said", async () => {
	const folder = temporaryFolder();
	const none = await releases({});
	await expect(downloadTemporalServer(folder, () => undefined, { base: none, ...limits })).rejects.toThrow(
		/answered 404/,
	);
	const silent = await releases({ "/checksums.txt": null });
	await expect(downloadTemporalServer(folder, () => undefined, { base: silent, ...limits })).rejects.toThrow(
		/no answer/,
	);
	const nobody = "http://127.0.0.1:1";
	await expect(
		downloadTemporalServer(folder, () => undefined, { base: nobody, ...limits }),
	).rejects.toThrow();
});

test("the cache is used when its programs run and are of our version", async () => {
	const cache = temporaryFolder();
	const folder = join(cache, "temporal-server-1.32.0");
	putPrograms(folder, "1.31.0");
	expect(await usableIn(folder)).toBeUndefined();
	putPrograms(folder, "1.32.0");
	const said: string[] = [];
	const found = await findTemporalBinary(undefined, cache, (line) => said.push(line));
	expect(found.server).toBe(join(folder, "temporal-server"));
	expect(said).toEqual([`Temporal server 1.32.0 from the cache ${folder}.`]);
});

test("a configured folder without the programs is an error that says what it has to hold", async () => {
	const folder = temporaryFolder();
	await expect(findTemporalBinary(folder, folder, () => undefined)).rejects.toMatchObject({
		code: "temporal_binary",
		message: expect.stringContaining("«server» (or «temporal-server») and «sql»"),
	});
});

test("two that want it at once make it once, and a broken one in its place is replaced", async () => {
	const cache = temporaryFolder();
	const folder = join(cache, "temporal-server-1.32.0");
	putPrograms(folder, "0.0.1");
	let made = 0;
	const obtain = () =>
		obtainTemporalServer(
			folder,
			async (at) => (await usableIn(at)) !== undefined,
			() => undefined,
			async (making) => {
				made++;
				await new Promise((resolve) => setTimeout(resolve, 50));
				putPrograms(making, "1.32.0");
			},
		);
	await Promise.all([obtain(), obtain()]);
	expect(made).toBe(1);
	expect(readdirSync(cache)).toEqual(["temporal-server-1.32.0"]);
});

test("the cache stands where XDG says, if that is an absolute path", () => {
	expect(cacheFolder({ XDG_CACHE_HOME: "/x" })).toBe("/x/countersign");
	expect(cacheFolder({ XDG_CACHE_HOME: "x" })).toMatch(/\/\.cache\/countersign$/);
});
