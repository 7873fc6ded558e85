import { isIP } from "node:net";
import { type Allowance, unbracketed } from "./allowance.ts";
import { isPublicAddress } from "./public-address.ts";

const MOST_CHARACTERS = 2_048;
/** Names that never stand for a public address. */
const LOCAL = /(^|\.)(localhost|local|internal|home\.arpa|localdomain)$/;

/**
 * Why a URL may not be called, as a sentence that says what to write; null where it may, as far as can be said without
 * asking for its host's addresses (`callOutside` asks, and refuses private ones).
 */
export function refusedUrl(text: string, allowance: Allowance): string | null {
	if (text.length > MOST_CHARACTERS) return `has ${text.length} characters: at most ${MOST_CHARACTERS}`;
	if (!URL.canParse(text)) return "is no web address: write one such as https://hooks.example.com/approvals";
	const url = new URL(text);
	if (url.protocol !== "https:" && url.protocol !== "http:")
		return "write an address that begins with https://";
	if (url.username !== "" || url.password !== "")
		return "has a user name or password: leave them out, they would end up in logs";
	if (url.hostname === "")
		return "names no host: write an address such as https://hooks.example.com/approvals";
	if (allowance.hasHost(url.hostname, portOf(url))) return null;
	if (url.protocol === "http:")
		return "is plain http, which is only for hosts that the installation allows (COUNTERSIGN_OUTBOUND_ALLOW): write https://";
	const address = unbracketed(url.hostname);
	const isPrivate = isIP(address) === 0 ? isLocalName(address) : !isPublicAddress(address);
	if (isPrivate)
		return "is an address inside the installation's network, which it does not allow (COUNTERSIGN_OUTBOUND_ALLOW)";
	return null;
}

/** The port that a URL means. */
export function portOf(url: URL): number {
	if (url.port !== "") return Number(url.port);
	return url.protocol === "http:" ? 80 : 443;
}

function isLocalName(name: string): boolean {
	const bare = name.replace(/\.$/, "");
	return !bare.includes(".") || LOCAL.test(bare);
}
