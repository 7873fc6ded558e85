import { Column, Heading, Link, Row, Section, Text } from "@react-email/components";
import { Fragment } from "react";
import { painted } from "./letter-styles.ts";
import type { Letter } from "./letters/letter.ts";
import { fonts, tones } from "./theme.ts";

/** A text of several lines, in its own direction. */
function Lines({ text }: { text: string }) {
	return text.split("\n").map((line, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
		<Fragment key={index}>
			{index > 0 && <br />}
			{line}
		</Fragment>
	));
}

export function LetterWords({ words }: { words: Letter["words"] }) {
	if (words === null) return null;
	return (
		<Section
			{...painted({ ground: "warnGround" }, { marginTop: 20, borderRadius: 8, borderCollapse: "separate" })}
		>
			<Row>
				<Column style={{ padding: "14px 18px" }}>
					<Text
						{...painted(
							{ ink: "warnInk" },
							{ margin: 0, fontSize: 13, lineHeight: "20px", fontWeight: 600, overflowWrap: "anywhere" },
						)}
					>
						{words.label}:
					</Text>
					<Text
						dir="auto"
						{...painted(
							{ ink: "ink" },
							{ margin: "2px 0 0", fontSize: 15, lineHeight: "24px", overflowWrap: "anywhere" },
						)}
					>
						<Lines text={words.text} />
					</Text>
				</Column>
			</Row>
		</Section>
	);
}

export function LetterSummary({ summary }: { summary: Letter["summary"] }) {
	if (summary === null) return null;
	return (
		<Row style={{ marginTop: 20 }}>
			<Column
				dir="auto"
				{...painted(
					{ ink: "ink", line: "line" },
					{
						borderLeftWidth: 3,
						borderLeftStyle: "solid",
						padding: "2px 0 2px 16px",
						fontSize: 15,
						lineHeight: "24px",
						overflowWrap: "anywhere",
					},
				)}
			>
				<Lines text={summary} />
			</Column>
		</Row>
	);
}

export function LetterFacts({ facts }: { facts: Letter["facts"] }) {
	if (facts.length === 0) return null;
	return (
		<Section style={{ marginTop: 22 }}>
			{facts.map(({ label, value }, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
				<Row key={index} style={{ tableLayout: "fixed" }}>
					<Column
						{...painted(
							{ ink: "faint", line: "line" },
							{
								width: "32%",
								padding: "10px 16px 10px 0",
								verticalAlign: "top",
								borderBottomWidth: 1,
								borderBottomStyle: "solid",
								fontSize: 14,
								lineHeight: "21px",
								overflowWrap: "anywhere",
							},
							"stack stack-label",
						)}
					>
						{label}
					</Column>
					<Column
						dir="auto"
						{...painted(
							{ ink: "ink", line: "line" },
							{
								padding: "10px 0",
								verticalAlign: "top",
								borderBottomWidth: 1,
								borderBottomStyle: "solid",
								fontSize: 14,
								lineHeight: "21px",
								overflowWrap: "anywhere",
							},
							"stack stack-value",
						)}
					>
						<Lines text={value} />
					</Column>
				</Row>
			))}
		</Section>
	);
}

export function LetterDecisions({ decisions }: { decisions: Letter["decisions"] }) {
	return decisions.map(({ verdict, line, how, comment }, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
		<Row key={index} style={{ marginTop: index === 0 ? 24 : 16 }}>
			<Column
				{...painted(
					{ ink: verdict === "approve" ? "accentInk" : "badInk" },
					{ width: 26, verticalAlign: "top", fontSize: 15, lineHeight: "22px", fontWeight: 700 },
				)}
			>
				{verdict === "approve" ? "✓" : "✕"}
			</Column>
			<Column style={{ verticalAlign: "top" }}>
				<Text
					{...painted(
						{ ink: "ink" },
						{ margin: 0, fontSize: 14, lineHeight: "22px", fontWeight: 600, overflowWrap: "anywhere" },
					)}
				>
					{line}
				</Text>
				<Text {...painted({ ink: "faint" }, { margin: 0, fontSize: 13, lineHeight: "20px" })}>{how}</Text>
				{comment !== null && (
					<Text
						dir="auto"
						{...painted(
							{ ink: "soft" },
							{ margin: "4px 0 0", fontSize: 14, lineHeight: "22px", overflowWrap: "anywhere" },
						)}
					>
						<Lines text={comment} />
					</Text>
				)}
			</Column>
		</Row>
	));
}

