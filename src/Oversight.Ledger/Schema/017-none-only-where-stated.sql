-- None is said only where the record says so: who gave no undertakings in the record, or has nothing with a date in it, has no number of them.
set local role oversight_guard;

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

comment on column report.current_status.open_undertakings is 'How many undertakings it has still to fulfil; null where the record holds none that it gave.';
comment on column report.current_status.overdue_deadlines is 'How many deadlines that concern it have passed and are not settled; null where the record holds nothing with a date that concerns it.';

reset role;
