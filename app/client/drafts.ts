"use client";

/** What was written about a request and not yet recorded, for as long as the page lives. Never touched on the server. */
const drafts = new Map<string, string>();

export function draftOf(requestId: string): string {
	return drafts.get(requestId) ?? "";
}

export function keepDraft(requestId: string, text: string): void {
	if (text === "") drafts.delete(requestId);
	else drafts.set(requestId, text);
}

/** It is recorded. */
export function forgetDraft(requestId: string): void {
	drafts.delete(requestId);
}