export function LetterDeadline({ deadline }: { deadline: Letter["deadline"] }) {
	if (deadline === null) return null;
	return (
		<Section
			{...painted({ ground: "accentGround" }, { marginTop: 26, borderRadius: 8, borderCollapse: "separate" })}
		>
			<Row>
				<Column style={{ padding: "14px 18px" }}>
					<Text
						{...painted(
							{ ink: "accentInk" },
							{ margin: 0, fontSize: 15, lineHeight: "22px", fontWeight: 600 },
						)}
					>
						{deadline.label} {deadline.at}
					</Text>
					<Text {...painted({ ink: "soft" }, { margin: "2px 0 0", fontSize: 14, lineHeight: "21px" })}>
						{[`${capital(deadline.inWords)}.`, deadline.otherwise].filter(Boolean).join(" ")}
					</Text>
				</Column>
			</Row>
		</Section>
	);
}

export function Badge({ text, tone }: NonNullable<Letter["badge"]>) {
	const [ground, ink] = tones[tone];
	return (
		<span
			{...painted(
				{ ground, ink },
				{
					display: "inline-block",
					borderRadius: 999,
					padding: "4px 11px",
					fontSize: 12,
					lineHeight: "16px",
					fontWeight: 600,
				},
			)}
		>
			{text}
		</span>
	);
}

/** A digest's requests, each with its link. */
export function LetterGroups({ groups }: { groups: Letter["groups"] }) {
	return (groups ?? []).map(({ heading, items }) => (
		<Fragment key={heading}>
			<Heading
				as="h2"
				{...painted(
					{ ink: "soft" },
					{ margin: "28px 0 0", fontSize: 14, lineHeight: "20px", fontWeight: 600 },
				)}
			>
				{heading}
			</Heading>
			{items.map((item, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
				<Row key={index} style={{ marginTop: index === 0 ? 8 : 0 }}>
					<Column
						{...painted(
							{ line: "line" },
							{ padding: "16px 0", borderTopWidth: 1, borderTopStyle: "solid", verticalAlign: "top" },
						)}
					>
						{item.badge !== null && <Badge {...item.badge} />}
						<Text
							{...painted(
								{ ink: "faint" },
								{
									margin: item.badge === null ? 0 : "8px 0 0",
									fontSize: 13,
									lineHeight: "20px",
									overflowWrap: "anywhere",
								},
							)}
						>
							{item.place}
						</Text>
						<Text
							dir="auto"
							{...painted(
								{ ink: "ink" },
								{
									margin: "2px 0 0",
									fontSize: 17,
									lineHeight: "24px",
									fontWeight: 600,
									overflowWrap: "anywhere",
								},
							)}
						>
							{item.title}
						</Text>
						<Text
							{...painted(
								{ ink: "soft" },
								{ margin: "4px 0 0", fontSize: 14, lineHeight: "21px", overflowWrap: "anywhere" },
							)}
						>
							<Lines text={item.lines.join("\n")} />
						</Text>
						{item.facts.length > 0 && (
							<Text
								dir="auto"
								{...painted(
									{ ink: "ink" },
									{ margin: "6px 0 0", fontSize: 14, lineHeight: "21px", overflowWrap: "anywhere" },
								)}
							>
								<Lines text={item.facts.map(({ label, value }) => `${label}: ${value}`).join("\n")} />
							</Text>
						)}
						<Link
							href={item.action.url}
							{...painted(
								{ ink: "accentInk" },
								{
									display: "inline-block",
									padding: "10px 0 2px",
									fontSize: 15,
									lineHeight: "20px",
									fontWeight: 600,
									textDecoration: "underline",
								},
							)}
						>
							{item.action.label}
						</Link>
					</Column>
				</Row>
			))}
		</Fragment>
	));
}

export function LetterCode({ code }: { code: Letter["code"] }) {
	if (code === null) return null;
	return (
		<Section
			{...painted({ ground: "accentGround" }, { marginTop: 26, borderRadius: 8, borderCollapse: "separate" })}
		>
			<Row>
				<Column
					align="center"
					{...painted(
						{ ink: "accentInk" },
						{
							padding: "20px 12px",
							fontFamily: fonts.code,
							fontSize: 32,
							lineHeight: "38px",
							fontWeight: 600,
							letterSpacing: "0.22em",
							textIndent: "0.22em",
						},
					)}
				>
					{code}
				</Column>
			</Row>
		</Section>
	);
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
