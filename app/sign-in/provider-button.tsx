"use client";

import { useState } from "react";
import { callApi } from "../client/call-api.ts";
import { Button } from "../ui/button.tsx";
import { words } from "../words/words.ts";

const t = words.signIn;

/** Starts the sign-in with the identity provider. */
export function ProviderButton({ back }: { back: string }) {
	const [state, setState] = useState<"idle" | "working" | "failed">("idle");
	const start = async () => {
		setState("working");
		const csrf = await callApi<{ csrfToken: string }>("/api/auth/csrf");
		const url = csrf.ok ? await providerUrl(csrf.value.csrfToken, back) : null;
		if (url === null) setState("failed");
		else window.location.assign(url);
	};
	return (
		<>
			<Button
				look="primary"
				className="min-h-10 w-full"
				disabled={state === "working"}
				onClick={() => void start()}
			>
				{state === "working" ? t.working : t.withProvider}
			</Button>
			<p role="status" className="mt-2 text-danger-text">
				{state === "failed" ? t.failed : ""}
			</p>
		</>
	);
}

/** Where the provider wants the person to go; null when the server cannot reach it. */
async function providerUrl(csrfToken: string, back: string): Promise<string | null> {
	try {
		const response = await fetch("/api/auth/signin/oidc", {
			method: "POST",
			body: new URLSearchParams({
				csrfToken,
				callbackUrl: new URL(back, window.location.href).href,
				json: "true",
			}),
		});
		const { url }: { url?: string } = await response.json();
		return url === undefined || new URL(url).pathname === "/sign-in" ? null : url;
	} catch {
		return null;
	}
}
