do $$
declare
  name text;
begin
  foreach name in array array['delegations', 'calendar_feeds', 'calendars', 'rotas', 'request_rounds', 'directory_moves'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy workspace on %I to countersign_app using (workspace_id = app_workspace()) with check (workspace_id = app_workspace())',
      name);
  end loop;
  foreach name in array array['delegations', 'calendar_feeds', 'calendars', 'rotas'] loop
    execute format('grant select, insert, update, delete on %I to countersign_app', name);
  end loop;
  foreach name in array array['calendar_feeds', 'directory_moves'] loop
    execute format('create policy system on %I to countersign_system using (true) with check (true)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert on request_rounds to countersign_app;
--> statement-breakpoint
grant delete on groups to countersign_app;
--> statement-breakpoint
grant select, update, delete on directory_moves to countersign_system;
--> statement-breakpoint
grant select, update on calendar_feeds to countersign_system;
--> statement-breakpoint
create trigger request_rounds_append_only before update or delete or truncate on request_rounds
  for each statement execute function refuse_change();
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['delegations', 'calendars', 'rotas'] loop
    execute format('create trigger directory_inserted after insert on %I referencing new table as changed for each statement execute function directory_moved()', name);
    execute format('create trigger directory_updated after update on %I referencing new table as changed for each statement execute function directory_moved()', name);
    execute format('create trigger directory_deleted after delete on %I referencing old table as changed for each statement execute function directory_moved()', name);
  end loop;
end $$;
--> statement-breakpoint
-- What open requests have to follow is written down here and nowhere else, so that no way of changing a directory
-- (page, API, import, identity provider, a statement by hand) can forget it.
create function note_move(workspace uuid, people uuid[], groups text[], rotas text[]) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into directory_moves (workspace_id, people, groups, rotas)
  values (workspace, coalesce(people, '{}'), coalesce(groups, '{}'), coalesce(rotas, '{}'))
$$;
--> statement-breakpoint
revoke execute on function note_move from public;
--> statement-breakpoint
-- The planner takes transition tables for small: joining them row by row is quadratic for an import.
create function people_moved() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_nestloop = off as $$
begin
  if tg_op = 'INSERT' then
    perform note_move(workspace_id, array_agg(id), null, null) from after_change group by workspace_id;
  else
    perform note_move(n.workspace_id, array_agg(n.id), null, null)
      from after_change n join before_change o on o.id = n.id
      where (n.active, n.manager_id, n.email) is distinct from (o.active, o.manager_id, o.email)
      group by n.workspace_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger people_inserted_move after insert on people
  referencing new table as after_change for each statement execute function people_moved();
--> statement-breakpoint
create trigger people_updated_move after update on people
  referencing old table as before_change new table as after_change for each statement execute function people_moved();
--> statement-breakpoint
create function group_members_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform note_move(c.workspace_id, array_agg(distinct c.person_id), array_remove(array_agg(distinct g.name), null), null)
    from changed c left join groups g on g.id = c.group_id group by c.workspace_id;
  return null;
end $$;
--> statement-breakpoint
create trigger group_members_inserted_move after insert on group_members
  referencing new table as changed for each statement execute function group_members_moved();
--> statement-breakpoint
create trigger group_members_deleted_move after delete on group_members
  referencing old table as changed for each statement execute function group_members_moved();
--> statement-breakpoint
create function groups_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform note_move(workspace_id, null, array_agg(name), null) from before_change group by workspace_id;
  else
    perform note_move(n.workspace_id, null, array_agg(n.name) || array_agg(o.name), null)
      from after_change n join before_change o on o.id = n.id where n.name <> o.name group by n.workspace_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger groups_updated_move after update on groups
  referencing old table as before_change new table as after_change for each statement execute function groups_moved();
--> statement-breakpoint
create trigger groups_deleted_move after delete on groups
  referencing old table as before_change for each statement execute function groups_moved();
--> statement-breakpoint
create function delegations_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    perform note_move(n.workspace_id, array_agg(n.from_id) || array_agg(o.from_id), null, null)
      from after_change n join before_change o on o.id = n.id group by n.workspace_id;
  elsif tg_op = 'INSERT' then
    perform note_move(workspace_id, array_agg(distinct from_id), null, null) from after_change group by workspace_id;
  else
    perform note_move(workspace_id, array_agg(distinct from_id), null, null) from before_change group by workspace_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger delegations_inserted_move after insert on delegations
  referencing new table as after_change for each statement execute function delegations_moved();
--> statement-breakpoint
create trigger delegations_updated_move after update on delegations
  referencing old table as before_change new table as after_change for each statement execute function delegations_moved();
--> statement-breakpoint
create trigger delegations_deleted_move after delete on delegations
  referencing old table as before_change for each statement execute function delegations_moved();
--> statement-breakpoint
create function rotas_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform note_move(workspace_id, null, null, array_agg(distinct name)) from changed group by workspace_id;
  return null;
end $$;
--> statement-breakpoint
create trigger rotas_inserted_move after insert on rotas
  referencing new table as changed for each statement execute function rotas_moved();
--> statement-breakpoint
create trigger rotas_updated_move after update on rotas
  referencing new table as changed for each statement execute function rotas_moved();
--> statement-breakpoint
create trigger rotas_deleted_move after delete on rotas
  referencing old table as changed for each statement execute function rotas_moved();
