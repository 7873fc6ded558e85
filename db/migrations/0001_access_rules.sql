-- Two roles that own nothing. `countersign_app` works inside one workspace at a time, held there by row-level
-- security; `countersign_system` does what comes before a workspace is known (sessions, keys, links) or goes
-- across all of them (outbox, deliveries), and may do nothing else.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['countersign_app', 'countersign_system'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another database of this cluster was being set up at the same moment
    end;
    -- From PostgreSQL 16 on, who made a role may administer it but not use it: it has to be said.
    begin
      execute format('grant %I to current_user', wanted);
    exception when insufficient_privilege then
      null; -- made by somebody else, who has to grant it to the logins
    end;
  end loop;
end $$;
--> statement-breakpoint
-- set_config(…, true) reverts to '' and not to null, hence nullif.
create function app_workspace() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('countersign.workspace_id', true), '')::uuid $$;
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array[
    'people', 'groups', 'group_members', 'policies', 'policy_versions', 'requests', 'idempotency_keys',
    'comments', 'assignments', 'decisions', 'deliveries', 'link_tokens', 'audit_entries', 'outbox',
    'api_keys', 'sessions', 'sign_in_tokens', 'data_keys'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy workspace on %I to countersign_app using (workspace_id = app_workspace()) with check (workspace_id = app_workspace())',
      name);
    execute format('grant select, insert on %I to countersign_app', name);
  end loop;
  foreach name in array array[
    'people', 'groups', 'policies', 'requests', 'assignments', 'deliveries', 'link_tokens', 'outbox',
    'api_keys', 'sessions', 'sign_in_tokens', 'data_keys'
  ] loop
    execute format('grant update on %I to countersign_app', name);
  end loop;
  foreach name in array array[
    'api_keys', 'sessions', 'sign_in_tokens', 'people', 'deliveries', 'link_tokens', 'outbox', 'data_keys'
  ] loop
    execute format('create policy system on %I to countersign_system using (true) with check (true)', name);
  end loop;
end $$;
--> statement-breakpoint
alter table workspaces enable row level security;
--> statement-breakpoint
create policy workspace on workspaces to countersign_app using (id = app_workspace());
--> statement-breakpoint
create policy system on workspaces to countersign_system using (true);
--> statement-breakpoint
grant select on workspaces to countersign_app, countersign_system;
--> statement-breakpoint
grant delete on outbox, group_members to countersign_app;
--> statement-breakpoint
grant select on api_keys, sessions, people to countersign_system;
--> statement-breakpoint
grant select (id, workspace_id, person_id, hash, expires_at, used_at) on sign_in_tokens to countersign_system;
--> statement-breakpoint
grant select (id, workspace_id) on link_tokens to countersign_system;
--> statement-breakpoint
grant select, insert, update, delete on outbox to countersign_system;
--> statement-breakpoint
-- Which waits are overdue, and nothing else of any request.
grant select (id, workspace_id, wake_at) on requests to countersign_system;
--> statement-breakpoint
create policy system on requests for select to countersign_system using (true);
--> statement-breakpoint
grant select, update on deliveries to countersign_system;
--> statement-breakpoint
grant select, insert, update on data_keys to countersign_system;
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger audit_entries_append_only before update or delete or truncate on audit_entries
  for each statement execute function refuse_change();
--> statement-breakpoint
alter table audit_entries enable always trigger audit_entries_append_only;
--> statement-breakpoint
create trigger policy_versions_immutable before update or delete or truncate on policy_versions
  for each statement execute function refuse_change();
--> statement-breakpoint
alter table policy_versions enable always trigger policy_versions_immutable;
--> statement-breakpoint
create trigger decisions_append_only before delete or truncate on decisions
  for each statement execute function refuse_change();
--> statement-breakpoint
alter table decisions enable always trigger decisions_append_only;
--> statement-breakpoint
-- Processes keep the directory in memory by this number; it moves in the transaction that changes people.
create function directory_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update workspaces set directory_version = directory_version + 1
    where id in (select distinct workspace_id from changed);
  return null;
end $$;
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['people', 'groups', 'group_members'] loop
    execute format('create trigger directory_inserted after insert on %I referencing new table as changed for each statement execute function directory_moved()', name);
    execute format('create trigger directory_updated after update on %I referencing new table as changed for each statement execute function directory_moved()', name);
    execute format('create trigger directory_deleted after delete on %I referencing old table as changed for each statement execute function directory_moved()', name);
  end loop;
end $$;
