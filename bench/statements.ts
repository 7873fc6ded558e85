import { connect } from "../db/connect.ts";
import { decide } from "../ledger/decide.ts";
import { submit } from "../ledger/submit.ts";
import type { Line } from "./bars.ts";
import { foundCompany } from "./parts/company.ts";
import { makeDatabase } from "./parts/database.ts";
import { submission } from "./parts/installation.ts";
import { composeLedger } from "./parts/ledger-only.ts";
import { tapWire } from "./parts/wire.ts";
import type { Stand } from "./stand.ts";

/** Statements and round trips of one `submit()` and one `decide()`, counted on the wire, on a warm connection. */
export async function statements(stand: Stand): Promise<{ lines: Line[]; rounds: unknown }> {
	stand.say("Statements and round trips");
	const urls = await makeDatabase(stand.stack, "bench_wire");
	const wire = await tapWire(Number(new URL(urls.appUrl).port));
	const tapped = new URL(urls.appUrl);
	tapped.port = String(wire.port);
	const owner = connect(urls.ownerUrl, "owner", 1);
	const ledger = await composeLedger({ ...urls, appUrl: tapped.href }, 1);
	try {
		const [team] = await foundCompany(owner, ledger.db);
		if (team === undefined) throw new Error("there are no teams");
		const found: Record<string, { statements: number; roundTrips: number }> = {};
		for (let number = 1; number <= 3; number += 1) {
			wire.reset();
			const input = { ...submission(team, number), idempotencyKey: `key-${number}` };
			const { requestId } = await submit(ledger.ctx(team.requester), input);
			found.submit = wire.traffic();
			wire.reset();
			await decide(ledger.ctx(team.approver), { requestId, verdict: "approve", comment: "Within budget." });
			found.decide = wire.traffic();
		}
		const lines = Object.entries(found).flatMap(([verb, traffic]): Line[] => [
			{
				id: "wire",
				what: `${verb}(): statements, with BEGIN and COMMIT`,
				ours: traffic.statements,
				unit: "",
			},
			{ id: "wire", what: `${verb}(): round trips`, ours: traffic.roundTrips, unit: "" },
		]);
		return { lines, rounds: found };
	} finally {
		await Promise.all([ledger.close(), owner.close()]);
		wire.close();
	}
}
