-- An independent reading of the record, in plain SQL: what each organisation's status is on a day, who is a member of each engagement,
-- which criteria are in force, how each side rates them and by which judgements they are satisfied, what became of milestones, target
-- exits, transition plans and evidence, which undertakings are open, by when and how they were judged, and by when certificates are to be
-- decided; each as known at a place. It shares nothing with the program's folds but the words of the design (sections 3 to 5). Everything
-- here is in the session's own pg_temp.
--
-- Left out: names and regions, reviews, for how long a criterion has stayed met, what waits for an exit, publication
-- and directions.

-- What is asked: as known at which place, and on which days.
create temp table reference_asked (known bigint not null);
create temp table reference_day (day date primary key);

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

-- What of it is known at the place asked about.
create temp view reference_known as
    select e.* from reference_entry e where e.place <= (select a.known from reference_asked a);

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

-- A date so many months after a day; unknown when that is.
create function pg_temp.months_after(of_day date, months int) returns text language sql immutable as $$
    select case
        when months is null then null
        when of_day = 'infinity' then 'unknown'
        else to_char(of_day + make_interval(months => months), 'YYYY-MM-DD')
    end
$$;

create function pg_temp.overdue(due text, on_day date, open boolean) returns text language sql immutable as $$
    select case when open and pg_temp.last_day(due) < on_day then ', overdue' else '' end
$$;

-- Whether a list names somebody or something; one that is left out names all.
create function pg_temp.names(content jsonb, list text, name text) returns boolean language sql immutable as $$
    select content ->> list is null or content -> list ? name
$$;

create function pg_temp.listed(ids uuid[]) returns text language sql immutable as $$
    select '[' || coalesce(array_to_string(ids, ' '), '') || ']'
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
        select c.id as correction, c.says, c.id, c.type, c.stream, c.place, c.target
        from reference_entry c
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

-- An entry counts unless a later retraction of it, in the same stream, counts.
create function pg_temp.counts(entry reference_entry) returns boolean language plpgsql stable as $$
begin
    return not exists (
        select
        from reference_entry r
        where r.target = entry.id and r.stream = entry.stream and r.place > entry.place and r.type = 'entry_retracted'
            and r.place <= (select a.known from reference_asked a) and pg_temp.counts(r));
end
$$;

-- The entry for which an entry of a stream stands: itself, or what a correction corrects.
create function pg_temp.stands_for(entry uuid, of_stream text) returns uuid language sql stable as $$
    select coalesce(e.root, e.id)
    from reference_known e
    where e.id = entry and e.stream = of_stream
        and e.type <> 'entry_retracted' and (e.type <> 'entry_corrected' or e.root is not null)
$$;
