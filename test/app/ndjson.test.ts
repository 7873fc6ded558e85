import { expect, test } from "vitest";
import { ndjson } from "../../app/server/ndjson.ts";
import { Refusal } from "../../ledger/refusal.ts";

const open = new AbortController().signal;

async function* rowsThen(count: number, end: () => void = () => {}) {
	for (let n = 1; n <= count; n++) yield { n };
	end();
}

test("answers a line for each row, and nothing that a proxy would hold back", async () => {
	const response = await ndjson(rowsThen(3), open);
	expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
	expect(response.headers.get("cache-control")).toContain("no-transform");
	expect(await response.text()).toBe('{"n":1}\n{"n":2}\n{"n":3}\n');
});

test("what is refused before the first row is thrown, so that it gets its status", async () => {
	const refuse = () => {
		throw new Refusal("not_eligible", "Not for you.");
	};
	await expect(ndjson(rowsThen(0, refuse), open)).rejects.toMatchObject({ code: "not_eligible" });
});

test("what goes wrong on the way is the last line, and names no cause", async () => {
	const rows = rowsThen(1, () => {
		throw new Refusal("invalid", "No longer.");
	});
	const lines = (await (await ndjson(rows, open)).text()).trimEnd().split("\n");
	expect(lines.map((line) => JSON.parse(line))).toMatchObject([
		{ n: 1 },
		{ kind: "problem", code: "invalid", status: 422, detail: "No longer." },
	]);
});

test("rows are made as they are read, and end when the other side goes away", async () => {
	let made = 0;
	let ended = false;
	async function* endless() {
		try {
			for (;;) yield { n: ++made };
		} finally {
			ended = true;
		}
	}
	const response = await ndjson(endless(), open);
	const reader = response.body?.getReader();
	await reader?.read();
	await new Promise((resolve) => setImmediate(resolve));
	expect(made).toBeLessThan(5);
	await reader?.cancel();
	expect(ended).toBe(true);
});

test("a call that was given up ends quietly", async () => {
	const gone = new AbortController();
	const rows = rowsThen(1, () => {
		gone.abort();
		gone.signal.throwIfAborted();
	});
	expect(await (await ndjson(rows, gone.signal)).text()).toBe('{"n":1}\n');
});
