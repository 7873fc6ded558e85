import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";
import { NoticesProvider } from "./ui/notices.tsx";
import { Themes } from "./ui/themes.tsx";
import { words } from "./words/words.ts";

const inter = localFont({
	src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
	variable: "--font-inter",
	weight: "100 900",
	display: "swap",
});

export const metadata: Metadata = {
	title: { default: words.common.product, template: `%s · ${words.common.product}` },
	robots: { index: false, follow: false },
	// Telephone numbers in requests stay text.
	formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
	width: "device-width",
	initialScale: 1,
	viewportFit: "cover",
	themeColor: [
		{ media: "(prefers-color-scheme: light)", color: "#fafaf9" },
		{ media: "(prefers-color-scheme: dark)", color: "#121312" },
	],
};

/** Around every page. It reads the request's nonce, so every page is rendered for its request, not ahead. */
export default async function RootLayout({ children }: { children: ReactNode }) {
	const nonce = (await headers()).get("x-nonce") ?? "";
	return (
		<html lang="en" suppressHydrationWarning className={inter.variable}>
			<body>
				<Themes nonce={nonce}>
					<NoticesProvider>{children}</NoticesProvider>
				</Themes>
			</body>
		</html>
	);
}
