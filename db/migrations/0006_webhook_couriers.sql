CREATE TABLE "callback_secrets" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "webhook_messages_next" ON "webhook_messages" USING btree ("webhook_id","next_attempt_at") WHERE "webhook_messages"."next_attempt_at" is not null;--> statement-breakpoint
alter table callback_secrets enable row level security;
--> statement-breakpoint
create policy workspace on callback_secrets to countersign_app using (workspace_id = app_workspace()) with check (workspace_id = app_workspace());
--> statement-breakpoint
grant select, insert, update on callback_secrets to countersign_app;
--> statement-breakpoint
-- The courier takes messages across workspaces, a few of each receiver: it has to know where they go, and nothing else.
grant select (id, workspace_id, url, active) on webhooks to countersign_system;
--> statement-breakpoint
grant select (callback_url) on requests to countersign_system;
