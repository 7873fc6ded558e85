"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** Light and dark by the reader's system or choice, set before the first paint. */
export function Themes({ nonce, children }: { nonce: string; children: ReactNode }) {
	return (
		<ThemeProvider attribute="class" defaultTheme="system" enableSystem nonce={nonce}>
			{children}
		</ThemeProvider>
	);
}
