import { CliError, UsageError } from "./cli-error.ts";
import { type DemoFile, findDemoFile } from "./demo-file.ts";

/** Which server, as whom. */
export interface ServerAccess {
	url: string;
	apiKey: string;
	/** Where the two come from, for people. */
	urlFrom: string;
	keyFrom: string;
}

export interface AccessOptions {
	url?: string;
	apiKey?: string;
	/** E-mail address or id of a person of the demo workspace. */
	as?: string;
}

/**
 * Address and key: from the options, else the environment, else what `npm start` wrote. The key that `npm start`
 * wrote goes to its own server only. Throws `UsageError` or `CliError` saying what to set.
 */
export function findAccess(options: AccessOptions, env: NodeJS.ProcessEnv, cwd: string): ServerAccess {
	const givenUrl = given("--url", options.url) ?? given("COUNTERSIGN_URL", env.COUNTERSIGN_URL);
	const givenKey =
		options.as === undefined
			? (given("--api-key", options.apiKey) ?? given("COUNTERSIGN_API_KEY", env.COUNTERSIGN_API_KEY))
			: null;
	if (options.as !== undefined && options.apiKey !== undefined)
		throw new UsageError("--as and --api-key exclude each other: write one of them");
	if (givenUrl !== null && !isAddress(givenUrl.value))
		throw new UsageError(
			`${givenUrl.from}: write an address such as https://approvals.example.com, not ${givenUrl.value}`,
		);
	if (givenKey !== null && !/^[\x21-\x7e]+$/.test(givenKey.value))
		throw new UsageError(
			`${givenKey.from}: write the API key as it was given, without spaces or line breaks`,
		);
	if (givenUrl !== null && givenKey !== null)
		return {
			url: givenUrl.value,
			apiKey: givenKey.value,
			urlFrom: givenUrl.from,
			keyFrom: givenKey.from,
		};

	const demo = findDemoFile(env, cwd);
	const url = givenUrl ?? (demo === null ? null : { value: demo.url, from: demo.path });
	if (url === null)
		throw new CliError(
			"No server: set COUNTERSIGN_URL and COUNTERSIGN_API_KEY (or --url and --api-key), or run npm start and call this in the same folder",
		);
	const key = givenKey ?? demoKey(demo, url.value, options.as);
	return { url: url.value, apiKey: key.value, urlFrom: url.from, keyFrom: key.from };
}

interface Given {
	value: string;
	from: string;
}

function given(from: string, value: string | undefined): Given | null {
	return value === undefined || value === "" ? null : { value, from };
}

function isAddress(text: string): boolean {
	return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

function demoKey(demo: DemoFile | null, url: string, as: string | undefined): Given {
	if (demo === null || new URL(demo.url).origin !== new URL(url).origin)
		throw new CliError(`No API key for ${url}: set COUNTERSIGN_API_KEY (or --api-key)`);
	if (as === undefined) return { value: demo.apiKey, from: demo.path };
	const user = demo.users.find(({ id, email }) => id === as || email === as.toLowerCase());
	if (user === undefined) {
		const known = demo.users.map(({ email }) => email).join(", ");
		throw new UsageError(`--as: ${as} is not in ${demo.path}: write one of ${known}`);
	}
	return { value: user.apiKey, from: demo.path };
}
