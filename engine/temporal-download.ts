import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporalVersion } from "./temporal-version.ts";

const run = promisify(execFile);

/** The archive's name: `.goreleaser.yml` of temporalio/temporal v1.32.0, `{project}_{version}_{os}_{arch}`. */
export function archiveName(platform: NodeJS.Platform, arch: string): string | undefined {
	const os = { linux: "linux", darwin: "darwin" }[platform as string];
	const cpu = { x64: "amd64", arm64: "arm64" }[arch];
	return os && cpu ? `temporal_${temporalVersion}_${os}_${cpu}.tar.gz` : undefined;
}

/**
 * The SHA-256 (hexadecimal) that a `checksums.txt` gives for a file: lines of `<sum>  <name>`.
 * @throws Error when it gives none
 */
export function checksumFor(checksums: string, name: string): string {
	for (const line of checksums.split("\n")) {
		const [sum, file] = line.trim().split(/\s+/);
		if (file?.replace(/^\*/, "") === name && sum && /^[0-9a-f]{64}$/.test(sum)) return sum;
	}
	throw new Error(`the release's checksums do not name ${name}`);
}

/** Which releases to read from: another base for tests, and limits in ms. */
export interface DownloadSource {
	base: string;
	connectMs: number;
	stallMs: number;
}

const github: DownloadSource = {
	base: `https://github.com/temporalio/temporal/releases/download/v${temporalVersion}`,
	connectMs: 6000,
	stallMs: 20_000,
};

/**
 * Downloads the release's archive, checks its SHA-256 against the release's `checksums.txt`, and unpacks the two
 * programs into `folder`. Without a network it fails within seconds. @throws Error
 */
export async function downloadTemporalServer(
	folder: string,
	log: (line: string) => void,
	source: DownloadSource = github,
): Promise<void> {
	const name = archiveName(process.platform, process.arch);
	if (!name) throw new Error(`there is no release for ${process.platform} on ${process.arch}`);
	log(`Looking for the Temporal server ${temporalVersion} on GitHub.`);
	const sums = await get(`${source.base}/checksums.txt`, source);
	const expected = checksumFor(await sums.response.text(), name);
	sums.done();
	log(`Downloading ${name}.`);
	const archive = join(folder, name);
	const found = await save(`${source.base}/${name}`, archive, source, log);
	if (found !== expected)
		throw new Error(`the archive's SHA-256 is ${found}, and the release says ${expected}`);
	await run("tar", ["-xzf", archive, "-C", folder, "temporal-server", "temporal-sql-tool"]);
	await run("rm", ["-f", archive]);
	log(`Downloaded the Temporal server ${temporalVersion}; its checksum is right.`);
}

async function get(url: string, source: DownloadSource) {
	const abort = new AbortController();
	let timer = setTimeout(() => abort.abort(new Error("no answer")), source.connectMs);
	const progress = () => {
		clearTimeout(timer);
		timer = setTimeout(() => abort.abort(new Error("the download stalled")), source.stallMs);
	};
	const done = () => clearTimeout(timer);
	try {
		const response = await fetch(url, { signal: abort.signal });
		if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
		return { response, progress, done };
	} catch (error) {
		done();
		throw abort.signal.aborted ? abort.signal.reason : reasonOf(error);
	}
}

/** fetch says only «fetch failed»; the reason is its cause. */
function reasonOf(error: unknown): unknown {
	return error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
}

async function save(
	url: string,
	path: string,
	source: DownloadSource,
	log: (line: string) => void,
): Promise<string> {
	const { response, progress, done } = await get(url, source);
	const total = Number(response.headers.get("content-length") ?? 0);
	const hash = createHash("sha256");
	const file = createWriteStream(path);
	let received = 0;
	let said = Date.now();
	try {
		for await (const chunk of response.body ?? []) {
			progress();
			hash.update(chunk);
			received += chunk.length;
			if (!file.write(chunk)) await new Promise<void>((resolve) => file.once("drain", () => resolve()));
			if (Date.now() - said > 3000) {
				said = Date.now();
				const mb = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
				log(`  ${mb(received)}${total ? ` of ${mb(total)}` : ""} MB`);
			}
		}
	} finally {
		done();
		await new Promise<void>((resolve) => file.end(resolve));
	}
	return hash.digest("hex");
}
