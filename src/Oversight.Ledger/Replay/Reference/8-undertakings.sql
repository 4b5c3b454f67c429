-- Each undertaking on each day: by when as varied, whether open and overdue, and how judged.
create temp view reference_undertaking as
    -- What is known by report only has no items until its acceptance is known.
    with accepted as (
        select e.* from reference_first e where e.type = 'undertakings_accepted'
        union all
        select e.*
        from reference_first e
        where e.type = 'undertakings_reported'
            and not exists (select from reference_first a where a.stream = e.stream and a.type = 'undertakings_accepted')
    ),
    -- A later set of one of the same organisations may stand in the place of an earlier one.
    giver as (
        select a.stream, g.ods
        from accepted a
        cross join lateral (
            select a.content ->> 'organisation'
            union all
            select jsonb_array_elements_text(coalesce(a.content -> 'jointlyWith', a.content -> 'organisations'))
        ) g (ods)
        where g.ods is not null
    ),
    superseded as (
        select e.stream, l.latest
        from accepted e
        join accepted l on l.content ->> 'supersedes' = replace(e.stream, 'undertakings-', '') and l.stream <> e.stream
        where exists (select from giver g join giver h on h.ods = g.ods where g.stream = e.stream and h.stream = l.stream)
    ),
    -- Those accepted are listed on every day, those added from the day on which they may have been; the first of a number counts.
    given as (
        select distinct on (g.stream, g.item ->> 'reference') g.*
        from (
            select a.stream, a.content as accepted, a.earliest, '-infinity'::date as listed, 0 as place, i.item
            from accepted a
            cross join jsonb_array_elements(a.content -> 'items') i (item)
            union all
            select a.stream, a.content, greatest(a.earliest, b.earliest), b.earliest, b.place, b.content -> 'added'
            from accepted a
            join reference_believed b on b.stream = a.stream and b.type = 'undertaking_added'
            where a.type = 'undertakings_accepted'
        ) g
        order by g.stream, g.item ->> 'reference', g.listed > '-infinity', g.place
    ),
    item as (
        select d.day, a.stream, a.earliest, a.item ->> 'reference' as reference,
            pg_temp.holders(a.stream, a.accepted, 'undertaking', a.item ->> 'reference', d.day) as owed_by,
            'judgements of ' || (a.item ->> 'reference') || ' in ' || a.stream as judgements,
            -- The variation with the later latest day wins, of the same the later place.
            coalesce(varied.due, a.item ->> 'due') as due
        from reference_day d
        join given a on a.listed <= d.day
        left join lateral (
            select v.content ->> 'due' as due
            from reference_believed v
            where v.stream = a.stream and v.type = 'undertaking_varied' and v.earliest <= d.day
                and v.content ->> 'item' = a.item ->> 'reference' and v.content ->> 'due' is not null
            order by v.latest desc, v.place desc
            limit 1
        ) varied on true
    ),
    -- What was decided on an application, and what took that back.
    certificate as (
        select b.*, pg_temp.stands_for((b.content ->> 'application')::uuid, b.stream) as application
        from reference_believed b
        where b.type in ('certificate_issued', 'certificate_refused')
    ),
    revocation as (
        select b.*, pg_temp.stands_for((b.content ->> 'certificate')::uuid, b.stream) as certificate
        from reference_believed b
        where b.type = 'certificate_revoked'
    ),
    standing as (
        select i.*,
            i.earliest <= i.day
            and i.owed_by is not null
            and not exists (select from superseded s where s.stream = i.stream and s.latest <= i.day)
            and not exists (
                select
                from reference_believed b
                where b.stream = i.stream and b.type = 'undertakings_discharged' and b.latest <= i.day
                    and pg_temp.names(b.content, 'items', i.reference))
            and not exists (
                select
                from certificate c
                join reference_believed a on a.id = c.application
                where c.stream = i.stream and c.type = 'certificate_issued' and c.latest <= i.day
                    and a.type = 'certificate_applied_for' and pg_temp.names(a.content, 'items', i.reference)
                    and not exists (select from revocation r where r.certificate = c.id and r.earliest <= i.day))
            and not (
                pg_temp.certain(i.judgements, i.day)
                and not exists (
                    select
                    from reference_held h
                    where h.topic = i.judgements and h.day = i.day and h.content ->> 'judgement' <> 'complied')
            ) as open
        from item i
    )
    select a.stream, d.day as on_day, 'accepted ' || (a.content #>> '{decision,effective}') as line
    from accepted a
    cross join reference_day d
    union all
    select s.stream, s.day,
        s.reference || ': due ' || coalesce(s.due, 'at no date')
            || case when s.open then ', open for ' || s.owed_by else ', not open' end
            || pg_temp.overdue(s.due, s.day, s.open)
            || ', judged ' || pg_temp.named(s.judgements, s.day)
            || ', evidence ' || pg_temp.evidence(s.stream, s.reference, s.day)
    from standing s
    union all
    -- Of the bases in law only this one has compliance certificates, decided within 14 days after the one of receipt.
    select a.stream, d.day,
        'application ' || c.id || ': by ' || coalesce(due.by::text, '-')
            || ', ' || coalesce(replace(answer.type, 'certificate_', ''), 'not decided')
            || pg_temp.overdue(
                due.by::text,
                d.day,
                answer.id is null
                and pg_temp.holders(a.stream, a.content, 'certificate-application', c.id::text, d.day) is not null)
            || case
                when exists (select from revocation r where r.certificate = answer.id and r.latest <= d.day) then ', revoked'
                else ''
            end
    from accepted a
    cross join reference_day d
    join reference_believed c on c.stream = a.stream and c.type = 'certificate_applied_for' and c.earliest <= d.day
    cross join lateral (
        select case when a.content ->> 'legalBasis' = 'hsc-act-2012-s106' and c.latest < 'infinity' then c.latest + 14 end
    ) due (by)
    left join lateral (
        select f.*
        from (select f.* from certificate f where f.application = c.id order by f.place limit 1) f
        where f.latest <= d.day
    ) answer on true;

-- All that is compared, about each subject on each day.
create temp view reference_answer as
    select * from reference_status
    union all
    select * from reference_engagement
    union all
    select * from reference_milestone
    union all
    select * from reference_target_exit
    union all
    select * from reference_transition_plan
    union all
    select * from reference_undertaking;
