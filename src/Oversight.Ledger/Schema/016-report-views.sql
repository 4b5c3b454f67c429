-- What people read in the report tables: where organisations stand, on any day and as believed at any instant, and the audit history in words.
-- Ranges and lists are texts, numbers and days here, which spreadsheets take. And who reads: oversight_analyst, without any other right.
--
-- Functions and views read with the rights of whoever asks, so that what is shown of a table is judged at the table.
do $$
begin
    lock table pg_catalog.pg_authid in share row exclusive mode;
    if not exists (select from pg_catalog.pg_roles where rolname = 'oversight_analyst') then
        create role oversight_analyst nologin;
    end if;
end
$$;

-- Everybody who can log in could hold the record's lock, or store large objects. That is the program's alone.
do $$
declare
    taken regprocedure;
begin
    for taken in
        select p.oid::regprocedure
        from pg_catalog.pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace
            and p.proname ~ '^(pg_(try_)?advisory_|lo_(creat|create|from_bytea|import|export|put|unlink)$|lowrite$)'
    loop
        execute format('revoke execute on function %s from public', taken);
        execute format('grant execute on function %s to oversight_owner, oversight_guard, oversight_program', taken);
    end loop;
end
$$;

set local role oversight_guard;

-- None is said only where the record says so: who gave no undertakings in the record, or has nothing with a date in it, has no number of them.
create function report.status_as_at(day date, at timestamptz default now()) returns table (
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
        undertaken.open,
        due.overdue,
        due.next,
        due.next_title
    from report.organisation o
    left join report.segment_period s on s.subject = o.subject and s.valid @> day and s.known @> at
    left join member on member.organisation = o.organisation
    left join undertaken on undertaken.organisation = o.organisation
    left join due on due.organisation = o.organisation
    where o.valid @> day and o.known @> at and o.existence in ('exists', 'uncertain')
    order by o.region, o.name, o.organisation
$$;

create view report.current_status with (security_invoker = true) as
    select * from report.status_as_at((now() at time zone 'Europe/London')::date);

create view report.current_audit_history with (security_invoker = true) as
    select
        a.place,
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
            when 'corrected' then format('Corrected by the entry at place %s.', c.place)
            when 'retracted' then format('Retracted by the entry at place %s.', c.place)
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
    order by a.place;

comment on function report.take(jsonb) is 'Writes what entries changed: Oversight''s own, nobody else may.';
comment on function report.begin_again() is 'Begins all tables again from nothing: Oversight''s own, nobody else may.';
comment on function report.status_as_at(date, timestamptz) is 'Where the organisations that exist, or may exist, on a day stand on it, as believed at an instant; without one, as believed now. Columns as in current_status.';

comment on view report.current_status is 'Where the organisations that exist, or may exist, today (London''s day) stand: a row each, by region and name.';
comment on column report.current_status.organisation is 'Its code.';
comment on column report.current_status.name is 'Its official name.';
comment on column report.current_status.organisation_kind is 'What it is.';
comment on column report.current_status.region is 'The code of the region that oversees it.';
comment on column report.current_status.existence is 'Whether it exists: exists, uncertain.';
comment on column report.current_status.segment is 'The segment; null unless it is certain.';
comment on column report.current_status.segment_label is 'What the framework calls it; null when that is not known.';
comment on column report.current_status.segment_state is 'What can be said of the segment: certain, uncertain, not-segmented, not-known, last-published.';
comment on column report.current_status.segment_stated is 'What is stated of it, in words, by place.';
comment on column report.current_status.segment_since is 'When the unbroken run of this segment began; null unless it is certain.';
comment on column report.current_status.in_recovery_support is 'Whether it is in Recovery Support: yes, no, uncertain; not-stated where no engagement in the record names it.';
comment on column report.current_status.engagement is 'The id of its engagement, or perhaps its; null when it is in none.';
comment on column report.current_status.criteria_satisfied is 'How many exit criteria that concern it are satisfied; null when it is in no engagement.';
comment on column report.current_status.criteria_remaining is 'How many are not.';
comment on column report.current_status.target_exit is 'When it is meant to leave: a date, uncertain, or not-stated; null when it is in no engagement.';
comment on column report.current_status.open_undertakings is 'How many undertakings it has still to fulfil; null where the record holds none that it gave.';
comment on column report.current_status.overdue_deadlines is 'How many deadlines that concern it have passed and are not settled; null where the record holds nothing with a date that concerns it.';
comment on column report.current_status.next_deadline is 'The latest day of the next deadline that has not passed; null when there is none, or its day is unknown.';
comment on column report.current_status.next_deadline_title is 'What is due then.';

comment on view report.current_audit_history is 'Every entry of the record in words, and what became of it as believed now; no names of people.';
comment on column report.current_audit_history.place is 'Its place in the record.';
comment on column report.current_audit_history.recorded is 'When it was stored.';
comment on column report.current_audit_history.subject is 'The stream of the record that it is about.';
comment on column report.current_audit_history.organisations is 'The codes of the organisations that its stream is about.';
comment on column report.current_audit_history.regions is 'The codes of the regions that oversee them.';
comment on column report.current_audit_history.event_kind is 'Its stored name, such as segment_published.';
comment on column report.current_audit_history.says is 'What it says, in one line.';
comment on column report.current_audit_history.effective is 'When it takes effect, in the stored form.';
comment on column report.current_audit_history.decided is 'When it was decided, in the stored form.';
comment on column report.current_audit_history.decided_by is 'The body that decided.';
comment on column report.current_audit_history.origin is 'Whether it was logged when it was decided: live, or taken from elsewhere.';
comment on column report.current_audit_history.became_of_it is 'What became of it, in words.';
comment on column report.current_audit_history.changed is 'When the correction in force, or the retraction, was stored.';
comment on column report.current_audit_history.old is 'For a correction: what was believed before it.';
comment on column report.current_audit_history.new is 'For a correction: what it says instead.';
comment on column report.current_audit_history.findings is 'The names of the rules that it breaks.';
comment on column report.current_audit_history.entry is 'Its id.';

revoke execute on all functions in schema report from public;
grant execute on function report.status_as_at(date, timestamptz) to oversight_analyst, oversight_program;
grant usage on schema report to oversight_analyst;
grant select on all tables in schema report to oversight_analyst, oversight_program;

reset role;
