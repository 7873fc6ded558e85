"use client";

import "./globals.css";
import { words } from "./words/words.ts";

/** The last resort, when even the frame around the pages could not be made. */
export default function GlobalError({ reset }: { reset: () => void }) {
	return (
		<html lang="en">
			<body className="grid min-h-dvh place-content-center p-6">
				<h1 className="text-xl font-semibold">{words.common.errors.title}</h1>
				<p className="mt-2">{words.common.errors.body}</p>
				<button type="button" onClick={reset} className="mt-6 justify-self-start underline">
					{words.common.retry}
				</button>
			</body>
		</html>
	);
}
