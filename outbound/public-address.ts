import { BlockList, isIP } from "node:net";

/**
 * Networks of version 4 that are not the public internet: IANA's registry of special-purpose addresses (RFC 6890 and
 * those that followed), and multicast.
 */
const SPECIAL_4: readonly (readonly [string, number])[] = [
	["0.0.0.0", 8],
	["10.0.0.0", 8],
	["100.64.0.0", 10],
	["127.0.0.0", 8],
	["169.254.0.0", 16],
	// Azure's own services, reachable from inside its machines alone.
	["168.63.129.16", 32],
	["172.16.0.0", 12],
	["192.0.0.0", 24],
	["192.0.2.0", 24],
	["192.31.196.0", 24],
	["192.52.193.0", 24],
	["192.88.99.0", 24],
	["192.168.0.0", 16],
	["192.175.48.0", 24],
	["198.18.0.0", 15],
	["198.51.100.0", 24],
	["203.0.113.0", 24],
	["224.0.0.0", 4],
	["240.0.0.0", 4],
];

/**
 * Parts of 2000::/3, the only public network of version 6, that are not public, or that carry an address of version 4
 * inside (Teredo, 6to4) and so might lead to a private one.
 */
const SPECIAL_6: readonly (readonly [string, number])[] = [
	["2001::", 23],
	["2001:db8::", 32],
	["2002::", 16],
	["2620:4f:8000::", 48],
	["3fff::", 20],
];

const special = new BlockList();
for (const [address, bits] of SPECIAL_4) special.addSubnet(address, bits, "ipv4");
for (const [address, bits] of SPECIAL_6) special.addSubnet(address, bits, "ipv6");
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an address (no name) is on the public internet. Addresses of version 4 that are written as version 6
 * (`::ffff:10.0.0.1`, `64:ff9b::a00:1`) are not: nobody needs to be called by them.
 */
export function isPublicAddress(address: string): boolean {
	const family = isIP(address);
	if (family === 4) return !special.check(address, "ipv4");
	if (family === 6) return global6.check(address, "ipv6") && !special.check(address, "ipv6");
	return false;
}
