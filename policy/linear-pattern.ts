/**
 * Regular expressions that take time in proportion to the text, whatever the pattern: a policy's patterns are run
 * on what strangers submit, and a backtracking engine can be made to take years by `(a+)+`. The language is
 * JavaScript's with the `u` flag, without looking ahead or behind and without references to groups.
 *
 * Thompson's construction, run as a Pike virtual machine without captures
 * (https://swtch.com/~rsc/regexp/regexp2.html).
 */

const MAX_PATTERN = 500;
const MAX_PROGRAM = 500;
/** The longest text that is matched, in code points; a longer one does not match. */
export const MAX_MATCHED = 20_000;

type Instruction =
	| { op: "character"; is: (codePoint: number) => boolean }
	| { op: "assert"; what: Assertion }
	| { op: "split"; to: number[] }
	| { op: "match" };

type Assertion = "^" | "$" | "\\b" | "\\B";

type Node =
	| { kind: "character"; source: string }
	| { kind: "assert"; what: Assertion }
	| { kind: "sequence"; parts: Node[] }
	| { kind: "choice"; of: Node[] }
	| { kind: "repeat"; node: Node; least: number; most: number };

/** What is wrong with a pattern, to follow the field's name; null where it can be run. */
export function patternProblem(pattern: string): string | null {
	if (pattern.length > MAX_PATTERN) return `must be at most ${MAX_PATTERN} characters, not ${pattern.length}`;
	try {
		new RegExp(pattern, "u");
	} catch {
		return `is not a regular expression: ${JSON.stringify(pattern)}`;
	}
	const tokens = tokensOf(pattern);
	if (tokens.some((token) => /^\(\?(?:<?[=!])/.test(token))) return "must not look ahead or behind";
	if (tokens.some((token) => /^\\[1-9k]/.test(token))) return "must not refer back to a group";
	if (programOf(pattern) === null)
		return "is too large with its repetitions written out: use maxLength beside a simpler pattern";
	return null;
}

/** A matcher of a pattern in which `patternProblem` finds nothing: whether it matches anywhere in the text. */
export function linearPattern(pattern: string): (text: string) => boolean {
	const program = programOf(pattern);
	if (program === null) throw new RangeError(`Pattern too large: ${pattern}`);
	return (text) =>
		matches(
			program,
			Array.from(text, (character) => character.codePointAt(0) ?? 0),
		);
}

// --- reading ---

const TOKEN =
	/\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[pPu]\{[^}]*\}|\\x..|\\c.|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|\(\?<?[=!]|\(\?<[^>]*>|\{\d+,?\d*\}\??|[*+?]\??|./gsu;

function tokensOf(pattern: string): string[] {
	return pattern.match(TOKEN) ?? [];
}

/** Reads a valid pattern; the engine's own parser has refused the others. */
function treeOf(pattern: string): Node {
	const tokens = tokensOf(pattern);
	let next = 0;

	const choice = (): Node => {
		const of = [sequence()];
		while (tokens[next] === "|") {
			next += 1;
			of.push(sequence());
		}
		return of.length === 1 && of[0] ? of[0] : { kind: "choice", of };
	};

	const sequence = (): Node => {
		const parts: Node[] = [];
		for (
			let token = tokens[next];
			token !== undefined && token !== "|" && token !== ")";
			token = tokens[next]
		) {
			next += 1;
			const times = timesOf(token);
			const before = times && parts.pop();
			if (before) parts.push({ kind: "repeat", node: before, ...times });
			else parts.push(item(token));
		}
		return { kind: "sequence", parts };
	};

	const item = (token: string): Node => {
		if (token.startsWith("(")) {
			const inner = choice();
			next += 1;
			return inner;
		}
		if (token === "^" || token === "$" || token === "\\b" || token === "\\B")
			return { kind: "assert", what: token };
		return { kind: "character", source: token };
	};

	return choice();
}

function timesOf(token: string): { least: number; most: number } | null {
	if (token.startsWith("*")) return { least: 0, most: Number.POSITIVE_INFINITY };
	if (token.startsWith("+")) return { least: 1, most: Number.POSITIVE_INFINITY };
	if (token.startsWith("?")) return { least: 0, most: 1 };
	const [, from, comma, to] = /^\{(\d+)(,?)(\d*)\}/.exec(token) ?? [];
	if (from === undefined) return null;
	const most = to ? Number(to) : comma ? Number.POSITIVE_INFINITY : Number(from);
	return { least: Number(from), most };
}

// --- compiling ---

/** The program, or null where it would be too large. */
function programOf(pattern: string): Instruction[] | null {
	const program: Instruction[] = [];
	let visits = 0;
	// Visits are bounded too, for repetitions of what writes nothing: (?:(?:){500}){500}.
	const full = () => program.length > MAX_PROGRAM || visits > 20 * MAX_PROGRAM;
	const tests = new Map<string, (codePoint: number) => boolean>();
	const testOf = (source: string) => {
		const test = tests.get(source) ?? characterTest(source);
		tests.set(source, test);
		return test;
	};
	const split = (...to: number[]) => {
		const instruction: Instruction & { op: "split" } = { op: "split", to };
		program.push(instruction);
		return instruction;
	};

	const emit = (node: Node): void => {
		visits += 1;
		if (full()) return;
		if (node.kind === "character") program.push({ op: "character", is: testOf(node.source) });
		else if (node.kind === "assert") program.push({ op: "assert", what: node.what });
		else if (node.kind === "sequence") node.parts.forEach(emit);
		else if (node.kind === "choice") emitChoice(node.of);
		else emitRepeat(node);
	};

	const emitChoice = (of: Node[]): void => {
		const fork = split();
		const ends = of.map((branch) => {
			fork.to.push(program.length);
			emit(branch);
			return split();
		});
		for (const end of ends) end.to.push(program.length);
	};

	const emitRepeat = ({ node, least, most }: Node & { kind: "repeat" }): void => {
		for (let i = 0; i < least && !full(); i++) emit(node);
		if (most === Number.POSITIVE_INFINITY) {
			const loop = program.length;
			const fork = split(loop + 1);
			emit(node);
			split(loop);
			fork.to.push(program.length);
			return;
		}
		const forks: (Instruction & { op: "split" })[] = [];
		for (let i = least; i < most && !full(); i++) {
			forks.push(split(program.length + 1));
			emit(node);
		}
		for (const fork of forks) fork.to.push(program.length);
	};

	emit(treeOf(pattern));
	program.push({ op: "match" });
	return full() ? null : program;
}

/** Whether one code point fits a class, escape, dot or literal: the engine itself is asked, once for each of ASCII. */
function characterTest(source: string): (codePoint: number) => boolean {
	const expression = new RegExp(`^(?:${source})$`, "u");
	const ask = (codePoint: number) => expression.test(String.fromCodePoint(codePoint));
	const ascii: (boolean | undefined)[] = new Array(128).fill(undefined);
	return (codePoint) => {
		if (codePoint >= ascii.length) return ask(codePoint);
		const known = ascii[codePoint];
		if (known !== undefined) return known;
		const fits = ask(codePoint);
		ascii[codePoint] = fits;
		return fits;
	};
}

// --- running ---

function matches(program: readonly Instruction[], text: readonly number[]): boolean {
	if (text.length > MAX_MATCHED) return false;
	/** For each instruction the position at which it was last added, so that it is added once at each. */
	const added = new Int32Array(program.length).fill(-1);

	/** Adds an instruction and all that follow without reading; true when one is the match. */
	const add = (threads: number[], start: number, position: number): boolean => {
		const pending = [start];
		for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
			const instruction = program[at];
			if (instruction === undefined || added[at] === position) continue;
			added[at] = position;
			if (instruction.op === "match") return true;
			if (instruction.op === "character") threads.push(at);
			else if (instruction.op === "split") pending.push(...instruction.to);
			else if (holds(instruction.what, text, position)) pending.push(at + 1);
		}
		return false;
	};

	let threads: number[] = [];
	for (let position = 0; ; position++) {
		if (add(threads, 0, position)) return true;
		const codePoint = text[position];
		if (codePoint === undefined) return false;
		const following: number[] = [];
		for (const at of threads) {
			const instruction = program[at];
			if (instruction?.op !== "character" || !instruction.is(codePoint)) continue;
			if (add(following, at + 1, position + 1)) return true;
		}
		threads = following;
	}
}

function holds(what: Assertion, text: readonly number[], position: number): boolean {
	if (what === "^") return position === 0;
	if (what === "$") return position === text.length;
	const boundary = isWord(text[position - 1]) !== isWord(text[position]);
	return boundary === (what === "\\b");
}

function isWord(codePoint: number | undefined): boolean {
	return codePoint !== undefined && /^\w$/u.test(String.fromCodePoint(codePoint));
}
