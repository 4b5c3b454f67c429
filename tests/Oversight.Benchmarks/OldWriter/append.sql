-- The function through which the old writer wrote, word for word as script 004 made it until script 011 dropped it, but in a schema of
-- its own. Applied by the superuser to a database that only the benchmark has.
create schema bench;
grant usage on schema bench to oversight_program;

-- Several entries in one statement, and so in one round trip: all or nothing. Runs with the caller's rights; what it may do is what the
-- caller may do by hand. Arrays of one group are of one length: a stream and the versions it goes from and to; an entry and its columns,
-- in the order in which places are given; a person.
create function bench.append(
    logged_by text,
    correlation_id text,
    causation_id text,
    idempotency_key text,
    request_hash bytea,
    streams text[],
    expected_versions bigint[],
    new_versions bigint[],
    entry_streams text[],
    entry_versions bigint[],
    entry_ids uuid[],
    entry_types text[],
    entry_dotnet_types text[],
    entry_data jsonb[],
    person_ids text[],
    person_salts bytea[],
    person_names text[]
) returns table (id uuid, place bigint, stream text, version bigint, recorded timestamptz, repeated boolean)
language plpgsql volatile security invoker
set search_path = pg_catalog, pg_temp
-- Otherwise every call is planned anew for the length of its arrays, which costs as much as all the rest. Lookups below are written so that
-- a plan made while the tables were small is still right when they are not.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    earlier record;
    conflict record;
begin
    perform ledger.begin_writing();

    if idempotency_key is not null then
        select i.request_hash, i.entry_ids
        from ledger.idempotency i
        where i.subject = logged_by and i.key = idempotency_key
        into earlier;
        if found then
            if earlier.request_hash <> append.request_hash then
                raise exception using
                    errcode = 'OV005',
                    message = format('Idempotency key %s was used before, for other content', idempotency_key),
                    hint = 'Send a new key with new content; send the same key only to repeat exactly the same request.';
            end if;
            return query
                select p.id, p.place, e.stream_id::text, e.version, p.recorded, true
                from unnest(earlier.entry_ids) asked (id)
                cross join lateral (select * from ledger.place where ledger.place.id = asked.id limit 1) p
                cross join lateral (select stream_id, version from only oversight.mt_events where seq_id = p.seq_id limit 1) e
                order by p.place;
            return;
        end if;
    end if;

    select s.stream, s.expected, coalesce(s.version, 0) as actual
    from (
        select stream, expected, (select m.version from oversight.mt_streams m where m.id = stream) as version
        from unnest(streams, expected_versions) asked (stream, expected)
        offset 0
    ) s
    where coalesce(s.version, 0) <> s.expected
    order by s.stream
    limit 1
    into conflict;
    if found then
        raise exception using
            errcode = 'OV004',
            message = format('Stream %s is at version %s, not at %s as expected', conflict.stream, conflict.actual, conflict.expected),
            hint = 'Read what was recorded meanwhile and decide again.';
    end if;

    if cardinality(person_ids) > 0 then
        insert into ledger.person (id, salt, name)
        select p.id, p.salt, p.name from unnest(person_ids, person_salts, person_names) p (id, salt, name)
        on conflict do nothing;
    end if;

    insert into oversight.mt_streams (id, version)
    select s.stream, s.new
    from unnest(streams, expected_versions, new_versions) s (stream, expected, new)
    where s.expected = 0;

    update oversight.mt_streams m
    set version = s.new, timestamp = clock_timestamp()
    from unnest(streams, expected_versions, new_versions) s (stream, expected, new)
    where m.id = s.stream and s.expected > 0;

    insert into oversight.mt_events
        (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, user_name)
    select nextval('oversight.mt_events_sequence'), e.id, e.stream, e.version, e.data, e.type, clock_timestamp(), e.dotnet_type,
        append.correlation_id, append.causation_id, append.logged_by
    from (
        select *
        from unnest(entry_streams, entry_versions, append.entry_ids, entry_types, entry_dotnet_types, entry_data)
            with ordinality entry (stream, version, id, type, dotnet_type, data, number)
        order by number
    ) e;

    if idempotency_key is not null then
        insert into ledger.idempotency (subject, key, request_hash, entry_ids)
        values (append.logged_by, idempotency_key, append.request_hash, append.entry_ids);
    end if;

    return query
        select p.id, p.place, e.stream, e.version, p.recorded, false
        from unnest(append.entry_ids, entry_streams, entry_versions) e (id, stream, version)
        cross join lateral (select * from ledger.place where ledger.place.id = e.id limit 1) p
        order by p.place;
end
$$;

grant execute on function
    bench.append(text, text, text, text, bytea, text[], bigint[], bigint[], text[], bigint[], uuid[], text[], text[], jsonb[], text[],
        bytea[], text[])
to oversight_program;
