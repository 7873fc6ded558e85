import { z } from "zod";
import type { Ctx } from "../ledger/context.ts";
import { putCalendar } from "../ledger/directory/calendars.ts";
import { delegate, listDelegations } from "../ledger/directory/delegations.ts";
import { updatePerson } from "../ledger/directory/people.ts";
import { putRota } from "../ledger/directory/rotas.ts";

const email = z.email().toLowerCase();

/** What `examples/demo.yaml` says of the directory beside people and groups. */
export const demoDirectory = {
	/** As `policy/read-calendar.ts` reads them. */
	calendars: z.array(z.record(z.string(), z.unknown())).default([]),
	/** As `policy/read-rota.ts` reads them, people by e-mail address. */
	rotas: z.array(z.record(z.string(), z.unknown())).default([]),
	/** Days from the day of the first start on, so that they are always still to come. */
	delegations: z
		.array(z.strictObject({ from: email, to: email, inDays: z.int().min(1), days: z.int().min(1) }))
		.default([]),
};

interface Demo extends z.output<z.ZodObject<typeof demoDirectory>> {
	people: readonly { email: string; manager?: string | undefined }[];
}

const DAY_MS = 86_400_000;

/** Writes it, as the administrator would. Where a start was cut short, writing it again completes it. */
export async function seedDirectory(ctx: Ctx, demo: Demo): Promise<void> {
	for (const { email: who, manager } of demo.people) {
		if (manager !== undefined) await updatePerson(ctx, who, { manager });
	}
	for (const calendar of demo.calendars) await putCalendar(ctx, calendar);
	for (const rota of demo.rotas) await putRota(ctx, rota);
	const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
	for (const { from, to, inDays, days } of demo.delegations) {
		const { items } = await listDelegations(ctx, { from });
		if (items.length > 0) continue;
		const start = today + inDays * DAY_MS;
		const [first, last] = [start, start + days * DAY_MS].map((at) => new Date(at).toISOString());
		if (first !== undefined && last !== undefined) await delegate(ctx, { from, to, start: first, end: last });
	}
}
