import { readFile } from "node:fs/promises";
import type { TLSConfig } from "@temporalio/common/lib/internal-non-workflow/index.js";
import type { Environment } from "../env.ts";

/** How to reach Temporal, for `Connection` (client) and `NativeConnection` (worker) alike. */
export interface TemporalTarget {
	address: string;
	tls?: TLSConfig | boolean;
	apiKey?: string;
}

/** From the environment: plain on loopback by default; TLS where a certificate, an authority or an API key is set. */
export async function temporalTarget(env: Environment): Promise<TemporalTarget> {
	const address = env.TEMPORAL_ADDRESS ?? "127.0.0.1:7233";
	const apiKey = env.TEMPORAL_API_KEY;
	const { TEMPORAL_TLS_CA: ca, TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key } = env;
	const withKey = apiKey === undefined ? {} : { apiKey };
	if (ca === undefined && cert === undefined && key === undefined) {
		const tls = env.TEMPORAL_TLS === "on" || (apiKey !== undefined && env.TEMPORAL_TLS !== "off");
		return { address, ...withKey, ...(tls ? { tls: true } : {}) };
	}
	const tls: TLSConfig = {
		...(ca === undefined ? {} : { serverRootCACertificate: await readFile(ca) }),
		...(cert === undefined || key === undefined
			? {}
			: { clientCertPair: { crt: await readFile(cert), key: await readFile(key) } }),
	};
	return { address, tls, ...withKey };
}
