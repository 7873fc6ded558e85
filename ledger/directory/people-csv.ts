import { CsvError, parse } from "csv-parse/sync";
import { nearest } from "../../policy/problems.ts";
import { type FieldError, Refusal } from "../refusal.ts";

/** The columns of a file of people, in the order in which we name them. */
export const COLUMNS = [
	"email",
	"name",
	"role",
	"manager",
	"groups",
	"timeZone",
	"active",
	"externalId",
] as const;
export type Column = (typeof COLUMNS)[number];

/** A line of the file. Columns that the file has not are absent; cells are without the white space around them. */
export interface CsvLine {
	/** Of the file, from 1; of a record of several lines, the last. */
	line: number;
	cells: Partial<Record<Column, string>>;
}

export const MOST_LINES = 50_000;
/** Characters. */
const MOST_CELL = 2_000;

/**
 * Reads a file of people: RFC 4180 with a header, with or without a byte order mark, lines ended by CRLF or LF;
 * columns in any order, their names in any case; empty lines are passed over.
 *
 * Answers the lines that can be read, and what is wrong in the others, each with its line. Refuses with `invalid`
 * where the file as a whole cannot be read, with `too_large` over 50 000 lines.
 */
export function readPeopleCsv(text: string): { lines: CsvLine[]; errors: FieldError[] } {
	const [header, ...records] = recordsOf(text);
	if (header === undefined) throw unreadable([{ path: "line 1", message: `is missing: ${HEADER}` }]);
	if (records.length > MOST_LINES)
		throw new Refusal("too_large", `The file has ${records.length} lines: at most ${MOST_LINES}.`);
	const columns = columnsOf(header);
	const errors: FieldError[] = [];
	const lines = records.flatMap(({ line, cells }) => {
		const wrong = errorsOf(line, cells, columns);
		errors.push(...wrong);
		if (wrong.length > 0) return [];
		return [
			{ line, cells: Object.fromEntries(columns.map((column, i) => [column, cells[i]?.trim() ?? ""])) },
		];
	});
	return { lines, errors };
}

const HEADER = `write the names of the columns, separated by commas: ${COLUMNS.join(",")} (email is required)`;

interface CsvRecord {
	line: number;
	cells: string[];
}

function recordsOf(text: string): CsvRecord[] {
	try {
		const records = parse(text, {
			bom: true,
			info: true,
			relax_column_count: true,
			skip_empty_lines: true,
		}) as unknown as { info: { lines: number }; record: string[] }[];
		return records.map(({ info, record }) => ({ line: info.lines, cells: record }));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const message =
			SYNTAX[error.code] ?? "cannot be read as CSV: put cells with commas or quotes in double quotes";
		throw unreadable([{ path: `line ${error.lines}`, message }]);
	}
}

const SYNTAX: Record<string, string> = {
	CSV_QUOTE_NOT_CLOSED: 'a quote that is opened before this is not closed: write " at the end of the cell',
	CSV_INVALID_CLOSING_QUOTE: 'a quoted cell goes on behind its quote: write "" for a quote inside a cell',
	INVALID_OPENING_QUOTE:
		'a quote stands inside a cell that is not quoted: put the whole cell in quotes, and write "" for it',
};

function columnsOf({ line, cells }: CsvRecord): Column[] {
	const names = cells.map((cell) => cell.trim());
	const columns = names.map((name) => COLUMNS.find((column) => column.toLowerCase() === name.toLowerCase()));
	const path = (name: string) => `line ${line}, ${name}`;
	const errors = columns.flatMap((column, i) => {
		const name = names[i] ?? "";
		if (column === undefined) return [{ path: path(name.slice(0, 80)), message: unknownColumn(name) }];
		if (columns.indexOf(column) < i) return [{ path: path(name), message: "stands twice: write it once" }];
		return [];
	});
	if (errors.length === 0 && !columns.includes("email"))
		errors.push({ path: path("email"), message: `is missing: ${HEADER}` });
	if (errors.length > 0) throw unreadable(errors);
	return columns.filter((column) => column !== undefined);
}

function unknownColumn(name: string): string {
	if (/[;\t]/.test(name)) return "columns are separated by commas: save the file as CSV with commas";
	const near = nearest(name, COLUMNS);
	return `is not a column: ${near === null ? `known are ${COLUMNS.join(", ")}` : `did you mean ${near}?`}`;
}

function errorsOf(line: number, cells: readonly string[], columns: readonly Column[]): FieldError[] {
	if (cells.length !== columns.length) {
		const message = `has ${cells.length} cells where the header has ${columns.length}: write one for each column, and put cells with commas in quotes`;
		return [{ path: `line ${line}`, message }];
	}
	return cells.flatMap((cell, i) => {
		const path = `line ${line}, ${columns[i]}`;
		if (cell.length > MOST_CELL)
			return [{ path, message: `has ${cell.length} characters: at most ${MOST_CELL}` }];
		// What is not UTF-8 has been read as this.
		if (/[\0\uFFFD]/.test(cell))
			return [{ path, message: "has characters that cannot be read: save the file as UTF-8" }];
		return [];
	});
}

function unreadable(errors: FieldError[]): Refusal {
	const [first] = errors;
	return new Refusal("invalid", `The file cannot be read: ${first?.path}: ${first?.message}`, { errors });
}
