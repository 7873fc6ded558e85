grant insert on directory_moves to countersign_system;
--> statement-breakpoint
-- A change of role is followed too: auditors are nobody to the rules.
create or replace function people_moved() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_nestloop = off as $$
begin
  if tg_op = 'INSERT' then
    perform note_move(workspace_id, array_agg(id), null, null) from after_change group by workspace_id;
  else
    perform note_move(n.workspace_id, array_agg(n.id), null, null)
      from after_change n join before_change o on o.id = n.id
      where (n.active, n.manager_id, n.email, n.role) is distinct from (o.active, o.manager_id, o.email, o.role)
      group by n.workspace_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
-- What a person likes (language, channels, quiet hours) is not what processes keep in memory.
create function people_directory_moved() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_nestloop = off as $$
begin
  update workspaces set directory_version = directory_version + 1
    where id in (
      select distinct n.workspace_id from after_change n join before_change o on o.id = n.id
      where (n.active, n.manager_id, n.email, n.role) is distinct from (o.active, o.manager_id, o.email, o.role));
  return null;
end $$;
--> statement-breakpoint
drop trigger directory_updated on people;
--> statement-breakpoint
create trigger directory_updated after update on people
  referencing old table as before_change new table as after_change for each statement execute function people_directory_moved();
