/** Colours of the mails. Text on its ground has a contrast of 4.5 or more, in both. */
export const light = {
	canvas: "#f3f6f5",
	card: "#ffffff",
	line: "#e1e8e5",
	ink: "#13211d",
	soft: "#4d5c57",
	faint: "#64726d",
	accent: "#0f766e",
	onAccent: "#ffffff",
	accentGround: "#e2f1ee",
	accentInk: "#0b5952",
	warnGround: "#fdf3e1",
	warnInk: "#8a4b08",
	badGround: "#fdecee",
	badInk: "#9b1c31",
	quietGround: "#edf1ef",
	quietInk: "#4d5c57",
} as const;

export const dark: Record<keyof typeof light, string> = {
	canvas: "#0e1413",
	card: "#161e1c",
	line: "#2a3633",
	ink: "#e9f0ed",
	soft: "#a9b7b2",
	faint: "#8f9e98",
	accent: "#0f766e",
	onAccent: "#ffffff",
	accentGround: "#12302c",
	accentInk: "#7fd6c9",
	warnGround: "#362711",
	warnInk: "#f0bd74",
	badGround: "#3a1a20",
	badInk: "#f5a3ae",
	quietGround: "#222c29",
	quietInk: "#a9b7b2",
};

export const fonts = {
	text: "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
	code: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
} as const;

/** The ground and ink of a badge or box. */
export const tones = {
	accent: ["accentGround", "accentInk"],
	warn: ["warnGround", "warnInk"],
	bad: ["badGround", "badInk"],
	quiet: ["quietGround", "quietInk"],
} as const satisfies Record<string, readonly [keyof typeof light, keyof typeof light]>;
export type Tone = keyof typeof tones;

export const width = 600;
