import type { Problem } from "../../client/call-api.ts";
import { InertText } from "../../ui/inert-text.tsx";
import { words } from "../../words/words.ts";

const t = words.people.csv;

interface LineError {
	/** Null: the file as a whole. */
	line: number | null;
	column: string | null;
	message: string;
}

/** What is wrong with a file, line by line; null where the refusal is about something else. */
export function readLineErrors({ code, errors }: Problem): LineError[] | null {
	if (code !== "invalid" || errors.length === 0) return null;
	return errors.map(({ path, message }) => {
		const [, line, column] = /^line (\d+)(?:,? (.+))?$/.exec(path) ?? [];
		if (line !== undefined) return { line: Number(line), column: column ?? null, message };
		return { line: null, column: path === "" ? null : path, message };
	});
}

/** Every wrong line, with its number, column and what to write. */
export function ImportErrors({ errors }: { errors: readonly LineError[] }) {
	return (
		<section aria-label={t.wrong(errors.length)} className="mt-6 rounded-lg border border-line">
			<div className="rounded-t-lg bg-danger-soft px-4 py-2.5 text-danger-text" role="alert">
				<p className="font-semibold">{t.wrong(errors.length)}</p>
				<p className="text-[0.8125rem]">{t.wrongLead}</p>
			</div>
			<table className="w-full text-[0.8125rem]">
				<thead>
					<tr className="border-b border-line text-left text-xs text-ink-faint">
						<th scope="col" className="py-2 pl-4 font-normal">
							{t.line}
						</th>
						<th scope="col" className="px-4 py-2 font-normal">
							{t.column}
						</th>
						<th scope="col" className="py-2 pr-4 font-normal">
							{t.message}
						</th>
					</tr>
				</thead>
				<tbody>
					{errors.map(({ line, column, message }, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: two errors may say the same of one line
						<tr key={i} className="border-b border-line align-top last:border-0">
							<td className="py-2 pl-4 font-medium whitespace-nowrap tabular-nums">{line ?? t.wholeFile}</td>
							<td className="px-4 py-2 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
								{column ?? ""}
							</td>
							<td className="w-full py-2 pr-4 [overflow-wrap:anywhere]">
								<InertText text={message} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
