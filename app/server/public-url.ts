import { publicUrl as publicUrlOf, readEnvironment } from "../../env.ts";

let known: URL | undefined;

/** Where people reach this server. Read once; the proxy needs it before anything else is built. */
export function publicUrl(): URL {
	known ??= new URL(publicUrlOf(readEnvironment()));
	return known;
}
