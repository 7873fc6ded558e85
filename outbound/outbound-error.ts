/**
 * Why nothing came back from a call to the outside. Stable codes:
 *
 * - `refused_url`: an address that may not be called at all (see `refusedUrl`)
 * - `refused_address`: the host's name stands for an address that may not be called
 * - `unresolvable`: the host's name stands for no address
 * - `timeout`: no answer in time
 * - `tls`: the certificate is not valid for the host
 * - `connection`: refused, reset, broken off
 * - `interrupted`: given up from this side
 */
export type OutboundErrorCode =
	| "refused_url"
	| "refused_address"
	| "unresolvable"
	| "timeout"
	| "tls"
	| "connection"
	| "interrupted";

/** A call to the outside that got no answer. The message names no address: it may hold a secret. */
export class OutboundError extends Error {
	override readonly name = "OutboundError";
	readonly code: OutboundErrorCode;

	constructor(code: OutboundErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
