"use client";

import { createContext, type ReactNode, use } from "react";
import type { LinkWords } from "./link-words.ts";
import { words } from "./words.ts";

const WordsContext = createContext<LinkWords>(words);

/** The words of the page that a shared part stands on: English, where nobody says otherwise. */
export function useWords(): LinkWords {
	return use(WordsContext);
}

/** Has what stands inside speak another language. */
export function InLanguage({ words: spoken, children }: { words: LinkWords; children: ReactNode }) {
	return (
		<WordsContext value={spoken}>
			<div lang={spoken.common.locale.slice(0, 2)} className="contents">
				{children}
			</div>
		</WordsContext>
	);
}
