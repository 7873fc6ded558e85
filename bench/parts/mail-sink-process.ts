import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** The mail server of the benchmark, in a process of its own: takes every mail, keeps none, says how many. */
const server = new SMTPServer({
	authOptional: true,
	disabledCommands: ["AUTH", "STARTTLS"],
	disableReverseLookup: true,
	onData(stream, _session, done) {
		stream.resume();
		stream.once("end", () => {
			done();
			process.send?.({ kind: "mail" });
		});
	},
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => {
	process.send?.({ kind: "listening", port: (server.server.address() as AddressInfo).port });
});
process.once("disconnect", () => process.exit());
