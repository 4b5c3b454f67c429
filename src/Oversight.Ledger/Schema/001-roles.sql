-- Who may do what. All three roles are without login; people and programs are members or nothing.
--   oversight_owner    owns Marten's tables. Used by migrate (and by Marten's own migration), by nobody else.
--   oversight_guard    owns schema ledger: our tables and every trigger function. Nobody is a member, so the owner of Marten's
--                      tables cannot touch what guards them.
--   oversight_program  holds the program's grants; migrate grants it to the login of the program's connection string.
-- Roles belong to the whole cluster, not to this database: another database may have made them, or be making them now.
lock table pg_catalog.pg_authid in share row exclusive mode;

do $$
declare
    wanted text;
begin
    foreach wanted in array array['oversight_owner', 'oversight_guard', 'oversight_program'] loop
        if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
end
$$;

create schema ledger authorization oversight_guard;
create schema oversight authorization oversight_owner;

set local role oversight_guard;

-- Which scripts were applied. Written by migrate only.
create table ledger.migration (
    number integer primary key,
    name text not null unique,
    sha256 bytea not null,
    applied timestamptz not null default clock_timestamp()
);

grant usage on schema ledger to oversight_program;
grant select on ledger.migration to oversight_program;

reset role;
