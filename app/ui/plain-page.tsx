import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

/** A page with one thing on it: signing in, an error, a link. */
export function PlainPage({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
	return (
		<div className="flex min-h-dvh flex-col">
			<header className="px-5 py-4">
				<Logo />
			</header>
			<main className={`mx-auto w-full flex-1 px-5 pb-10 ${wide ? "max-w-2xl" : "max-w-md pt-[10vh]"}`}>
				{children}
			</main>
		</div>
	);
}
