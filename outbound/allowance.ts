import { BlockList, isIP } from "node:net";

/**
 * What an installation lets itself call beside public https addresses (`COUNTERSIGN_OUTBOUND_ALLOW`): networks that
 * would else be refused, and hosts by name, wherever they are. Plain http is only for what stands here.
 */
export interface Allowance {
	/** The host was allowed by its name (small letters, `name` or `name:port`), or is an address of an allowed network. */
	hasHost(hostname: string, port: number): boolean;
	/** The address is of an allowed network. */
	hasAddress(address: string): boolean;
}

/** Nothing but public addresses over https. */
export const NOTHING_ALLOWED: Allowance = { hasHost: () => false, hasAddress: () => false };

const HOST =
	/^(?=.{1,253}(:|$))[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*(:\d{1,5})?$/;

/**
 * Reads a list such as `10.20.0.0/16, fd00::/8, 127.0.0.1, hooks.corp.example, localhost:8080`: networks, addresses,
 * names of hosts (with a port: only that one).
 *
 * @returns the allowance, or the first item that is none of these
 */
export function readAllowance(text: string): { allowance: Allowance } | { wrong: string } {
	const networks = new BlockList();
	const hosts = new Set<string>();
	for (const item of text.split(",").map((part) => part.trim().toLowerCase())) {
		if (item === "") continue;
		if (!addNetwork(networks, item)) {
			if (!HOST.test(item)) return { wrong: item };
			hosts.add(item);
		}
	}
	const hasAddress = (address: string) => {
		const family = isIP(address);
		return family !== 0 && networks.check(address, family === 6 ? "ipv6" : "ipv4");
	};
	return {
		allowance: {
			hasAddress,
			hasHost: (hostname, port) => {
				const name = hostname.toLowerCase();
				return hosts.has(name) || hosts.has(`${name}:${port}`) || hasAddress(unbracketed(name));
			},
		},
	};
}

/** `[::1]` as `::1`: URLs write addresses of version 6 in brackets. */
export function unbracketed(hostname: string): string {
	return hostname.startsWith("[") && hostname.endsWith("]") ? hostname.slice(1, -1) : hostname;
}

function addNetwork(networks: BlockList, item: string): boolean {
	const [address = "", bits, more] = item.split("/");
	const family = isIP(address);
	if (family === 0 || more !== undefined) return false;
	const most = family === 6 ? 128 : 32;
	const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
	if (prefix < 0 || prefix > most) return false;
	networks.addSubnet(address, prefix, family === 6 ? "ipv6" : "ipv4");
	return true;
}
