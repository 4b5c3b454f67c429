-- An independent reading of the record, in plain SQL: what each organisation's status is on a day, who is a member of each engagement,
-- which criteria are in force, how each side rates them and by which judgements they are satisfied, what became of milestones, target
-- exits, transition plans and evidence, which undertakings are open, by when and how they were judged, and by when certificates are to be
-- decided; each as known at a place. It shares nothing with the program's folds but the words of the design (sections 3 to 5). Everything here is in the session's
-- own pg_temp.
--
-- Left out: names and regions, reviews, for how long a criterion has stayed met, what waits for an exit, publication
-- and directions.

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
    content jsonb
);
create index on reference_entry (target) where target is not null;
create index on reference_entry (root) where root is not null;

-- What is believed at the place asked about.
create temp table reference_believed (
    place bigint primary key,
    id uuid not null unique,
    stream text not null,
    type text not null,
    earliest date not null,
    latest date not null,
    exact boolean not null,
    after uuid,
    content jsonb not null
);
create index on reference_believed (stream, type);

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
    id uuid not null,
    primary key (topic, day, place)
);

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
    insert into reference_entry (place, id, stream, type, target, says, effective, earliest, latest, exact, after, content)
    select p.place, e.id, e.stream_id, e.type,
        case when e.type in ('entry_corrected', 'entry_retracted') then (e.data ->> 'target')::uuid end,
        c.says,
        w.effective,
        pg_temp.first_day(w.effective),
        pg_temp.last_day(w.effective),
        w.effective like '____-__-__',
        (c.content #>> '{decision,after}')::uuid,
        c.content
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

-- The entry for which an entry of a stream stands: itself, or what a correction corrects.
create function pg_temp.stands_for(entry uuid, of_stream text, known bigint) returns uuid language sql stable as $$
    select coalesce(e.root, e.id)
    from reference_entry e
    where e.id = entry and e.stream = of_stream and e.place <= known
        and e.type <> 'entry_retracted' and (e.type <> 'entry_corrected' or e.root is not null)
$$;

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

-- Finds what may hold on each day, in each of some topics.
create function pg_temp.weigh(topics text[], days date[]) returns void language plpgsql as $$
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
        cross join (select distinct unnest(days)) d (day)
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
    select (d.entry).topic, d.day, (d.entry).place, (d.entry).id
    from dated d
    where (d.entry).topic not in (select k.topic from reference_link k)
        or not exists (
            select
            from reference_topic l
            where l.topic = (d.entry).topic and l.certain <= d.day and pg_temp.precedes(d.entry, l));
    analyze reference_holding;
end
$$;

create function pg_temp.holding(of_topic text, on_day date) returns table (place bigint, id uuid) language sql stable as $$
    select h.place, h.id from reference_holding h where h.topic = of_topic and h.day = on_day
$$;

-- Whether any entry of a topic certainly holds by a day; else perhaps none does.
create function pg_temp.certain(of_topic text, on_day date) returns boolean language sql stable as $$
    select exists (select from reference_topic t where t.topic = of_topic and t.certain <= on_day)
$$;

-- The ids of what holds, in place order, and whether there is perhaps nothing.
create function pg_temp.named(of_topic text, on_day date) returns text language sql stable as $$
    select '[' || coalesce(string_agg(h.id::text, ' ' order by h.place), '') || ']'
        || case when pg_temp.certain(of_topic, on_day) then '' else ' or none' end
    from pg_temp.holding(of_topic, on_day) h
$$;

-- What two wordings of a criterion have to share for a judgement of the one to count for the other.
create function pg_temp.matter(criterion jsonb) returns text language sql immutable as $$
    select jsonb_build_array(
        criterion ->> 'wording', criterion ->> 'measure', criterion ->> 'threshold', criterion ->> 'sustainedMonths')::text
$$;

create function pg_temp.judgements(stream text, level text, member text, reference text, matter text) returns text
language sql immutable as $$
    select concat_ws(' ', 'judgements', stream, level, member, reference, md5(matter))
$$;

-- Whoever was ever a member: named by the entry by which an engagement began, or joined later.
create temp view reference_member as
    select e.stream, m.organisation
    from (
        select distinct on (b.stream) b.*
        from reference_believed b
        where b.type = 'recovery_entered'
        order by b.stream, b.place
    ) e
    cross join lateral (
        select jsonb_array_elements_text(e.content -> 'members')
        union
        select b.content ->> 'organisation'
        from reference_believed b
        where b.stream = e.stream and b.type = 'recovery_member_joined'
    ) m (organisation);

-- Whether an entry states when a member is to leave.
create function pg_temp.states_target(entry reference_believed, member text) returns boolean language sql immutable as $$
    select coalesce(
        case entry.type
            when 'recovery_entered' then entry.content ->> 'targetExit' is not null
            when 'target_exit_revised' then coalesce(entry.content ->> 'member', member) = member
        end,
        false)
$$;

-- A date so many months after a day; unknown when that is.
create function pg_temp.months_after(of_day date, months int) returns text language sql immutable as $$
    select case
        when months is null then null
        when of_day = 'infinity' then 'unknown'
        else to_char(of_day + make_interval(months => months), 'YYYY-MM-DD')
    end
$$;

-- What was submitted for a criterion or an undertaking, and where it stands: that it was received undoes nothing that was said of it.
create function pg_temp.evidence(of_stream text, reference text, on_day date, known bigint) returns text language sql stable as $$
    select '[' || coalesce(string_agg(e.id::text || ' ' || coalesce(last.state, 'submitted'), ', ' order by e.place), '') || ']'
    from reference_believed e
    left join lateral (
        select replace(a.type, 'evidence_', '') as state
        from reference_believed a
        where a.stream = e.stream and a.earliest <= on_day
            and a.type in ('evidence_acknowledged', 'evidence_returned', 'evidence_judged')
            and pg_temp.stands_for((a.content ->> 'evidence')::uuid, a.stream, known) = e.id
        order by a.type <> 'evidence_acknowledged' desc, a.latest desc, a.place desc
        limit 1
    ) last on true
    where e.stream = of_stream and e.type = 'evidence_submitted' and e.earliest <= on_day and e.content -> 'for' ? reference
$$;

-- The criterion as it was worded when it was judged: in the set named, or as in force on the latest day of the judgement.
create function pg_temp.judged_wording(judgement reference_believed, known bigint) returns jsonb language sql stable as $$
    select w.criterion
    from (
        select c.criterion, 0 as purpose, b.place, c.n
        from reference_believed b
        cross join jsonb_array_elements(b.content -> 'criteria') with ordinality c (criterion, n)
        where b.type in ('exit_criteria_agreed', 'exit_criteria_refreshed')
            and b.id = pg_temp.stands_for((judgement.content ->> 'wording')::uuid, judgement.stream, known)
        union all
        select c.criterion, p.n, b.place, c.n
        from unnest(array['exit', 'transition']) with ordinality p (purpose, n)
        cross join pg_temp.holding(p.purpose || ' criteria of ' || judgement.stream, judgement.latest) h
        join reference_believed b on b.place = h.place
        cross join jsonb_array_elements(b.content -> 'criteria') with ordinality c (criterion, n)
        where judgement.content ->> 'wording' is null
    ) w
    where w.criterion ->> 'reference' = judgement.content ->> 'criterion'
    order by w.purpose, w.place desc, w.n
    limit 1
$$;

-- Published for a month, a quarter or a year.
create function pg_temp.for_period(entry reference_believed) returns boolean language sql immutable as $$
    select entry.type = 'segment_published' and not entry.exact and entry.earliest <> '-infinity'
$$;

create function pg_temp.believe(known bigint, days date[]) returns void language plpgsql as $$
begin
    delete from reference_believed;
    delete from reference_topic;
    delete from reference_link;
    delete from reference_holding;

    -- Of the corrections that count, the latest place wins, and its content replaces the whole content.
    insert into reference_believed
    select e.place, e.id, e.stream, e.type, b.earliest, b.latest, b.exact, b.after, b.content
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
        and e.type not in ('entry_corrected', 'entry_retracted')
        and pg_temp.counts(e.id, known);
    analyze reference_believed;

    insert into reference_topic
    select t.topic, b.place, b.id, b.earliest, b.latest, b.exact, b.after,
        case when pg_temp.for_period(b) then b.earliest else b.latest end
    from reference_believed b
    cross join lateral (
        select 'framework' where b.type = 'framework_published'
        union all
        select 'segment of ' || b.stream where b.type in ('segment_published', 'segment_assigned', 'segment_agreed')
        union all
        select b.content ->> 'purpose' || ' criteria of ' || b.stream
        where b.type in ('exit_criteria_agreed', 'exit_criteria_refreshed')
        union all
        select m.organisation || ' in ' || b.stream
        from reference_member m
        where m.stream = b.stream
            and case b.type
                when 'recovery_entered' then b.content -> 'members' ? m.organisation
                when 'recovery_member_joined' then b.content ->> 'organisation' = m.organisation
                when 'recovery_member_exited' then b.content ->> 'organisation' = m.organisation
                when 'exit_agreed' then b.content ->> 'members' is null or b.content -> 'members' ? m.organisation
            end
        union all
        select 'judgements of ' || (b.content ->> 'item') || ' in ' || b.stream where b.type = 'undertaking_judged'
        union all
        select 'milestone ' || (b.content ->> 'milestone') || ' of ' || b.stream
        where b.type in ('milestone_rescheduled', 'milestone_achieved', 'milestone_missed')
        union all
        select 'target exit of ' || m.organisation || ' in ' || m.stream
        from reference_member m
        where m.stream = b.stream and pg_temp.states_target(b, m.organisation)
        union all
        select 'transition plan of ' || b.stream where b.type = 'transition_plan_agreed'
    ) t (topic);
    -- Which wording was judged is asked of the criteria on the latest day of each judgement.
    perform pg_temp.weigh(
        array(select distinct t.topic from reference_topic t where t.topic like '% criteria of %'),
        days || array(
            select b.latest from reference_believed b where b.type in ('criterion_assessed', 'criterion_self_assessed')));
    perform pg_temp.weigh(
        array(select distinct t.topic from reference_topic t where t.topic not like '% criteria of %'), days);

    -- A rating counts for the wording that it is about, for each member; beside every other wording of that reference it is another's.
    insert into reference_topic
    with rated as materialized (
        select b.*, pg_temp.matter(w.wording) as matter, coalesce(b.content ->> 'level', 'self') as level
        from reference_believed b
        cross join lateral (select pg_temp.judged_wording(b, known)) w (wording)
        where b.type in ('criterion_assessed', 'criterion_self_assessed')
    ),
    worded as materialized (
        select distinct b.stream, c.criterion ->> 'reference' as reference, pg_temp.matter(c.criterion) as matter
        from reference_believed b
        cross join jsonb_array_elements(b.content -> 'criteria') c (criterion)
        where b.type in ('exit_criteria_agreed', 'exit_criteria_refreshed')
    )
    select case when w.matter = r.matter then '' else 'other ' end
            || pg_temp.judgements(r.stream, r.level, m.organisation, w.reference, w.matter),
        r.place, r.id, r.earliest, r.latest, r.exact, r.after, r.latest
    from rated r
    join worded w on w.stream = r.stream and w.reference = r.content ->> 'criterion'
    join reference_member m
        on m.stream = r.stream and coalesce(r.content ->> 'member', m.organisation) = m.organisation;
    perform pg_temp.weigh(
        array(select distinct t.topic from reference_topic t where t.topic like '%judgements recovery-%'), days);
end
$$;

-- The ids of one side's ratings: those of the wording in force and, where perhaps there are none, those of another.
create function pg_temp.rated(of_topic text, on_day date) returns text language sql stable as $$
    select '[' || coalesce(string_agg(h.id::text, ' ' order by h.place), '') || ']'
        || case when pg_temp.certain(of_topic, on_day) or pg_temp.certain('other ' || of_topic, on_day) then '' else ' or none' end
    from (
        select o.place, o.id from pg_temp.holding(of_topic, on_day) o
        union all
        select o.place, o.id from pg_temp.holding('other ' || of_topic, on_day) o where not pg_temp.certain(of_topic, on_day)
    ) h
$$;

-- Whether each beginning of a membership that may have come by a day has a certain end of its own that does not come before it.
create function pg_temp.ended(of_topic text, on_day date) returns boolean language sql stable as $$
    with entry as (
        select t.earliest, t.latest, b.type in ('recovery_entered', 'recovery_member_joined') as begins
        from reference_topic t
        join reference_believed b on b.place = t.place
        where t.topic = of_topic
    ),
    beginning as (
        select earliest, row_number() over (order by earliest desc) as n from entry where begins and earliest <= on_day
    ),
    ending as (
        select latest, row_number() over (order by latest desc) as n from entry where not begins and latest <= on_day
    )
    select not exists (
        select from beginning b left join ending e on e.n = b.n where e.n is null or b.earliest > e.latest)
$$;

-- Each organisation's status on each day, in one line.
create function pg_temp.statuses(days date[]) returns table (stream text, on_day date, line text) language sql stable as $$
    with day as (select unnest(days) as day),
    framework as materialized (
        select d.day,
            case
                when count(h.place) = 0 then 'none'
                when count(h.place) > 1 or not pg_temp.certain('framework', d.day) then 'uncertain'
                when min(pg_temp.last_day(b.content #>> '{framework,inForceUntil}')) < d.day then 'lapsed'
                else 'in force'
            end as state,
            min(pg_temp.last_day(b.content #>> '{framework,inForceUntil}')) as until,
            array_agg(b.content #> '{framework,segmentedKinds}') filter (where h.place is not null) as segmented_kinds
        from day d
        left join pg_temp.holding('framework', d.day) h on true
        left join reference_believed b on b.place = h.place
        group by d.day
    ),
    registered as (
        select distinct on (b.stream) b.*
        from reference_believed b
        where b.type = 'organisation_registered'
        order by b.stream, b.place
    ),
    ended as (
        select distinct on (b.stream) b.*
        from reference_believed b
        where b.type = 'organisation_succeeded'
        order by b.stream, b.place
    ),
    segment as (
        select d.day, r.stream,
            coalesce(string_agg(h.id::text, ' ' order by h.place), '') as candidates,
            count(distinct b.content ->> 'segment') as numbers,
            min(b.content ->> 'segment') as number,
            min(b.earliest) as begins,
            bool_and(pg_temp.for_period(b) and b.latest < d.day) as over
        from day d
        cross join registered r
        left join pg_temp.holding('segment of ' || r.stream, d.day) h on true
        left join reference_believed b on b.place = h.place
        group by d.day, r.stream
    )
    select
        r.stream,
        s.day,
        case
            when e.latest <= s.day then 'ended'
            when r.earliest > s.day then 'not-yet'
            when r.latest > s.day or e.earliest <= s.day then 'uncertain'
            else 'exists'
        end
        || ', segment ' || a.state
        || case when a.state = 'certain' then ' ' || s.number else '' end
        || ', resting on [' || s.candidates || ']'
    from segment s
    join registered r on r.stream = s.stream
    left join ended e on e.stream = s.stream
    join framework f on f.day = s.day
    cross join lateral (
        select case
            -- Past its term a framework is carried on: what was decided since then holds.
            when f.state = 'lapsed' and s.begins > f.until and pg_temp.certain('segment of ' || r.stream, s.day)
                then case when s.numbers > 1 then 'uncertain' when s.over then 'last-published' else 'certain' end
            -- Not under the framework that holds; or perhaps not, where it is uncertain which one does.
            when exists (select from unnest(f.segmented_kinds) kinds where not kinds ? (r.content ->> 'kind'))
                then case f.state when 'in force' then 'not-segmented' when 'lapsed' then 'not-known' else 'uncertain' end
            when f.state = 'lapsed' or s.numbers = 0 then 'not-known'
            when s.numbers > 1 or not pg_temp.certain('segment of ' || r.stream, s.day) then 'uncertain'
            when s.over then 'last-published'
            else 'certain'
        end
    ) a (state)
$$;

-- Who is in each engagement on each day, which criteria are in force, and how those that concern a member are judged: a line each.
create function pg_temp.engagements(days date[], known bigint) returns table (stream text, on_day date, line text)
language sql stable as $$
    with day as (select unnest(days) as day),
    engagement as (select distinct b.stream from reference_believed b where b.type = 'recovery_entered'),
    membership as materialized (
        select d.day, m.stream, m.organisation, m.organisation || ' in ' || m.stream as topic,
            case
                when count(h.place) filter (where b.type in ('recovery_entered', 'recovery_member_joined')) = 0 then 'no'
                when count(h.place) filter (where b.type not in ('recovery_entered', 'recovery_member_joined')) = 0
                    and pg_temp.certain(m.organisation || ' in ' || m.stream, d.day)
                    then 'yes'
                when pg_temp.ended(m.organisation || ' in ' || m.stream, d.day) then 'no'
                else 'perhaps'
            end as state,
            '[' || coalesce(string_agg(h.id::text, ' ' order by h.place), '') || ']' as entries
        from day d
        cross join reference_member m
        left join pg_temp.holding(m.organisation || ' in ' || m.stream, d.day) h on true
        left join reference_believed b on b.place = h.place
        group by d.day, m.stream, m.organisation
    ),
    -- What was open for a member that ended is owed by the successors that joined in its place.
    passed_on as materialized (
        select m.day, m.stream, m.organisation, t.organisation as successor
        from membership m
        cross join lateral (
            select b.*
            from reference_believed b
            where b.type = 'organisation_succeeded' and b.stream = 'organisation-' || m.organisation
            order by b.place
            limit 1
        ) e
        join membership t on t.stream = m.stream and t.day = m.day and t.state = 'yes' and t.organisation <> m.organisation
        where m.state <> 'no' and e.latest <= m.day
            and exists (
                select
                from jsonb_array_elements(e.content -> 'successors') s (successor)
                where s.successor ->> 'organisation' = t.organisation)
            and exists (
                select
                from reference_believed j
                where j.stream = m.stream and j.type = 'recovery_member_joined'
                    and j.content ->> 'organisation' = t.organisation and j.earliest <= m.day
                    and (j.latest >= e.earliest or j.content #>> '{decision,predecessor}' = m.organisation))
    ),
    criteria as materialized (
        select d.day, e.stream, p.purpose,
            '[' || coalesce(string_agg(h.id::text, ' ' order by h.place), '') || ']' as entries,
            max(h.place) as in_force
        from day d
        cross join engagement e
        cross join unnest(array['exit', 'transition']) p (purpose)
        left join pg_temp.holding(p.purpose || ' criteria of ' || e.stream, d.day) h on true
        group by d.day, e.stream, p.purpose
    ),
    -- Exit criteria are asked of members, those that only perhaps are included; transition criteria of all who ever were.
    criterion as (
        select s.day, s.stream, s.purpose, m.organisation, c.criterion ->> 'reference' as reference, c.criterion,
            pg_temp.judgements(s.stream, 'national', m.organisation, c.criterion ->> 'reference', pg_temp.matter(c.criterion)) as national,
            pg_temp.judgements(s.stream, 'region', m.organisation, c.criterion ->> 'reference', pg_temp.matter(c.criterion)) as region,
            pg_temp.judgements(s.stream, 'self', m.organisation, c.criterion ->> 'reference', pg_temp.matter(c.criterion)) as self
        from criteria s
        join reference_believed b on b.place = s.in_force
        join membership m on m.stream = s.stream and m.day = s.day and (s.purpose = 'transition' or m.state <> 'no')
        cross join jsonb_array_elements(b.content -> 'criteria') c (criterion)
        where not exists (
                select from passed_on p where p.stream = m.stream and p.day = m.day and p.organisation = m.organisation)
            and (
                c.criterion ->> 'members' is null
                or c.criterion -> 'members' ? m.organisation
                or exists (
                    select
                    from passed_on p
                    where p.stream = m.stream and p.day = m.day and p.successor = m.organisation
                        and c.criterion -> 'members' ? p.organisation))
    ),
    -- The national judgement decides where there certainly is one; else it and the region's, where that certainly is one.
    judged as (
        select c.*,
            (pg_temp.certain(c.national, c.day) or pg_temp.certain(c.region, c.day))
            and not exists (
                select
                from (
                    select h.place from pg_temp.holding(c.national, c.day) h
                    union all
                    select h.place from pg_temp.holding(c.region, c.day) h where not pg_temp.certain(c.national, c.day)
                ) deciding
                join reference_believed b on b.place = deciding.place
                where not (
                    b.content ->> 'judgement' = 'met-and-sustained'
                    or b.content ->> 'judgement' = 'met' and c.criterion ->> 'sustainedMonths' is null)
            ) as satisfied
        from criterion c
    )
    select m.stream, m.day,
        m.organisation || ' a member: '
            || case
                when exists (
                    select from passed_on p where p.stream = m.stream and p.day = m.day and p.organisation = m.organisation)
                    then 'no'
                else m.state
            end
            || ' ' || m.entries
    from membership m
    union all
    select c.stream, c.day, c.purpose || ' criteria ' || c.entries from criteria c
    union all
    select j.stream, j.day,
        j.organisation || ' ' || j.purpose || ' ' || j.reference || ': '
            || case when j.satisfied then 'satisfied' else 'not satisfied' end
            || ', due ' || coalesce(j.criterion ->> 'due', 'at no date')
            || case when not j.satisfied and pg_temp.last_day(j.criterion ->> 'due') < j.day then ', overdue' else '' end
            || ', national ' || pg_temp.rated(j.national, j.day)
            || ', region ' || pg_temp.rated(j.region, j.day)
            || ', self ' || pg_temp.rated(j.self, j.day)
            || ', evidence ' || pg_temp.evidence(j.stream, j.reference, j.day, known)
    from judged j
$$;

-- What the entries that may hold say of a milestone; where perhaps none does, that it is open. That it was certainly reached by the day
-- ends it, however vague the dates of the others are.
create function pg_temp.milestone_states(of_topic text, on_day date) returns table (state text) language sql stable as $$
    with held as (
        select b.type, b.type = 'milestone_achieved' and b.latest <= on_day as ends
        from pg_temp.holding(of_topic, on_day) h
        join reference_believed b on b.place = h.place
    )
    select case h.type when 'milestone_achieved' then 'achieved' when 'milestone_missed' then 'missed' else 'open' end
    from held h
    where h.ends or not exists (select from held e where e.ends)
    union all
    select 'open' where not pg_temp.certain(of_topic, on_day)
$$;

-- What became of each milestone, of each member's target exit and of each transition plan on each day.
create function pg_temp.milestones(days date[]) returns table (stream text, on_day date, line text) language sql stable as $$
    select m.stream, m.day,
        'milestone ' || m.reference || ': ' || m.state || ', due ' || m.due
            || case when m.state <> 'achieved' and pg_temp.last_day(m.due) < m.day then ', overdue' else '' end
            || ', resting on ' || (
                select '[' || string_agg(b.id::text, ' ' order by b.place) || ']'
                from reference_believed b
                where b.id = m.set_by or b.id = any(m.moved_by) or b.id in (select h.id from pg_temp.holding(m.topic, m.day) h))
    from (
        select g.day, b.stream, b.content ->> 'milestone' as reference, t.topic,
            -- Moved after it was set, whatever the dates say; of several the one with the latest day, of the same the later place.
            (array_agg(b.content ->> 'due' order by b.type = 'milestone_rescheduled' desc, b.latest desc, b.place desc))[1] as due,
            (array_agg(b.id order by b.type = 'milestone_set' desc, b.latest desc, b.place desc))[1] as set_by,
            array_agg(b.id) filter (where b.type = 'milestone_rescheduled') as moved_by,
            (
                select case when count(distinct s.state) > 1 then 'uncertain' else min(s.state) end
                from pg_temp.milestone_states(t.topic, g.day) s
            ) as state
        from unnest(days) g (day)
        join reference_believed b on b.type in ('milestone_set', 'milestone_rescheduled') and b.earliest <= g.day
        cross join lateral (select 'milestone ' || (b.content ->> 'milestone') || ' of ' || b.stream) t (topic)
        where exists (select from reference_believed e where e.stream = b.stream and e.type = 'recovery_entered')
        group by g.day, b.stream, b.content ->> 'milestone', t.topic
        having bool_or(b.type = 'milestone_set')
    ) m
$$;

create function pg_temp.target_exits(days date[]) returns table (stream text, on_day date, line text) language sql stable as $$
    select m.stream, g.day,
        m.organisation || ' target exit: '
            || case when h.targets = 1 and pg_temp.certain(t.topic, g.day) then h.target else '-' end
            || ', moved ' || h.moved || ', last ' || pg_temp.named(t.topic, g.day)
    from unnest(days) g (day)
    cross join reference_member m
    cross join lateral (select 'target exit of ' || m.organisation || ' in ' || m.stream) t (topic)
    cross join lateral (
        select count(distinct s.target) filter (where s.may_hold) as targets,
            min(s.target) filter (where s.may_hold) as target,
            count(*) filter (where s.target <> s.before) as moved,
            count(*) as statements
        from (
            select coalesce(b.content ->> 'targetExit', b.content ->> 'target') as target,
                b.place in (select p.place from pg_temp.holding(t.topic, g.day) p) as may_hold,
                -- What begins an engagement precedes the rest of it, whenever that was.
                lag(coalesce(b.content ->> 'targetExit', b.content ->> 'target'))
                    over (order by b.type <> 'recovery_entered', b.latest, b.place) as before
            from reference_believed b
            where b.stream = m.stream and b.earliest <= g.day and pg_temp.states_target(b, m.organisation)
        ) s
    ) h
    where h.statements > 0
$$;

create function pg_temp.transition_plans(days date[]) returns table (stream text, on_day date, line text) language sql stable as $$
    select p.stream, p.day,
        'transition plan [' || p.plans || ']'
            || case when c.completed then ' completed' else '' end
            || ', reviewed ' || coalesce(r.effective, 'never')
            || ', next ' || coalesce(n.due, '-')
            || case when pg_temp.last_day(n.due) < p.day then ', overdue' else '' end
    from (
        select distinct on (e.stream, g.day) e.stream, g.day, b.earliest, b.latest, b.content,
            string_agg(b.id::text, ' ') over (
                partition by e.stream, g.day order by h.place rows between unbounded preceding and unbounded following) as plans
        from unnest(days) g (day)
        cross join (select distinct m.stream from reference_member m) e
        cross join pg_temp.holding('transition plan of ' || e.stream, g.day) h
        join reference_believed b on b.place = h.place
        order by e.stream, g.day, h.place desc
    ) p
    -- What happened to a plan that this one replaced says nothing about it.
    left join lateral (
        select b.content #>> '{decision,effective}' as effective, b.latest, b.content ->> 'nextReviewDue' as next
        from reference_believed b
        where b.stream = p.stream and b.type = 'transition_plan_reviewed' and b.latest <= p.day and b.latest >= p.earliest
        order by b.latest desc, b.place desc
        limit 1
    ) r on true
    cross join lateral (
        select exists (
            select
            from reference_believed b
            where b.stream = p.stream and b.type = 'transition_plan_completed' and b.latest <= p.day and b.latest >= p.earliest)
    ) c (completed)
    cross join lateral (
        select case when not c.completed then coalesce(
            case when r.latest is null then p.content ->> 'firstReviewDue' else r.next end,
            pg_temp.months_after(coalesce(r.latest, p.latest), (p.content ->> 'reviewMonths')::int))
        end
    ) n (due)
$$;

-- Each undertaking on each day: by when as varied, whether open and overdue, and how judged.
create function pg_temp.undertakings(days date[], known bigint) returns table (stream text, on_day date, line text)
language sql stable as $$
    with day as (select unnest(days) as day),
    accepted as (
        select distinct on (b.stream) b.*
        from reference_believed b
        where b.type = 'undertakings_accepted'
        order by b.stream, b.place
    ),
    item as (
        select d.day, a.stream, a.earliest, i.item ->> 'reference' as reference,
            'judgements of ' || (i.item ->> 'reference') || ' in ' || a.stream as judgements,
            -- The variation with the later latest day wins, of the same the later place.
            coalesce(varied.due, i.item ->> 'due') as due
        from day d
        cross join accepted a
        cross join jsonb_array_elements(a.content -> 'items') i (item)
        left join lateral (
            select v.content ->> 'due' as due
            from reference_believed v
            where v.stream = a.stream and v.type = 'undertaking_varied' and v.earliest <= d.day
                and v.content ->> 'item' = i.item ->> 'reference' and v.content ->> 'due' is not null
            order by v.latest desc, v.place desc
            limit 1
        ) varied on true
    ),
    standing as (
        select i.*,
            i.earliest <= i.day
            and not exists (
                select
                from reference_believed b
                where b.stream = i.stream and b.type = 'undertakings_discharged' and b.latest <= i.day
                    and (b.content ->> 'items' is null or b.content -> 'items' ? i.reference))
            and not exists (
                select
                from reference_believed b
                join reference_believed a
                    on a.id = pg_temp.stands_for((b.content ->> 'application')::uuid, b.stream, known)
                where b.stream = i.stream and b.type = 'certificate_issued' and b.latest <= i.day
                    and a.type = 'certificate_applied_for'
                    and (a.content ->> 'items' is null or a.content -> 'items' ? i.reference)
                    and not exists (
                        select
                        from reference_believed r
                        where r.stream = b.stream and r.type = 'certificate_revoked' and r.earliest <= i.day
                            and pg_temp.stands_for((r.content ->> 'certificate')::uuid, r.stream, known) = b.id))
            and not (
                pg_temp.certain(i.judgements, i.day)
                and not exists (
                    select
                    from pg_temp.holding(i.judgements, i.day) h
                    join reference_believed b on b.place = h.place
                    where b.content ->> 'judgement' <> 'complied')
            ) as open
        from item i
    )
    select a.stream, d.day, 'accepted ' || (a.content #>> '{decision,effective}') from accepted a cross join day d
    union all
    select s.stream, s.day,
        s.reference || ': due ' || coalesce(s.due, 'at no date')
            || case when s.open then ', open' else ', not open' end
            || case when s.open and pg_temp.last_day(s.due) < s.day then ', overdue' else '' end
            || ', judged ' || pg_temp.named(s.judgements, s.day)
            || ', evidence ' || pg_temp.evidence(s.stream, s.reference, s.day, known)
    from standing s
    union all
    -- Of the bases in law only this one has compliance certificates, decided within 14 days after the one of receipt.
    select a.stream, d.day,
        'application ' || c.id || ': by ' || coalesce(due.by::text, '-')
            || ', ' || coalesce(replace(answer.type, 'certificate_', ''), 'not decided')
            || case when answer.id is null and due.by < d.day then ', overdue' else '' end
            || case when revocation.revoked then ', revoked' else '' end
    from accepted a
    cross join day d
    join reference_believed c on c.stream = a.stream and c.type = 'certificate_applied_for' and c.earliest <= d.day
    cross join lateral (
        select case when a.content ->> 'legalBasis' = 'hsc-act-2012-s106' and c.latest < 'infinity' then c.latest + 14 end
    ) due (by)
    left join lateral (
        select f.*
        from (
            select b.*
            from reference_believed b
            where b.stream = c.stream and b.type in ('certificate_issued', 'certificate_refused')
                and pg_temp.stands_for((b.content ->> 'application')::uuid, b.stream, known) = c.id
            order by b.place
            limit 1
        ) f
        where f.latest <= d.day
    ) answer on true
    cross join lateral (
        select exists (
            select
            from reference_believed r
            where r.stream = c.stream and r.type = 'certificate_revoked' and r.latest <= d.day
                and pg_temp.stands_for((r.content ->> 'certificate')::uuid, r.stream, known) = answer.id)
    ) revocation (revoked)
$$;
