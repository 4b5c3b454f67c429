-- Who reads which rows of the report tables. A login reads nothing by itself: what it reads, it was given by somebody, until a day. National
-- analysts and auditors read every row (oversight_analyst); a region's read the rows of the subjects that concern an organisation which it
-- oversees (oversight_region_analyst), without places, which count what others recorded. The projection says in report.subject_region which
-- subjects those are, from the function that decides it everywhere else, in the transaction of the rows themselves.
do $$
begin
    lock table pg_catalog.pg_authid in share row exclusive mode;
    if not exists (select from pg_catalog.pg_roles where rolname = 'oversight_region_analyst') then
        create role oversight_region_analyst nologin;
    end if;
end
$$;

set local role oversight_guard;

-- What logins were given, by whom, and who ended it. Written with the owner's login, together with the login itself.
create table ledger.report_login (
    login text not null check (login <> ''),
    scope text not null check (scope ~ '^(national|auditor|region:[A-Z][0-9]{2})$'),
    given_by text not null check (given_by <> ''),
    given timestamptz not null default clock_timestamp(),
    expires timestamptz not null,
    ended timestamptz,
    ended_by text check (ended_by <> ''),
    check ((ended is null) = (ended_by is null)),
    primary key (login, given)
);

create unique index report_login_in_force on ledger.report_login (login) where ended is null;

-- What was given ends once, by the database's clock; nothing else about it changes.
create function ledger.end_report_login() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if (new.login, new.scope, new.given_by, new.given, new.expires) is distinct from (old.login, old.scope, old.given_by, old.given, old.expires)
        or old.ended is not null
        or new.ended_by is null
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of what login %s was given is refused: it can only be ended, once', old.login),
            hint = 'End it, and give the login anew.';
    end if;
    new.ended := clock_timestamp();
    return new;
end
$$;

-- Given now, and not yet ended: the clock is the database's.
create function ledger.give_report_login() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    new.given := clock_timestamp();
    new.ended := null;
    new.ended_by := null;
    return new;
end
$$;

revoke execute on function ledger.end_report_login() from public;
revoke execute on function ledger.give_report_login() from public;

create trigger given_now before insert on ledger.report_login
    for each row execute function ledger.give_report_login();
create trigger end_once before update on ledger.report_login
    for each row execute function ledger.end_report_login();
create trigger refuse_change before delete or truncate on ledger.report_login
    for each statement execute function ledger.refuse_change();
alter table ledger.report_login enable always trigger given_now;
alter table ledger.report_login enable always trigger end_once;
alter table ledger.report_login enable always trigger refuse_change;

grant select on ledger.report_login to oversight_program;

create table report.subject_region (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    region text not null,
    oversees_all boolean not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index subject_region_once on report.subject_region
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index subject_region_of on report.subject_region (region) where upper_inf(known_places);

comment on table report.subject_region is 'Which regions oversee an organisation that a subject concerns: their analysts read its rows.';
comment on column report.subject_region.subject is 'The stream of the record that it is about.';
comment on column report.subject_region.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.subject_region.valid is 'All days: who reads does not depend on the day.';
comment on column report.subject_region.known_places is 'The places of the record at which it was believed.';
comment on column report.subject_region.known is 'The instants at which it was believed.';
comment on column report.subject_region.region is 'The code of the region.';
comment on column report.subject_region.oversees_all is 'Whether it oversees every organisation which the subject concerns.';
comment on column report.subject_region.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.subject_region.rests_on is 'The ids of the entries that it rests on.';
comment on column report.audit_history.key is 'Its id.';

-- All is taken anew: the new table from nothing, the audit history with other keys.
select report.begin_again();
insert into report.state (table_name, place) values ('subject_region', -1);

-- Whoever runs a function with its owner's rights is still the session's login: nobody but a superuser becomes another one.
create function report.reads_all() returns boolean language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from ledger.report_login
        where login = session_user and ended is null and expires > statement_timestamp() and scope in ('national', 'auditor'))
$$;

create function report.subjects_read(only_all boolean) returns setof text language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.subject
    from ledger.report_login l
    join report.subject_region s on l.scope = 'region:' || s.region and upper_inf(s.known_places)
    where l.login = session_user and l.ended is null and l.expires > statement_timestamp() and (s.oversees_all or not only_all)
$$;

create function report.region_read() returns text language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select substr(scope, length('region:') + 1)
    from ledger.report_login
    where login = session_user and ended is null and expires > statement_timestamp() and scope like 'region:%'
