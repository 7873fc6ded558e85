"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { words } from "../words/words.ts";
import { useNow } from "./clock.ts";

const CHOICES = [
	{ theme: "system", name: words.common.theme.system, Icon: Monitor },
	{ theme: "light", name: words.common.theme.light, Icon: Sun },
	{ theme: "dark", name: words.common.theme.dark, Icon: Moon },
] as const;

/** System, light or dark. */
export function ThemeSwitch() {
	const { theme, setTheme } = useTheme();
	// What the browser remembers is unknown to the server: nothing is marked until the page is alive.
	const alive = useNow() !== null;
	return (
		<fieldset className="flex rounded-md border border-line p-0.5">
			<legend className="sr-only">{words.common.theme.label}</legend>
			{CHOICES.map(({ theme: choice, name, Icon }) => (
				<button
					key={choice}
					type="button"
					title={name}
					aria-label={name}
					aria-pressed={alive && theme === choice}
					onClick={() => setTheme(choice)}
					className="grid size-6 place-items-center rounded text-ink-faint hover:text-ink aria-pressed:bg-hover aria-pressed:text-ink"
				>
					<Icon aria-hidden="true" className="size-3.5" />
				</button>
			))}
		</fieldset>
	);
}
