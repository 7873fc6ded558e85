import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Allowance } from "./allowance.ts";
import { OutboundError } from "./outbound-error.ts";
import { isPublicAddress } from "./public-address.ts";
import { portOf, refusedUrl } from "./url-rules.ts";

export interface OutsideCall {
	url: string;
	method: "GET" | "POST";
	headers?: Record<string, string>;
	body?: string;
	/** For everything, from the look-up of the name to the last byte that is read, ms. */
	timeoutMs: number;
	/** So much of the answer's body is read, bytes; what comes after is not waited for. */
	mostBytes: number;
	allowance: Allowance;
	/** Gives the call up. */
	signal?: AbortSignal;
	/** Asks for a host's addresses. Default: the system's resolver. */
	resolve?: Resolve;
}

export interface OutsideAnswer {
	status: number;
	headers: IncomingMessage["headers"];
	body: Buffer;
	/** The body came whole; else it was larger than `mostBytes`, too slow, or broken off. */
	whole: boolean;
}

export type Resolve = (
	hostname: string,
	options: { all: true },
	done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * One call to an address that somebody outside the installation chose. Every address that the host's name stands for
 * is checked when the connection is made, and the connection goes to one of those that were checked: a name cannot
 * show a public address to the check and a private one to the call. Redirects are not followed (their answer is the
 * answer); connections are not kept, and no proxy of the environment is used.
 *
 * An answer counts from its status on: a body that hangs, breaks off or is too large leaves `whole` false.
 *
 * Throws {@link OutboundError}.
 */
export function callOutside(call: OutsideCall): Promise<OutsideAnswer> {
	const refused = refusedUrl(call.url, call.allowance);
	if (refused !== null) return Promise.reject(new OutboundError("refused_url", `The address ${refused}.`));
	const url = new URL(call.url);
	const options: RequestOptions = {
		method: call.method,
		headers: {
			...call.headers,
			...(call.body === undefined ? {} : { "content-length": String(Buffer.byteLength(call.body)) }),
		},
		agent: false,
		lookup: checkedLookup(
			call.allowance,
			call.allowance.hasHost(url.hostname, portOf(url)),
			call.resolve ?? lookup,
		),
	};
	return new Promise((resolve, reject) => {
		const outgoing = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options);
		let answer: { response: IncomingMessage; chunks: Buffer[]; size: number } | undefined;
		const settle = (whole: boolean, error?: unknown) => {
			clearTimeout(timer);
			call.signal?.removeEventListener("abort", interrupt);
			outgoing.destroy();
			if (answer === undefined) return reject(explained(error));
			const { response, chunks } = answer;
			resolve({
				status: response.statusCode ?? 0,
				headers: response.headers,
				body: Buffer.concat(chunks),
				whole,
			});
		};
		const interrupt = () => settle(false, new OutboundError("interrupted", "The call was given up."));
		const timer = setTimeout(
			() => settle(false, new OutboundError("timeout", `No answer within ${call.timeoutMs / 1000} s.`)),
			call.timeoutMs,
		);
		outgoing.on("error", (error) => settle(false, error));
		outgoing.once("response", (response) => {
			const begun = { response, chunks: [] as Buffer[], size: 0 };
			answer = begun;
			response.on("error", () => settle(false));
			response.on("close", () => settle(false));
			response.on("end", () => settle(true));
			response.on("data", (chunk: Buffer) => {
				begun.chunks.push(chunk.subarray(0, call.mostBytes - begun.size));
				begun.size += chunk.length;
				if (begun.size > call.mostBytes) settle(false);
			});
		});
		if (call.signal?.aborted === true) interrupt();
		else call.signal?.addEventListener("abort", interrupt);
		outgoing.end(call.body);
	});
}

/** A look-up that gives a connection only addresses it may go to; one that may not spoils them all. */
function checkedLookup(allowance: Allowance, hostAllowed: boolean, resolve: Resolve): LookupFunction {
	return (hostname: string, options: LookupOptions, callback) => {
		resolve(hostname, { all: true }, (error, addresses) => {
			if (error !== null || addresses.length === 0) {
				callback(new OutboundError("unresolvable", "The host's name stands for no address."), "", 0);
				return;
			}
			const forbidden = addresses.some(
				({ address }) =>
					isIP(address) === 0 || !(hostAllowed || isPublicAddress(address) || allowance.hasAddress(address)),
			);
			if (forbidden) {
				const why = "The host's name stands for an address inside the installation's network.";
				callback(new OutboundError("refused_address", why), "", 0);
				return;
			}
			const [first] = addresses;
			if (options.all === true) callback(null, addresses);
			else callback(null, first?.address ?? "", first?.family ?? 0);
		});
	};
}

function explained(error: unknown): OutboundError {
	if (error instanceof OutboundError) return error;
	const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
	if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO/.test(code))
		return new OutboundError("tls", `No secure connection: ${code}.`, { cause: error });
	return new OutboundError("connection", `The connection failed: ${code === "" ? "broken off" : code}.`, {
		cause: error,
	});
}