$$;

comment on function report.reads_all() is 'Whether the session''s login reads every row: it was given that, and that has not ended.';
comment on function report.subjects_read(boolean) is 'The subjects whose rows the session''s login reads, if it is of a region; true: only those of which its region oversees every organisation concerned.';
comment on function report.region_read() is 'The region whose analyst the session''s login is; null for every other.';

-- What others do not read is judged at the table, before any condition of whoever asks. The tables' owner writes; the program reads all.
do $$
declare
    named text;
    columns text;
begin
    for named in select table_name from report.state union all select 'state' loop
        execute format('alter table report.%I enable row level security', named);
        execute format('create policy program on report.%I for select to oversight_program using (true)', named);
        execute format('create policy whole_record on report.%I for select to oversight_analyst using ((select report.reads_all()))', named);
        if named = 'state' then
            continue;
        end if;
        -- Findings rest on whatever a rule looks at: of what concerns several regions no one of them is shown the history of entries.
        execute format('create policy region on report.%I for select to oversight_region_analyst using (%s)', named, case named
            when 'subject_region' then 'region = (select report.region_read())'
            when 'audit_history' then 'subject in (select report.subjects_read(true))'
            else 'subject in (select report.subjects_read(false))'
        end);
        select string_agg(quote_ident(attname), ', ' order by attnum)
        from pg_catalog.pg_attribute
        where attrelid = format('report.%I', named)::regclass and attnum > 0 and not attisdropped and attname not in ('known_places', 'place')
        into columns;
        execute format('grant select (%s) on report.%I to oversight_region_analyst', columns, named);
    end loop;
end
$$;

create view report.current_history with (security_invoker = true) as
    select
        a.recorded,
        a.subject,
        array_to_string(a.organisations, '; ') as organisations,
        array_to_string(a.regions, '; ') as regions,
        a.event_kind,
        a.says,
        a.effective,
        a.decided,
        a.decided_by,
        a.origin,
        case a.standing
            when 'stands' then 'Stands.'
            when 'corrected' then format('Corrected by entry %s.', a.changed_by)
            when 'retracted' then format('Retracted by entry %s.', a.changed_by)
            else a.standing
        end as became_of_it,
        c.recorded as changed,
        a.old,
        a.new,
        array_to_string(a.findings, '; ') as findings,
        a.entry
    from report.audit_history a
    left join report.audit_history c on c.entry = a.changed_by and c.known @> now()
    where a.known @> now()
    order by a.recorded;

comment on view report.current_history is 'Every entry in words, and what became of it as believed now, without its place: for analysts of one region too.';
comment on column report.current_history.recorded is 'When it was stored.';
comment on column report.current_history.subject is 'The stream of the record that it is about.';
comment on column report.current_history.organisations is 'The codes of the organisations that its stream is about.';
comment on column report.current_history.regions is 'The codes of the regions that oversee them.';
comment on column report.current_history.event_kind is 'Its stored name, such as segment_published.';
comment on column report.current_history.says is 'What it says, in one line.';
comment on column report.current_history.effective is 'When it takes effect, in the stored form.';
comment on column report.current_history.decided is 'When it was decided, in the stored form.';
comment on column report.current_history.decided_by is 'The body that decided.';
comment on column report.current_history.origin is 'Whether it was logged when it was decided: live, or taken from elsewhere.';
comment on column report.current_history.became_of_it is 'What became of it, in words.';
comment on column report.current_history.changed is 'When the correction in force, or the retraction, was stored.';
comment on column report.current_history.old is 'For a correction: what was believed before it.';
comment on column report.current_history.new is 'For a correction: what it says instead.';
comment on column report.current_history.findings is 'The names of the rules that it breaks.';
comment on column report.current_history.entry is 'Its id.';

revoke execute on function report.reads_all() from public;
revoke execute on function report.subjects_read(boolean) from public;
revoke execute on function report.region_read() from public;
grant usage on schema report to oversight_region_analyst;
grant execute on function report.reads_all() to oversight_analyst;
grant execute on function report.subjects_read(boolean) to oversight_region_analyst;
grant execute on function report.region_read() to oversight_region_analyst;
grant execute on function report.status_as_at(date, timestamptz) to oversight_region_analyst;
grant select on report.subject_region, report.current_history to oversight_analyst, oversight_program;
grant select on report.current_status, report.current_history to oversight_region_analyst;

reset role;
