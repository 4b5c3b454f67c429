-- An independent reading of the record, in plain SQL: what each organisation's status is on a day, as known at a place. It shares nothing
-- with the program's folds but the words of the design (sections 3 and 5). Everything here is in the session's own pg_temp.

-- What was recorded, with the dates read. For a correction the columns from "says" on are those of its replacement.
create temp table reference_entry (
    place bigint primary key,
    id uuid not null unique,
    stream text not null,
    type text not null,
    target uuid,
    root uuid,
    says text not null,
    effective text,
    earliest date,
    latest date,
    exact boolean,
    after uuid,
    segment int,
    organisation_kind text,
    segmented_kinds jsonb,
    in_force_until date
);
create index on reference_entry (target) where target is not null;
create index on reference_entry (root) where root is not null;

-- What is believed at the place asked about. Entries of one question (a "topic") are weighed against each other.
create temp table reference_believed (
    topic text not null,
    place bigint primary key,
    id uuid not null,
    stream text not null,
    earliest date not null,
    latest date not null,
    exact boolean not null,
    after uuid,
    segment int,
    organisation_kind text,
    segmented_kinds jsonb,
    in_force_until date
);
create index on reference_believed (topic, place);

-- "After entry X", where it settles an order.
create temp table reference_link (topic text not null, earlier bigint not null, later bigint not null);

-- A stored date is a day, a month, a quarter, a financial year (April to March) or unknown.
create function pg_temp.first_day(written text) returns date language sql immutable as $$
    select case
        when written = 'unknown' then '-infinity'::date
        when written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then written::date
        when written ~ '^[0-9]{4}-[0-9]{2}$' then (written || '-01')::date
        when written ~ '^[0-9]{4}/[0-9]{2}$' then make_date(left(written, 4)::int, 4, 1)
        when written ~ '^Q[1-4] [0-9]{4}/[0-9]{2}$'
            then (make_date(substr(written, 4, 4)::int, 4, 1) + make_interval(months => 3 * (substr(written, 2, 1)::int - 1)))::date
    end
$$;

create function pg_temp.last_day(written text) returns date language sql immutable as $$
    select case
        when written = 'unknown' then 'infinity'::date
        when written like '____-__-__' then pg_temp.first_day(written)
        else (pg_temp.first_day(written) + make_interval(months => case
            when written like '____-__' then 1
            when written like 'Q%' then 3
            else 12
        end))::date - 1
    end
$$;

-- An entry counts unless a later retraction of it, in the same stream, counts.
create function pg_temp.counts(entry uuid, known bigint) returns boolean language plpgsql stable as $$
begin
    return not exists (
        select
        from reference_entry e
        join reference_entry r on r.target = e.id and r.stream = e.stream and r.place > e.place
        where e.id = entry and r.type = 'entry_retracted' and r.place <= known and pg_temp.counts(r.id, known));
end
$$;

