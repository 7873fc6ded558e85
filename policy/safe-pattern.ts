/**
 * Regular expressions in a policy are run on what strangers submit. A backtracking engine takes exponential time
 * where a repetition stands inside a repetition, and a power of the text's length for repetitions in a row; so the
 * first are refused and the second are limited in number and in the length of the text they are tried on.
 */

const MAX_PATTERN = 200;
/** Longest text that is tried, by how many repetitions the pattern has (0, 1, 2, 3, 4). */
const MAX_TEXT = [262_144, 20_000, 2_000, 300, 100] as const;

/** What is wrong with a pattern, to follow the field's name; null where it is safe to run. */
export function patternProblem(pattern: string): string | null {
	if (pattern.length > MAX_PATTERN) return `must be at most ${MAX_PATTERN} characters, not ${pattern.length}`;
	try {
		new RegExp(pattern, "u");
	} catch {
		return `is not a regular expression: ${JSON.stringify(pattern)}`;
	}
	if (/\(\?<?[=!]/.test(pattern)) return "must not look ahead or behind";
	if (/\\[1-9k]/.test(pattern)) return "must not refer back to a group";
	const { repetitions, nested } = repetitionsIn(pattern);
	if (nested)
		return "must not repeat a group that itself repeats or chooses, such as (a+)+ or (a|b)*: write [ab]* or a maxLength";
	if (repetitions >= MAX_TEXT.length)
		return `must have at most ${MAX_TEXT.length - 1} repetitions (* + {n,m}), not ${repetitions}`;
	return null;
}

/** A safe pattern, as Ajv wants one: a text too long for it does not match. */
export function safeRegExp(pattern: string, flags: string): { test(text: string): boolean } {
	const expression = new RegExp(pattern, flags);
	const longest = longestText(pattern);
	return { test: (text) => text.length <= longest && expression.test(text) };
}

/** The longest text that a pattern is tried on, in UTF-16 units. */
export function longestText(pattern: string): number {
	return MAX_TEXT[repetitionsIn(pattern).repetitions] ?? 0;
}

interface Group {
	/** Holds something that makes repeating the group costly. */
	varies: boolean;
}

/** Counts `*`, `+` and `{n,…}`, and finds those that stand after a group which repeats or chooses inside. */
function repetitionsIn(pattern: string): { repetitions: number; nested: boolean } {
	let repetitions = 0;
	let nested = false;
	let last: Group | null = null;
	const open: Group[] = [{ varies: false }];
	const current = () => open[open.length - 1] ?? { varies: false };
	for (let i = 0; i < pattern.length; i++) {
		const rest = pattern.slice(i);
		const quantifier = /^(?:[*+]|\{\d+,?\d*\})/.exec(rest)?.[0];
		if (quantifier !== undefined) {
			repetitions += 1;
			if (last?.varies) nested = true;
			current().varies = true;
			last = null;
			i += quantifier.length - 1;
			continue;
		}
		const character = pattern[i];
		if (character === "?") {
			// Optional is a choice of two; after a quantifier or "(" it is only a flag.
			if (last !== null) current().varies = true;
			continue;
		}
		last = { varies: false };
		if (character === "\\") (i += /^\\[pPu]\{[^}]*\}/.exec(rest)?.[0].length ?? 2), (i -= 1);
		else if (character === "[") i += (/^\[(?:\\.|[^\]\\])*\]/.exec(rest)?.[0].length ?? 1) - 1;
		else if (character === "|") current().varies = true;
		else if (character === "(") {
			open.push({ varies: false });
			last = null;
		} else if (character === ")") last = open.length > 1 ? (open.pop() ?? null) : null;
		// A group that varies inside makes the group around it vary.
		if (character === ")" && last?.varies) current().varies = true;
	}
	return { repetitions, nested };
}
