import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { bareEnvironment } from "./bare-environment.ts";
import { EngineError } from "./engine-error.ts";

const run = promisify(execFile);

/**
 * Brings Temporal's two databases to the schema of this server (embedded in its `sql` tool). Nothing happens to
 * one that is there already. The password goes through the environment, where other accounts cannot read it.
 * @throws EngineError `temporal`
 */
export async function setUpTemporalSchema(
	sqlTool: string,
	port: number,
	user: string,
	password: string,
): Promise<void> {
	const schemas = { temporal: "postgresql/v12/temporal", temporal_visibility: "postgresql/v12/visibility" };
	await Promise.all(
		Object.entries(schemas).map(async ([database, schema]) => {
			const call = async (...args: string[]) => {
				try {
					await run(sqlTool, args, {
						env: bareEnvironment({
							SQL_PLUGIN: "postgres12",
							SQL_HOST: "127.0.0.1",
							SQL_PORT: String(port),
							SQL_USER: user,
							SQL_PASSWORD: password,
							SQL_DATABASE: database,
						}),
					});
				} catch (cause) {
					const said = (cause as { stderr?: string; stdout?: string }).stderr || String(cause);
					throw new EngineError(
						"temporal",
						`Temporal's schema could not be set up in ${database}: ${said.trim().slice(-600)}`,
						{ cause },
					);
				}
			};
			await call("setup-schema", "--version", "0.0"); // keeps a version table that is there
			await call("update-schema", "--schema-name", schema);
		}),
	);
}