create function pg_temp.load(known bigint, streams text[]) returns void language plpgsql as $$
begin
    insert into reference_entry (place, id, stream, type, target, says, effective, earliest, latest, exact, after, segment,
        organisation_kind, segmented_kinds, in_force_until)
    select p.place, e.id, e.stream_id, e.type,
        case when e.type in ('entry_corrected', 'entry_retracted') then (e.data ->> 'target')::uuid end,
        c.says,
        w.effective,
        pg_temp.first_day(w.effective),
        pg_temp.last_day(w.effective),
        w.effective like '____-__-__',
        (c.content #>> '{decision,after}')::uuid,
        case when c.says in ('segment_published', 'segment_assigned', 'segment_agreed') then (c.content ->> 'segment')::int end,
        case when c.says = 'organisation_registered' then c.content ->> 'kind' end,
        case when c.says = 'framework_published' then c.content #> '{framework,segmentedKinds}' end,
        case when c.says = 'framework_published' then pg_temp.last_day(c.content #>> '{framework,inForceUntil}') end
    from ledger.place p
    join only oversight.mt_events e on e.seq_id = p.seq_id
    cross join lateral (
        select
            case when e.type = 'entry_corrected' then e.data #>> '{replacement,type}' else e.type end,
            case when e.type = 'entry_corrected' then e.data #> '{replacement,data}' else e.data end
    ) c (says, content)
    cross join lateral (select c.content #>> '{decision,effective}') w (effective)
    where p.place <= known and (e.stream_id like 'framework-%' or e.stream_id = any(streams));
    analyze reference_entry;

    -- A correction stands for the entry at the end of its chain of targets, each an earlier entry of the stream; the two must be of one kind.
    with recursive chain as (
        select c.id as correction, c.says, t.id, t.type, t.stream, t.place, t.target
        from reference_entry c
        join reference_entry t on t.id = c.target and t.stream = c.stream and t.place < c.place
        where c.type = 'entry_corrected'
        union all
        select c.correction, c.says, t.id, t.type, t.stream, t.place, t.target
        from chain c
        join reference_entry t on t.id = c.target and t.stream = c.stream and t.place < c.place
        where c.type = 'entry_corrected'
    )
    update reference_entry e
    set root = c.id
    from chain c
    where c.correction = e.id and c.type = c.says and c.type not in ('entry_corrected', 'entry_retracted');
    analyze reference_entry;
end
$$;

-- Whether the first begins before the second for certain, by their dates alone.
create function pg_temp.dated_before(one reference_believed, other reference_believed) returns boolean language sql immutable as $$
    select one.latest < other.earliest
        or one.exact and other.exact and one.earliest = other.earliest and one.place < other.place
$$;

-- The same by dates and links together, through chains.
create function pg_temp.precedes(of_topic text, one bigint, other bigint) returns boolean language sql stable as $$
    with recursive reached (place) as (
        select one
        union
        select n.place
        from reached r
        join reference_believed b on b.topic = of_topic and b.place = r.place
        join reference_believed n on n.topic = of_topic and n.place <> b.place
        where pg_temp.dated_before(b, n)
            or exists (
                select from reference_link l where l.topic = of_topic and l.earlier = b.place and l.later = n.place)
    )
    select one <> other and exists (select from reached where place = other)
$$;

create function pg_temp.believe(known bigint) returns void language plpgsql as $$
declare
    linked record;
begin
    delete from reference_believed;
    delete from reference_link;

    -- Of the corrections that count, the latest place wins, and its content replaces the whole content.
    insert into reference_believed
    select
        case e.type
            when 'framework_published' then 'framework'
            when 'segment_published' then 'segment of ' || e.stream
            when 'segment_assigned' then 'segment of ' || e.stream
            when 'segment_agreed' then 'segment of ' || e.stream
            else e.type || ' ' || e.stream
        end,
        e.place, e.id, e.stream,
        b.earliest, b.latest, b.exact, b.after, b.segment, b.organisation_kind, b.segmented_kinds, b.in_force_until
    from reference_entry e
    left join lateral (
        select c.place
        from reference_entry c
        where c.root = e.id and c.place <= known and pg_temp.counts(c.id, known)
        order by c.place desc
        limit 1
    ) correction on true
    join reference_entry b on b.place = coalesce(correction.place, e.place)
    where e.place <= known
        and e.type in ('organisation_registered', 'organisation_succeeded', 'framework_published', 'segment_published', 'segment_assigned',
            'segment_agreed')
        and pg_temp.counts(e.id, known);
    analyze reference_believed;

    -- By place: a link that contradicts the dates, or links before it, is ignored.
    for linked in
        select b.topic, b.place, t.place as target
        from reference_believed b
        join reference_believed t on t.topic = b.topic and t.id = b.after and t.place <> b.place
        order by b.place
    loop
        if not pg_temp.precedes(linked.topic, linked.place, linked.target) then
            insert into reference_link values (linked.topic, linked.target, linked.place);
        end if;
    end loop;
end
$$;

-- The entries that may hold on each day, and whether any has certainly begun.
create function pg_temp.answers(known bigint, days date[]) returns table (
    ods text,
    on_day date,
    existence text,
    state text,
    number int,
    candidates uuid[]
) language sql stable as $$
    with day as (select unnest(days) as day),
    candidate as materialized (
        select d.day, b.*
        from day d
        join reference_believed b on b.earliest <= d.day
        where b.topic like 'segment of %' or b.topic = 'framework'
    ),
    -- Beaten by one that certainly holds and begins after this one's latest day, or, both being exact, on the same day at a later place.
    certain as (
        select d.day, b.topic, max(b.earliest) as last_beginning
        from day d
        join reference_believed b on b.latest <= d.day
        group by d.day, b.topic
    ),
    same_day as (
        select topic, earliest, max(place) as last_place from reference_believed where exact group by topic, earliest
    ),
    holding as materialized (
        select c.*
        from candidate c
        left join certain on certain.day = c.day and certain.topic = c.topic
        left join same_day on c.exact and same_day.topic = c.topic and same_day.earliest = c.earliest
        where not coalesce(c.latest < certain.last_beginning, false)
            and not coalesce(c.place < same_day.last_place, false)
            and not (
                exists (select from reference_link k where k.topic = c.topic)
                and exists (
                    select
                    from reference_believed l
                    where l.topic = c.topic and l.latest <= c.day and pg_temp.precedes(c.topic, c.place, l.place)))
    ),
    framework as (
        select d.day,
            case
                when count(h.place) = 0 then 'none'
                when count(h.place) > 1
                    or not exists (select from certain where certain.topic = 'framework' and certain.day = d.day)
                    then 'uncertain'
                when min(h.in_force_until) < d.day then 'lapsed'
                else 'in force'
            end as state,
            array_agg(h.segmented_kinds) filter (where h.place is not null) as segmented_kinds
        from day d
        left join holding h on h.day = d.day and h.topic = 'framework'
        group by d.day
    ),
    registered as (
        select distinct on (b.stream) b.*
        from reference_believed b
        where b.topic like 'organisation_registered %'
        order by b.stream, b.place
    ),
    ended as (
        select distinct on (b.stream) b.*
        from reference_believed b
        where b.topic like 'organisation_succeeded %'
        order by b.stream, b.place
    ),
    segment as (
        select d.day, r.stream,
            array_agg(h.id order by h.place) filter (where h.id is not null) as candidates,
            count(distinct h.segment) as numbers,
            min(h.segment) as number
        from day d
        cross join registered r
        left join holding h on h.day = d.day and h.topic = 'segment of ' || r.stream
        group by d.day, r.stream
    )
    select
        substr(r.stream, length('organisation-') + 1),
        s.day,
        case
            when e.latest <= s.day then 'ended'
            when r.earliest > s.day then 'not-yet'
            when r.latest > s.day or e.earliest <= s.day then 'uncertain'
            else 'exists'
        end,
        a.state,
        case when a.state = 'certain' then s.number end,
        coalesce(s.candidates, '{}')
    from segment s
    join registered r on r.stream = s.stream
    left join ended e on e.stream = s.stream
    join framework f on f.day = s.day
    cross join lateral (
        select case
            -- Not under the framework that holds; or perhaps not, where it is uncertain which one does.
            when exists (select from unnest(f.segmented_kinds) kinds where not kinds ? r.organisation_kind)
                then case f.state when 'in force' then 'not-segmented' when 'lapsed' then 'not-known' else 'uncertain' end
            when f.state = 'lapsed' or s.numbers = 0 then 'not-known'
            when s.numbers > 1
                or not exists (
                    select from certain where certain.topic = 'segment of ' || r.stream and certain.day = s.day)
                then 'uncertain'
            else 'certain'
        end
    ) a (state)
$$;
