import { inStopOrder } from "./engine-state.ts";
import { isAlive, type ProcessIdentity, signal, waitUntilGone } from "./process-identity.ts";

/**
 * Ends the children of an engine that was killed. Each is checked to be the very process that was recorded (pid
 * and start stamp) before every signal. PostgreSQL last, and «fast», so that it closes its files in order.
 * @returns the names of those that were still running
 */
export async function endLeftovers(children: Readonly<Record<string, ProcessIdentity>>): Promise<string[]> {
	const alive = inStopOrder(Object.keys(children)).filter((name) =>
		isAlive(children[name] as ProcessIdentity),
	);
	const end = async (name: string, asking: NodeJS.Signals, graceMs: number) => {
		const child = children[name] as ProcessIdentity;
		signal(child, "SIGCONT"); // one that was frozen cannot hear the next
		signal(child, asking);
		if (!(await waitUntilGone(child, graceMs))) {
			signal(child, "SIGKILL");
			await waitUntilGone(child, 5000);
		}
		try {
			process.kill(-child.pid, "SIGKILL"); // what it had started: its group is named after it
		} catch {
			// nobody left
		}
	};
	const others = alive.filter((name) => name !== "postgres");
	await Promise.all(others.map((name) => end(name, "SIGTERM", 4000)));
	if (alive.includes("postgres")) await end("postgres", "SIGINT", 8000);
	return alive;
}
