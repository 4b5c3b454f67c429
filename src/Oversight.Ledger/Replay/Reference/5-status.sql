-- Each organisation's status on each day, in one line.
create temp view reference_status as
    with framework as materialized (
        select d.day,
            case
                when count(h.place) = 0 then 'none'
                when count(h.place) > 1 or not pg_temp.certain('framework', d.day) then 'uncertain'
                when min(pg_temp.last_day(h.content #>> '{framework,inForceUntil}')) < d.day then 'lapsed'
                else 'in force'
            end as state,
            min(pg_temp.last_day(h.content #>> '{framework,inForceUntil}')) as until,
            array_agg(h.content #> '{framework,segmentedKinds}') filter (where h.place is not null) as segmented_kinds
        from reference_day d
        left join reference_held h on h.topic = 'framework' and h.day = d.day
        group by d.day
    ),
    segment as (
        select d.day, r.stream,
            pg_temp.listed(array_agg(h.id order by h.place)) as candidates,
            count(distinct h.content ->> 'segment') as numbers,
            min(h.content ->> 'segment') as number,
            min(h.earliest) as begins,
            bool_and(pg_temp.for_period(h.type, h.earliest, h.exact) and h.latest < d.day) as over,
            pg_temp.certain('segment of ' || r.stream, d.day) as certain
        from reference_day d
        cross join reference_first r
        left join reference_held h on h.topic = 'segment of ' || r.stream and h.day = d.day
        where r.type = 'organisation_registered'
        group by d.day, r.stream
    )
    select
        r.stream,
        s.day as on_day,
        case
            when e.latest <= s.day then 'ended'
            when r.earliest > s.day then 'not-yet'
            when r.latest > s.day or e.earliest <= s.day then 'uncertain'
            else 'exists'
        end
        || ', segment ' || a.state
        || case when a.state = 'certain' then ' ' || s.number else '' end
        || ', resting on ' || s.candidates as line
    from segment s
    join reference_first r on r.stream = s.stream and r.type = 'organisation_registered'
    left join reference_first e on e.stream = s.stream and e.type = 'organisation_succeeded'
    join framework f on f.day = s.day
    cross join lateral (
        select case
            -- Past its term a framework is carried on: what was decided since then holds.
            when f.state = 'lapsed' and s.begins > f.until and s.certain
                then case when s.numbers > 1 then 'uncertain' when s.over then 'last-published' else 'certain' end
            -- Not under the framework that holds; or perhaps not, where it is uncertain which one does.
            when exists (select from unnest(f.segmented_kinds) kinds where not kinds ? (r.content ->> 'kind'))
                then case f.state when 'in force' then 'not-segmented' when 'lapsed' then 'not-known' else 'uncertain' end
            when f.state = 'lapsed' or s.numbers = 0 then 'not-known'
            when s.numbers > 1 or not s.certain then 'uncertain'
            when s.over then 'last-published'
            else 'certain'
        end
    ) a (state);
