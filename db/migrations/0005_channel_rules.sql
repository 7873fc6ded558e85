do $$
declare
  name text;
begin
  foreach name in array array['slack_installations', 'slack_links', 'slack_link_codes', 'webhooks', 'webhook_messages'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy workspace on %I to countersign_app using (workspace_id = app_workspace()) with check (workspace_id = app_workspace())',
      name);
    execute format('grant select, insert, update on %I to countersign_app', name);
    execute format('create policy system on %I to countersign_system using (true) with check (true)', name);
  end loop;
end $$;
--> statement-breakpoint
grant delete on slack_links, webhooks, webhook_messages to countersign_app;
--> statement-breakpoint
-- Which workspace a Slack user or a code belongs to is looked up before any workspace is known.
grant select, update on slack_installations, slack_link_codes to countersign_system;
--> statement-breakpoint
grant select on slack_links to countersign_system;
--> statement-breakpoint
grant select, update on webhook_messages to countersign_system;
--> statement-breakpoint
-- Which of a request's messages are rewritten, in a request that has none on such a channel: nothing to look at.
create index deliveries_rewritten on deliveries (request_id) where channel <> 'email';
