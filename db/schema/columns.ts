import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Raw bytes (`bytea`): digests, salts. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** An instant with milliseconds, the precision of the ledger's clock. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Every row of every table but `workspaces` itself belongs to one workspace. */
export const workspaceId = () => uuid("workspace_id").notNull();
