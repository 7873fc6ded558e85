import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keeps, type Line } from "./bars.ts";
import { describeMachine } from "./machine.ts";
import { p1 } from "./p1-throughput.ts";
import { p2 } from "./p2-decide.ts";
import { p3 } from "./p3-resumption.ts";
import { p4 } from "./p4-history.ts";
import { p7 } from "./p7-encryption.ts";
import { p11Live } from "./p11-live.ts";
import { FULL, QUICK, type Stand, startStand } from "./stand.ts";
import { statements } from "./statements.ts";
import { stepTime } from "./step.ts";
import { table } from "./table.ts";

/**
 * `npm run bench [-- --quick] [-- --only P2]`: measures the product beside bare Temporal and bare PostgreSQL on
 * servers of its own, prints a table, writes `bench/results.json`. It exits with 0 whatever the figures are: they
 * are to be read, and a noisy machine is no defect.
 */
const MEASURES: Record<string, (stand: Stand) => Promise<{ lines: Line[]; rounds: unknown }>> = {
	statements,
	step: stepTime,
	P2: p2,
	P4: p4,
	P3: p3,
	P1: p1,
	P11: p11Live,
	P7: p7,
};

const { values } = parseArgs({
	options: { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});
const wanted = values.only
	?.flatMap((names) => names.split(","))
	.flatMap((name) => (name === "P11" ? ["P2", name] : [name]));
const names = Object.keys(MEASURES).filter((name) => wanted === undefined || wanted.includes(name));
if (names.length === 0) {
	console.error(`--only: write one or more of ${Object.keys(MEASURES).join(", ")}`);
	process.exit(2);
}

const began = performance.now();
const stand = await startStand(values.quick ? QUICK : FULL, (line) => {
	console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${line}`);
});
try {
	const machine = await describeMachine(stand.stack);
	const lines: Line[] = [];
	const rounds: Record<string, unknown> = {};
	for (const name of names) {
		const result = await MEASURES[name]?.(stand);
		lines.push(...(result?.lines ?? []));
		rounds[name] = result?.rounds;
	}
	const seconds = Math.round((performance.now() - began) / 1000);
	lines.sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
	console.log(
		`\nNode ${machine.node}, ${machine.cores} cores (${machine.cpu}), load before the run ${machine.load.toFixed(1)}, PostgreSQL ${machine.postgres}, Temporal ${machine.temporal}; ${seconds} s\n`,
	);
	console.log(table(lines));
	console.log(
		`\n${lines.flatMap(({ id, what, note }) => (note === undefined ? [] : [`${id} (${what.replace("… ", "")}): ${note}`])).join("\n")}`,
	);
	const measured = lines.map((line) => ({ ...line, kept: keeps(line) }));
	const out = {
		at: new Date().toISOString(),
		quick: values.quick,
		seconds,
		machine,
		lines: measured,
		rounds,
	};
	const file = fileURLToPath(new URL("./results.json", import.meta.url));
	await writeFile(file, `${JSON.stringify(out, null, 2)}\n`);
	console.log("\nEvery round is in bench/results.json.");
} catch (error) {
	console.error(stand.lastWords());
	throw error;
} finally {
	await stand.close();
}
