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
    organisations text[] not null,
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
comment on column report.subject_region.organisations is 'The codes of the organisations that it oversees and the subject concerns.';
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

create function report.region_read() returns text language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select substr(scope, length('region:') + 1)
    from ledger.report_login
    where login = session_user and ended is null and expires > statement_timestamp() and scope like 'region:%'
$$;

-- Whether undertakings are still due rests on a later set that stands in their place: of sets that concern several regions, each is shown to
-- those only who see both.
create function report.subjects_read() returns setof text language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.subject
    from report.subject_region s
    where s.region = report.region_read() and upper_inf(s.known_places) and (s.oversees_all or not starts_with(s.subject, 'undertakings-'))
$$;

create function report.history_read() returns setof text language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.subject
    from report.subject_region s
    where s.region = report.region_read() and upper_inf(s.known_places)
$$;

comment on function report.reads_all() is 'Whether the session''s login reads every row: it was given that, and that has not ended.';
comment on function report.subjects_read() is 'The subjects whose rows the session''s login reads, if it is of a region: of undertakings those that concern no organisation of another one.';
comment on function report.history_read() is 'The subjects whose entries it reads, if it is of a region: all that concern an organisation which the region oversees.';
comment on function report.region_read() is 'The region whose analyst the session''s login is; null for every other.';

-- What others do not read is judged at the table, before any condition of whoever asks. The tables' owner writes; the program reads all.
do $$
declare
    named text;
    columns text;
begin
    foreach named in array (select array_agg(table_name) from report.state) || array['state'] loop
        execute format('alter table report.%I enable row level security', named);
        execute format('create policy program on report.%I for select to oversight_program using (true)', named);
        execute format('create policy whole_record on report.%I for select to oversight_analyst using ((select report.reads_all()))', named);
        if named = 'state' then
            continue;
        end if;
        execute format('create policy region on report.%I for select to oversight_region_analyst using (%s)', named, case named
            when 'subject_region' then 'upper_inf(known_places) and region = (select report.region_read())'
            when 'audit_history' then 'upper_inf(known_places) and subject in (select report.history_read())'
            else 'subject in (select report.subjects_read())'
        end);
        select string_agg(quote_ident(attname), ', ' order by attnum)
        from pg_catalog.pg_attribute
        where attrelid = format('report.%I', named)::regclass and attnum > 0 and not attisdropped
            and attname not in ('known_places', 'place')
            -- What a finding rests on is whatever its rule looks at, and a row begins anew when one comes or goes.
            and (named <> 'audit_history' or attname not in ('known', 'findings'))
        into columns;
        execute format('grant select (%s) on report.%I to oversight_region_analyst', columns, named);
    end loop;
end
$$;

