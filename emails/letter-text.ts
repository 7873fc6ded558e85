import type { Letter, LetterGroup } from "./letters/letter.ts";

/**
 * The letter as plain text. What others wrote stands after `> ` or beside its label, further lines indented, so
 * that it cannot pass for our own button or notes.
 */
export function letterText(letter: Letter): string {
	const heading = letter.badge === null ? letter.title : `${letter.badge.text}: ${letter.title}`;
	const blocks = [
		`${heading}\n${letter.place}`,
		letter.opening,
		letter.summary === null ? "" : quoted(letter.summary),
		letter.words === null ? "" : `${letter.words.label}:\n${quoted(letter.words.text)}`,
		letter.facts.map(({ label, value }) => `${label}: ${value.replaceAll("\n", "\n    ")}`).join("\n"),
		deadlineText(letter.deadline),
		letter.decisions.map(decisionText).join("\n\n"),
		letter.code === null ? "" : `    ${letter.code}`,
		...(letter.groups ?? []).map(groupText),
		letter.action === null ? "" : `${letter.action.label}:\n${letter.action.url}`,
		`--\u0020\n${letter.notes.join("\n")}`,
	];
	return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function groupText({ heading, items }: LetterGroup): string {
	const blocks = items.map(({ title, badge, place, lines, facts, action }) =>
		[
			badge === null ? title : `${badge.text}: ${title}`,
			place,
			...lines,
			...facts.map(({ label, value }) => `${label}: ${value.replaceAll("\n", "\n    ")}`),
			`${action.label}:`,
			action.url,
		].join("\n"),
	);
	return [`== ${heading} ==`, ...blocks].join("\n\n");
}

function deadlineText(deadline: Letter["deadline"]): string {
	if (deadline === null) return "";
	const line = `${deadline.label}: ${deadline.at}, ${deadline.inWords}.`;
	return deadline.otherwise === null ? line : `${line}\n${deadline.otherwise}`;
}

function decisionText({ line, how, comment }: Letter["decisions"][number]): string {
	return `${line} (${how})${comment === null ? "" : `\n${quoted(comment)}`}`;
}

function quoted(text: string): string {
	return text
		.split("\n")
		.map((line) => `> ${line}`.trimEnd())
		.join("\n");
}
