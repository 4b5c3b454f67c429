-- What is believed at the place asked about, and what of it may hold on a day.
create temp table reference_believed as
    select e.place, e.id, e.stream, e.type, e.earliest, e.latest, e.exact, e.after, e.content from reference_entry e with no data;
alter table reference_believed add primary key (place), add unique (id);
create index on reference_believed (stream, type);

-- The first of each kind in a stream: what began it.
create temp view reference_first as
    select distinct on (b.stream, b.type) b.* from reference_believed b order by b.stream, b.type, b.place;

-- Entries of one question (a "topic") are weighed against each other; an entry may belong to several. It certainly holds from its latest
-- day on; what was published for a period, from the first day of that.
create temp table reference_topic (
    topic text not null,
    place bigint not null,
    id uuid not null,
    earliest date not null,
    latest date not null,
    exact boolean not null,
    after uuid,
    certain date not null,
    primary key (topic, place)
);
create index on reference_topic (topic, certain);

-- "After entry X", where it settles an order.
create temp table reference_link (topic text not null, earlier reference_topic not null, later reference_topic not null);
create index on reference_link (topic);

-- The entries of a topic that may hold on a day.
create temp table reference_holding (
    topic text not null,
    day date not null,
    place bigint not null,
    primary key (topic, day, place)
);
create temp view reference_held as
    select h.topic, h.day, b.* from reference_holding h join reference_believed b on b.place = h.place;

-- Whether the first begins before the second for certain, by their dates alone.
create function pg_temp.dated_before(one reference_topic, other reference_topic) returns boolean language sql immutable as $$
    select one.latest < other.earliest
        or one.exact and other.exact and one.earliest = other.earliest and one.place < other.place
$$;

-- The same by dates and links together, through chains: from link to link, by dates between them.
create function pg_temp.precedes(one reference_topic, other reference_topic) returns boolean language sql stable as $$
    with recursive reached (entry) as (
        select k.later
        from reference_link k
        where k.topic = one.topic and (k.earlier = one or pg_temp.dated_before(one, k.earlier))
        union
        select k.later
        from reached r
        join reference_link k
            on k.topic = one.topic and (k.earlier = r.entry or pg_temp.dated_before(r.entry, k.earlier))
    )
    select one <> other
        and (
            pg_temp.dated_before(one, other)
            or exists (select from reached r where r.entry = other or pg_temp.dated_before(r.entry, other)))
$$;

-- Finds what may hold on each day asked about, and on some more, in each of some topics.
create function pg_temp.weigh(topics text[], more_days date[] default '{}') returns void language plpgsql as $$
declare
    linked record;
begin
    analyze reference_topic;
    -- By place: a link that contradicts the dates, or links before it, is ignored.
    for linked in
        select b.topic, b as later, t as earlier
        from reference_topic b
        join reference_topic t on t.topic = b.topic and t.id = b.after and t.place <> b.place
        where b.topic = any(topics)
        order by b.place
    loop
        if not pg_temp.precedes(linked.later, linked.earlier) then
            insert into reference_link values (linked.topic, linked.earlier, linked.later);
        end if;
    end loop;

    -- An entry is beaten by one that certainly holds by the day and begins after this one's latest day; or, both being exact, on the same day
    -- at a later place; or that follows it by links.
    insert into reference_holding
    with asked as materialized (
        select t.topic, d.day
        from unnest(topics) t (topic)
        cross join (select a.day from reference_day a union select unnest(more_days)) d (day)
    ),
    certain as materialized (
        select a.topic, a.day, max(t.earliest) as last_beginning
        from asked a
        join reference_topic t on t.topic = a.topic and t.certain <= a.day
        group by a.topic, a.day
    ),
    same_day as materialized (
        select t.topic, t.earliest, max(t.place) as last_place from reference_topic t where t.exact group by t.topic, t.earliest
    ),
    dated as materialized (
        select a.day, t as entry
        from asked a
        join reference_topic t on t.topic = a.topic and t.earliest <= a.day
        left join certain c on c.topic = a.topic and c.day = a.day
        left join same_day s on t.exact and s.topic = t.topic and s.earliest = t.earliest
        where not coalesce(t.latest < c.last_beginning, false) and not coalesce(t.place < s.last_place, false)
    )
    select (d.entry).topic, d.day, (d.entry).place
    from dated d
    where (d.entry).topic not in (select k.topic from reference_link k)
        or not exists (
            select
            from reference_topic l
            where l.topic = (d.entry).topic and l.certain <= d.day and pg_temp.precedes(d.entry, l));
    analyze reference_holding;