-- As in 016, and new: a region's analyst is told no number of undertakings and deadlines of an organisation that gave some together with one of
-- another region, whose rows they do not read.
create or replace function report.status_as_at(day date, at timestamptz default now()) returns table (
    organisation text,
    name text,
    organisation_kind text,
    region text,
    existence text,
    segment integer,
    segment_label text,
    segment_state text,
    segment_stated text,
    segment_since text,
    in_recovery_support text,
    engagement text,
    criteria_satisfied bigint,
    criteria_remaining bigint,
    target_exit text,
    open_undertakings bigint,
    overdue_deadlines bigint,
    next_deadline date,
    next_deadline_title text
) language sql stable
as $$
    with member as (
        select
            m.organisation,
            case
                when bool_or(m.valid @> day and m.member = 'yes') then 'yes'
                when bool_or(m.valid @> day and m.member = 'uncertain') then 'uncertain'
                else 'no'
            end as member,
            string_agg(m.engagement, '; ' order by m.engagement) filter (where m.valid @> day and m.member <> 'no') as engagement,
            sum(m.satisfied) filter (where m.valid @> day and m.member <> 'no') as satisfied,
            sum(m.remaining) filter (where m.valid @> day and m.member <> 'no') as remaining,
            string_agg(m.target_exit, '; ' order by m.engagement) filter (where m.valid @> day and m.member <> 'no') as target_exit
        from report.recovery_member_period m
        where m.known @> at
        group by m.organisation
    ), undertaken as (
        select u.organisation, count(*) filter (where u.valid @> day and u.open) as open
        from report.undertaking_period u
        where u.known @> at
        group by u.organisation
    ), due as (
        select
            o.organisation,
            count(*) filter (where d.valid @> day and d.due_by < day) as overdue,
            min(d.due_by) filter (where d.valid @> day and d.due_by >= day) as next,
            (array_agg(d.title order by d.due_by, d.uid) filter (where d.valid @> day and d.due_by >= day))[1] as next_title
        from report.deadline d, unnest(d.organisations) o (organisation)
        where d.known @> at
        group by o.organisation
    ), elsewhere as (
        select distinct o.organisation
        from report.subject_region r, unnest(r.organisations) o (organisation)
        where r.region = (select report.region_read()) and r.known @> now() and not r.oversees_all and starts_with(r.subject, 'undertakings-')
    )
    select
        o.organisation,
        o.name,
        o.organisation_kind,
        o.region,
        o.existence,
        s.segment,
        s.label,
        s.state,
        array_to_string(s.stated, '; '),
        s.since,
        coalesce(member.member, 'not-stated'),
        member.engagement,
        member.satisfied,
        member.remaining,
        member.target_exit,
        case when elsewhere is null then undertaken.open end,
        case when elsewhere is null then due.overdue end,
        case when elsewhere is null then due.next end,
        case when elsewhere is null then due.next_title end
    from report.organisation o
    left join report.segment_period s on s.subject = o.subject and s.valid @> day and s.known @> at
    left join member on member.organisation = o.organisation
    left join undertaken on undertaken.organisation = o.organisation
    left join due on due.organisation = o.organisation
    left join elsewhere on elsewhere.organisation = o.organisation
    where o.valid @> day and o.known @> at and o.existence in ('exists', 'uncertain')
    order by o.region, o.name, o.organisation
$$;

comment on column report.current_status.open_undertakings is 'How many undertakings it has still to fulfil; null where the record holds none that it gave, or, for a region, some that it gave with an organisation of another one.';
comment on column report.current_status.overdue_deadlines is 'How many deadlines that concern it have passed and are not settled; null where the record holds nothing with a date that concerns it, or where open_undertakings is not told.';

create view report.region_history with (security_invoker = true) as
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
        a.entry
    from report.audit_history a
    left join report.audit_history c on c.entry = a.changed_by
    order by a.recorded;

comment on view report.region_history is 'For analysts of a region: every entry that it sees, in words, and what became of it as believed now.';
comment on column report.region_history.recorded is 'When it was stored.';
comment on column report.region_history.subject is 'The stream of the record that it is about.';
comment on column report.region_history.organisations is 'The codes of the organisations that its stream is about.';
comment on column report.region_history.regions is 'The codes of the regions that oversee them.';
comment on column report.region_history.event_kind is 'Its stored name, such as segment_published.';
comment on column report.region_history.says is 'What it says, in one line.';
comment on column report.region_history.effective is 'When it takes effect, in the stored form.';
comment on column report.region_history.decided is 'When it was decided, in the stored form.';
comment on column report.region_history.decided_by is 'The body that decided.';
comment on column report.region_history.origin is 'Whether it was logged when it was decided: live, or taken from elsewhere.';
comment on column report.region_history.became_of_it is 'What became of it, in words.';
comment on column report.region_history.changed is 'When the correction in force, or the retraction, was stored.';
comment on column report.region_history.old is 'For a correction: what was believed before it.';
comment on column report.region_history.new is 'For a correction: what it says instead.';
comment on column report.region_history.entry is 'Its id.';

revoke execute on function report.reads_all() from public;
revoke execute on function report.subjects_read() from public;
revoke execute on function report.history_read() from public;
revoke execute on function report.region_read() from public;
grant usage on schema report to oversight_region_analyst;
grant execute on function report.reads_all() to oversight_analyst;
grant execute on function report.subjects_read() to oversight_region_analyst;
grant execute on function report.history_read() to oversight_region_analyst;
grant execute on function report.region_read() to oversight_region_analyst, oversight_analyst, oversight_program;
grant execute on function report.status_as_at(date, timestamptz) to oversight_region_analyst;
grant select on report.subject_region to oversight_analyst, oversight_program;
grant select on report.current_status, report.region_history to oversight_region_analyst;

reset role;
