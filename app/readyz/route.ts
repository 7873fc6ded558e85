import { readiness } from "../server/readiness.ts";
import { json } from "../server/respond.ts";

/** 200 only when Postgres, its schema, Temporal and a polling worker are all there; else 503 with what is missing. */
export async function GET(): Promise<Response> {
	const missing = await readiness();
	return json({ ready: missing.length === 0, missing }, missing.length === 0 ? 200 : 503);
}

export const dynamic = "force-dynamic";
