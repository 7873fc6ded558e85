import {
	Button,
	Column,
	Container,
	Head,
	Heading,
	Html,
	Link,
	Row,
	Section,
	Text,
} from "@react-email/components";
import { render } from "@react-email/render";
import {
	Badge,
	LetterCode,
	LetterDeadline,
	LetterDecisions,
	LetterFacts,
	LetterGroups,
	LetterSummary,
	LetterWords,
} from "./letter-parts.tsx";
import { painted, styleSheet } from "./letter-styles.ts";
import type { Letter } from "./letters/letter.ts";
import { fonts, width } from "./theme.ts";
import type { MailWords } from "./words/words.ts";

/** The letter as a whole HTML document: no images, no scripts, nothing loaded from anywhere. */
export function renderHtml(letter: Letter, words: MailWords): Promise<string> {
	return render(<LetterPage letter={letter} words={words} />);
}

function LetterPage({ letter, words }: { letter: Letter; words: MailWords }) {
	return (
		<Html lang={words.lang} dir="ltr">
			<Head>
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<meta name="supported-color-schemes" content="light dark" />
				<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
				<title>{letter.subject}</title>
				<style>{styleSheet}</style>
			</Head>
			<body {...painted({ ground: "canvas" }, { margin: 0, padding: 0 })}>
				<Preview text={letter.preview} />
				<Row {...painted({ ground: "canvas" })}>
					<Column className="canvas" style={{ padding: "28px 16px 32px" }}>
						<Container style={{ maxWidth: width }}>
							<Masthead badge={letter.badge} />
							<Section
								{...painted(
									{ ground: "card", line: "line" },
									{ borderRadius: 12, borderWidth: 1, borderStyle: "solid", borderCollapse: "separate" },
									"card",
								)}
							>
								<Row>
									<Column className="inner" style={{ padding: "32px 36px 34px" }}>
										<Opening letter={letter} />
										<LetterSummary summary={letter.summary} />
										<LetterWords words={letter.words} />
										<LetterFacts facts={letter.facts} />
										<LetterDecisions decisions={letter.decisions} />
										<LetterDeadline deadline={letter.deadline} />
										<LetterCode code={letter.code} />
										<LetterGroups groups={letter.groups} />
										<Action action={letter.action} otherwise={words.notClickable} />
									</Column>
								</Row>
							</Section>
							<Notes notes={letter.notes} />
						</Container>
					</Column>
				</Row>
			</body>
		</Html>
	);
}

/** What an inbox shows beside the subject. */
function Preview({ text }: { text: string }) {
	return <div style={{ display: "none", maxHeight: 0, overflow: "hidden", opacity: 0 }}>{text}</div>;
}

function Masthead({ badge }: { badge: Letter["badge"] }) {
	return (
		<Row style={{ marginBottom: 14 }}>
			<Column
				{...painted(
					{ ink: "ink" },
					{ padding: "0 4px", fontSize: 15, lineHeight: "24px", fontWeight: 650, letterSpacing: "-0.01em" },
					"edge",
				)}
			>
				<span
					{...painted(
						{ ground: "accent", ink: "onAccent" },
						{
							display: "inline-block",
							width: 22,
							marginRight: 9,
							borderRadius: 6,
							fontSize: 13,
							lineHeight: "22px",
							fontWeight: 700,
							textAlign: "center",
						},
					)}
				>
					✓
				</span>
				Countersign
			</Column>
			<Column align="right" className="edge" style={{ padding: "0 4px" }}>
				{badge !== null && <Badge {...badge} />}
			</Column>
		</Row>
	);
}

function Opening({ letter }: { letter: Letter }) {
	return (
		<>
			<Text
				{...painted(
					{ ink: "faint" },
					{ margin: 0, fontSize: 13, lineHeight: "20px", overflowWrap: "anywhere" },
				)}
			>
				{letter.place}
			</Text>
			<Heading
				as="h1"
				dir="auto"
				{...painted(
					{ ink: "ink" },
					{
						margin: "6px 0 0",
						fontSize: 23,
						lineHeight: "30px",
						fontWeight: 650,
						letterSpacing: "-0.015em",
						overflowWrap: "anywhere",
					},
				)}
			>
				{letter.title}
			</Heading>
			<Text
				{...painted(
					{ ink: "soft" },
					{ margin: "10px 0 0", fontSize: 15, lineHeight: "24px", overflowWrap: "anywhere" },
				)}
			>
				{letter.opening}
			</Text>
		</>
	);
}

function Action({ action, otherwise }: { action: Letter["action"]; otherwise: string }) {
	if (action === null) return null;
	return (
		<>
			<Button
				href={action.url}
				{...painted(
					{ ground: "accent", ink: "onAccent" },
					{
						display: "inline-block",
						marginTop: 28,
						borderRadius: 8,
						padding: "13px 22px",
						fontSize: 15,
						lineHeight: "20px",
						fontWeight: 600,
						textDecoration: "none",
					},
					"wide",
				)}
			>
				{action.label}
			</Button>
			<Text {...painted({ ink: "faint" }, { margin: "20px 0 0", fontSize: 12.5, lineHeight: "19px" })}>
				{otherwise}
				<br />
				<Link
					href={action.url}
					{...painted(
						{ ink: "accentInk" },
						{ fontFamily: fonts.code, fontSize: 12, textDecoration: "underline", wordBreak: "break-all" },
					)}
				>
					{action.url}
				</Link>
			</Text>
		</>
	);
}

function Notes({ notes }: { notes: Letter["notes"] }) {
	return (
		<Row>
			<Column className="edge" style={{ padding: "18px 4px 8px" }}>
				{notes.map((note) => (
					<Text
						key={note}
						{...painted(
							{ ink: "faint" },
							{ margin: "0 0 6px", fontSize: 12.5, lineHeight: "19px", overflowWrap: "anywhere" },
						)}
					>
						{note}
					</Text>
				))}
			</Column>
		</Row>
	);
}
