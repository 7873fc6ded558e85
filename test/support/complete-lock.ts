import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/**
 * `npm run lock`, after every `npm install`: npm leaves the optional packages of platforms that it could not look
 * up out of package-lock.json, and `npm ci` then refuses the file, everywhere. This writes them in. They are
 * looked up only on their own platform, by name and version.
 */
interface LockedPackage {
	version?: string;
	dev?: boolean;
	optional?: boolean;
	optionalDependencies?: Record<string, string>;
	os?: string[];
	cpu?: string[];
}

export interface Lock {
	packages: Record<string, LockedPackage>;
}

const SYSTEMS = [
	"android",
	"darwin",
	"win32",
	"linux",
	"freebsd",
	"netbsd",
	"openbsd",
	"openharmony",
	"sunos",
	"aix",
];
const PROCESSORS: [RegExp, string][] = [
	[/\b(arm-gnueabihf|arm-musleabihf|arm-eabi|arm)\b/, "arm"],
	[/\barm64\b/, "arm64"],
	[/\b(x64|x86_64)\b/, "x64"],
	[/\bia32\b/, "ia32"],
	[/\bppc64(le)?\b/, "ppc64"],
	[/\bs390x\b/, "s390x"],
	[/\briscv64\b/, "riscv64"],
	[/\bloong64\b/, "loong64"],
	[/\bwasm32\b/, "wasm32"],
];

/** The optional packages that some package names and the lock file lacks, with what is to be written for each. */
export function missingOptional(lock: Lock): Record<string, LockedPackage> {
	const missing: Record<string, LockedPackage> = {};
	for (const [place, item] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(item.optionalDependencies ?? {})) {
			if (place === "" || isLocked(lock, place, name)) continue;
			const parts = name.slice(name.lastIndexOf("/") + 1);
			const os = SYSTEMS.find((system) => new RegExp(`\\b${system}\\b`).test(parts));
			const cpu = PROCESSORS.find(([pattern]) => pattern.test(parts))?.[1];
			if (!/^\d/.test(version) || cpu === undefined) continue;
			missing[`node_modules/${name}`] = {
				version,
				cpu: [cpu],
				...(item.dev === true ? { dev: true } : {}),
				optional: true,
				...(os === undefined ? {} : { os: [os] }),
			};
		}
	}
	return missing;
}

/** Whether the package stands in the lock file where Node would find it from `place`. */
function isLocked(lock: Lock, place: string, name: string): boolean {
	for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/")))) {
		const found = from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`;
		if (lock.packages[found] !== undefined) return true;
		if (from === "") return false;
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	const file = new URL("../../package-lock.json", import.meta.url);
	const lock: Lock = JSON.parse(readFileSync(file, "utf8"));
	const missing = missingOptional(lock);
	const all = Object.entries({ ...lock.packages, ...missing });
	lock.packages = Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
	writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
	console.log(`${Object.keys(missing).length} optional packages written into package-lock.json.`);
}