end
$$;

-- Whether any entry of a topic certainly holds by a day; else perhaps none does.
create function pg_temp.certain(of_topic text, on_day date) returns boolean language sql stable as $$
    select exists (select from reference_topic t where t.topic = of_topic and t.certain <= on_day)
$$;

-- The ids of what holds, in place order, and whether there is perhaps nothing; where there perhaps is, what holds in another topic too.
create function pg_temp.named(of_topic text, on_day date, other text default null) returns text language sql stable as $$
    select pg_temp.listed(array_agg(h.id order by h.place))
        || case when pg_temp.certain(of_topic, on_day) or pg_temp.certain(other, on_day) then '' else ' or none' end
    from reference_held h
    where h.day = on_day and h.topic in (of_topic, case when not pg_temp.certain(of_topic, on_day) then other end)
$$;

-- Whom something is open for on a day that was first open for one organisation, and the entry that says so last: a body that ended is followed
-- by the successor to which it passed; nobody where it was discharged or ended with the body. Of several decisions the first to take effect
-- holds; what names the one thing stands before what names all of its kind. A criterion goes with the membership.
create function pg_temp.holder(
    of_stream text, first text, what text, item text, on_day date, out organisation text, out said_by uuid
) language plpgsql stable as $$
declare
    seen text[] := '{}';
    decided record;
begin
    organisation := first;
    while organisation <> all(seen) loop
        seen := seen || organisation;
        select b.id, i.part ->> 'successor' as successor
        into decided
        from reference_believed b
        cross join lateral jsonb_array_elements(b.content -> 'items') i (part)
        where b.stream = of_stream and b.type = 'open_items_disposed' and b.latest <= on_day
            and b.content ->> 'ended' = organisation
            and (
                i.part ->> 'what' = what and coalesce(i.part ->> 'item', item) is not distinct from item
                or what = 'criterion' and i.part ->> 'what' = 'membership')
        order by i.part ->> 'what' <> what, b.latest, b.place, i.part ->> 'item' is null
        limit 1;
        exit when not found;
        organisation := decided.successor;
        said_by := decided.id;
        exit when organisation is null;
    end loop;
end
$$;

-- For whom something of undertakings stands: each that gave them, or whoever follows it; null for nobody.
create function pg_temp.holders(of_stream text, accepted jsonb, what text, item text, on_day date) returns text language sql stable as $$
    select string_agg(found.organisation, ', ' order by found.n)
    from (
        select h.organisation, min(g.n) as n
        from unnest(
            array[accepted ->> 'organisation']
            || array(select jsonb_array_elements_text(coalesce(accepted -> 'jointlyWith', '[]')))) with ordinality g (giver, n)
        cross join lateral pg_temp.holder(of_stream, g.giver, what, item, on_day) h
        where h.organisation is not null
        group by h.organisation
    ) found
$$;

-- What was submitted for a criterion or an undertaking, and where it stands: that it was received undoes nothing that was said of it.
create function pg_temp.evidence(of_stream text, reference text, on_day date) returns text language sql stable as $$
    select '[' || coalesce(string_agg(
            e.id::text || ' ' || case
                when coalesce(last.state, 'acknowledged') = 'acknowledged'
                    and (pg_temp.holder(of_stream, e.content ->> 'organisation', 'evidence', e.id::text, on_day)).organisation is null
                    then 'ended'
                else coalesce(last.state, 'submitted')
            end,
            ', ' order by e.place), '') || ']'
    from reference_believed e
    left join lateral (
        select replace(a.type, 'evidence_', '') as state
        from reference_believed a
        where a.stream = e.stream and a.earliest <= on_day
            and a.type in ('evidence_acknowledged', 'evidence_returned', 'evidence_judged')
            and pg_temp.stands_for((a.content ->> 'evidence')::uuid, a.stream) = e.id
        order by a.type <> 'evidence_acknowledged' desc, a.latest desc, a.place desc
        limit 1
    ) last on true
    where e.stream = of_stream and e.type = 'evidence_submitted' and e.earliest <= on_day and e.content -> 'for' ? reference
$$;

-- Published for a month, a quarter or a year.
create function pg_temp.for_period(type text, earliest date, exact boolean) returns boolean language sql immutable as $$
    select type = 'segment_published' and not exact and earliest <> '-infinity'
$$;
