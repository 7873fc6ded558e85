"use client";

/** What was written about a request and not yet recorded, for as long as the page lives. Never touched on the server. */
const drafts = new Map<string, string>();

/** @param part of which field, where a request has several: `answer`, `changes` */
export function draftOf(requestId: string, part = ""): string {
	return drafts.get(`${requestId}/${part}`) ?? "";
}

export function keepDraft(requestId: string, text: string, part = ""): void {
	if (text === "") drafts.delete(`${requestId}/${part}`);
	else drafts.set(`${requestId}/${part}`, text);
}

/** It is recorded. */
export function forgetDraft(requestId: string, part = ""): void {
	drafts.delete(`${requestId}/${part}`);
}
