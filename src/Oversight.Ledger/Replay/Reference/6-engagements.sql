-- Who is in each engagement on each day, which criteria are in force, and how those that concern a member are judged: a line each.
create temp view reference_engagement as
    with membership as materialized (
        select d.day, m.stream, m.organisation,
            case
                when not coalesce(bool_or(pg_temp.begins_membership(h.type, h.content, m.organisation)), false) then 'no'
                when bool_and(pg_temp.begins_membership(h.type, h.content, m.organisation)) and pg_temp.certain(m.topic, d.day) then 'yes'
                when pg_temp.ended(m.topic, d.day) then 'no'
                else 'perhaps'
            end as state,
            pg_temp.listed(array_agg(h.id order by h.place)) as entries
        from reference_day d
        cross join reference_member m
        left join reference_held h on h.topic = m.topic and h.day = d.day
        group by d.day, m.stream, m.organisation, m.topic
    ),
    criteria as materialized (
        select d.day, e.stream, p.purpose,
            pg_temp.listed(array_agg(h.id order by h.place)) as entries,
            max(h.place) as in_force
        from reference_day d
        cross join reference_first e
        cross join unnest(array['exit', 'transition']) p (purpose)
        left join reference_held h on h.topic = p.purpose || ' criteria of ' || e.stream and h.day = d.day
        where e.type = 'recovery_entered'
        group by d.day, e.stream, p.purpose
    ),
    -- Exit criteria are asked of members, those that only perhaps are included; transition criteria of all who ever were.
    criterion as (
        select s.day, s.stream, s.purpose, m.organisation, c.reference, c.criterion,
            pg_temp.judgements(s.stream, m.organisation, c.reference, c.matter) as judgements
        from criteria s
        join reference_criterion c on c.place = s.in_force
        join membership m on m.stream = s.stream and m.day = s.day and (s.purpose = 'transition' or m.state <> 'no')
        where not (
                m.state = 'no' and (pg_temp.holder(m.stream, m.organisation, 'membership', null, m.day)).said_by is not null)
            and case
                when not exists (
                    select from reference_believed b where b.stream = m.stream and b.type = 'open_items_disposed')
                    then pg_temp.names(c.criterion, 'members', m.organisation)
                else exists (
                    select
                    from reference_member o
                    where o.stream = m.stream and o.by_itself and pg_temp.names(c.criterion, 'members', o.organisation)
                        and (pg_temp.holder(o.stream, o.organisation, 'criterion', c.reference, m.day)).organisation = m.organisation)
            end
    ),
    -- The national judgement decides where there certainly is one; else it and the region's, where that certainly is one.
    judged as (
        select c.*,
            (n.certain or pg_temp.certain('region ' || c.judgements, c.day))
            and not exists (
                select
                from reference_held h
                where h.day = c.day
                    and h.topic in ('national ' || c.judgements, case when not n.certain then 'region ' || c.judgements end)
                    and not (
                        h.content ->> 'judgement' = 'met-and-sustained'
                        or h.content ->> 'judgement' = 'met' and c.criterion ->> 'sustainedMonths' is null)
            ) as satisfied
        from criterion c
        cross join lateral (select pg_temp.certain('national ' || c.judgements, c.day)) n (certain)
    )
    select m.stream, m.day as on_day,
        m.organisation || ' a member: ' || m.state || ' ' || m.entries as line
    from membership m
    union all
    select c.stream, c.day, c.purpose || ' criteria ' || c.entries from criteria c
    union all
    select j.stream, j.day,
        j.organisation || ' ' || j.purpose || ' ' || j.reference || ': '
            || case when j.satisfied then 'satisfied' else 'not satisfied' end
            || ', due ' || coalesce(j.criterion ->> 'due', 'at no date')
            || pg_temp.overdue(j.criterion ->> 'due', j.day, not j.satisfied)
            || ', national ' || pg_temp.rated('national ' || j.judgements, j.day)
            || ', region ' || pg_temp.rated('region ' || j.judgements, j.day)
            || ', self ' || pg_temp.rated('self ' || j.judgements, j.day)
            || ', evidence ' || pg_temp.evidence(j.stream, j.reference, j.day)
    from judged j;
