const STORED = "countersign.link.";
const PENDING = "countersign.link-pending";

/** What an emailed link carries behind its `#`: 43 characters of base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * Takes the token out of the address, so that it stands in no history, no screen shot and no bookmark, and
 * keeps it in this tab (for a reload, or over a sign-in). Null when neither address nor tab has one.
 */
export function takeToken(linkId: string): string | null {
	const fragment = window.location.hash.slice(1);
	if (fragment !== "") window.history.replaceState(null, "", window.location.pathname);
	if (TOKEN.test(fragment)) {
		keep(STORED + linkId, fragment);
		return fragment;
	}
	const kept = read(STORED + linkId);
	return kept !== null && TOKEN.test(kept) ? kept : null;
}

/** The link has done what it can. */
export function forgetToken(linkId: string): void {
	drop(STORED + linkId);
	drop(PENDING);
}

/** The person goes to sign in, and wants to come back to this link. */
export function rememberToReturn(linkId: string): void {
	keep(PENDING, linkId);
}

/** The link to come back to after a sign-in, once. */
export function takePendingLink(): string | null {
	const id = read(PENDING);
	drop(PENDING);
	return id !== null && /^[0-9a-f-]{36}$/.test(id) ? id : null;
}

function keep(key: string, value: string): void {
	try {
		sessionStorage.setItem(key, value);
	} catch {
		// Storage is blocked: the link works until the page is left.
	}
}

function read(key: string): string | null {
	try {
		return sessionStorage.getItem(key);
	} catch {
		return null;
	}
}

function drop(key: string): void {
	try {
		sessionStorage.removeItem(key);
	} catch {
		// Storage is blocked: nothing was kept.
	}
}
