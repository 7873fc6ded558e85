import type { CSSProperties } from "react";
import { dark, fonts, light } from "./theme.ts";

type Colour = keyof typeof light;
type Painted = { className: string; style: CSSProperties };

/**
 * Colours stand inline, for clients that drop style sheets, and have a class by which the style sheet swaps them
 * in dark mode.
 */
export function painted(
	colours: { ink?: Colour; ground?: Colour; line?: Colour },
	style: CSSProperties = {},
	className = "",
): Painted {
	const { ink, ground, line } = colours;
	const classes = [ink && `ink-${ink}`, ground && `ground-${ground}`, line && `line-${line}`, className];
	return {
		className: classes.filter(Boolean).join(" "),
		style: {
			fontFamily: fonts.text,
			...style,
			...(ink && { color: light[ink] }),
			...(ground && { backgroundColor: light[ground] }),
			...(line && { borderColor: light[line] }),
		},
	};
}

const names = Object.keys(dark) as Colour[];
const inks = names.filter((name) => /ink$/i.test(name) || ["soft", "faint", "onAccent"].includes(name));
const lines: readonly Colour[] = names.filter((name) => name === "line");
const grounds = names.filter((name) => !inks.includes(name) && !lines.includes(name));

function darkRules(inkPrefix: string, groundPrefix: string): string {
	return [
		...inks.map((name) => `${inkPrefix}.ink-${name}{color:${dark[name]}!important}`),
		...grounds.map((name) => `${groundPrefix}.ground-${name}{background-color:${dark[name]}!important}`),
		...lines.map((name) => `${groundPrefix}.line-${name}{border-color:${dark[name]}!important}`),
	].join("");
}

/** The last rules are for Outlook's apps and site, which mark what they darken instead of asking the media query. */
export const styleSheet = [
	":root{color-scheme:light dark;supported-color-schemes:light dark}",
	"body{margin:0;padding:0;-webkit-text-size-adjust:100%}",
	"@media (max-width:480px){.canvas{padding:20px 0 24px!important}.edge{padding-left:20px!important;padding-right:20px!important}.card{border-radius:0!important;border-left:0!important;border-right:0!important}.inner{padding:24px 20px!important}.stack{display:block!important;width:100%!important;box-sizing:border-box;padding-left:0!important;padding-right:0!important}.stack-label{padding-bottom:0!important;border-bottom:0!important}.stack-value{padding-top:2px!important}.wide{display:block!important;text-align:center!important}}",
	`@media (prefers-color-scheme:dark){${darkRules("", "")}}`,
	darkRules("[data-ogsc] ", "[data-ogsb] "),
].join("\n");
