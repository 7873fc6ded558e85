/**
 * The environment for programs that are not ours: what any program needs, and `extra`; no secrets of ours, no
 * settings that PostgreSQL or Go would take for theirs.
 */
export function bareEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
	const { NODE_ENV, PATH, HOME, TMPDIR } = process.env;
	return { NODE_ENV, PATH, HOME, TMPDIR, ...extra };
}
