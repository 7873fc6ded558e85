import { readEnvironment, requireSettings } from "../env.ts";
import { connect } from "./connect.ts";
import { migrateUp } from "./migrate-up.ts";
import { migrationState } from "./migrations.ts";

/** `npm run migrate`: brings the database at DATABASE_URL up to this version of the code. */
const env = requireSettings(readEnvironment(), "DATABASE_URL");
const owner = connect(env.DATABASE_URL, "owner", 2);
try {
	const before = await migrationState(owner);
	await migrateUp(owner);
	const { known } = await migrationState(owner);
	const done = known - before.applied;
	console.log(
		done === 0
			? `The database is up to date (${known} migrations).`
			: `Applied ${done} of ${known} migrations.`,
	);
} finally {
	await owner.close();
}
