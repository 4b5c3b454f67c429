-- Refusals carry SQLSTATEs of their own, class OV:
--   OV001 something recorded would change (UPDATE, DELETE, TRUNCATE, a stream row that does not advance)
--   OV002 the shape of a protected object would change (DDL)
--   OV003 the transaction's isolation level cannot see the record's last place
--   OV004 the stream is at another version than the writer expected (RecordStore reads all three from the message)
--   OV005 an idempotency key was used before, for other content
--   OV006 the entry is not one that the record can hold
--   OV007 a stream's row and its entries do not agree, or an entry leaves out a version
--   OV008 "as known at" asks about the future
-- Waiting too long for another writer stays PostgreSQL's own 55P03, and a version that is taken its 23505, as Marten expects them.
set local role oversight_guard;

-- Bodies in RETURN form are bound when they are made and do not depend on anybody's search_path.

-- The record's advisory lock ('OVERSIGH' read as a number). Whoever writes takes it, exclusive, before touching a stream or an entry,
-- and holds it until the transaction has ended; "as known at" takes it shared. Advisory, because under contention it costs less than a
-- locked row. A transaction that locks a row of mt_streams first (SELECT … FOR UPDATE) can deadlock with a writer: one of them gets 40P01.
create function ledger.record_lock() returns bigint language sql immutable parallel safe return 5716832996880369480;

-- Keeps two readers from setting ledger.known_until against each other ('OVKNOWNS').
create function ledger.known_until_lock() returns bigint language sql immutable parallel safe return 5716839576704077395;

-- An entry as it is exported: one line of JSON, keys in this order, no space but what PostgreSQL's text of the jsonb has. Its bytes (UTF-8)
-- are what the entry's leaf is the hash of, so this is defined here and never changes; EntryLine makes the same bytes in C#.
-- Nothing in it depends on a session's settings: to_json escapes a text, to_char formats a time that is in UTC already.
create function ledger.line(
    place bigint,
    id uuid,
    stream text,
    version bigint,
    type text,
    recorded timestamptz,
    user_name text,
    correlation_id text,
    causation_id text,
    headers jsonb,
    data jsonb
) returns text language sql stable parallel safe
return '{"place":' || place::text
    || ',"id":"' || id::text
    || '","stream":' || to_json(stream)::text
    || ',"version":' || version::text
    || ',"type":' || to_json(type)::text
    || ',"recorded":"' || to_char(recorded at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","logged_by":' || coalesce(to_json(user_name)::text, 'null')
    || ',"correlation_id":' || coalesce(to_json(correlation_id)::text, 'null')
    || ',"causation_id":' || coalesce(to_json(causation_id)::text, 'null')
    || ',"headers":' || coalesce(headers::text, 'null')
    || ',"data":' || data::text
    || '}';

-- RFC 9162's hash of a leaf.
create function ledger.leaf(line text) returns bytea language sql stable parallel safe
return sha256('\x00'::bytea || convert_to(line, 'UTF8'));

-- The first number of a document that is not a whole number of at most 2^53 - 1, or null. Other numbers have no one text that every
-- reader agrees on. The regular expression only spares the walk: any such number shows a point between digits, or sixteen digits.
create function ledger.inexact_number(document jsonb) returns text language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if document::text !~ '[0-9](\.[0-9]|[0-9]{15})' then
        return null;
    end if;
    return (
        select number::text
        from jsonb_path_query(document, 'strict $.** ? (@.type() == "number")') number
        where number::text !~ '^-?[0-9]+$' or abs(number::numeric) > 9007199254740991
        limit 1
    );
end
$$;

-- Taking the record's lock, and what must hold for a writer to read what the writer before it left.
create function ledger.begin_writing() returns void language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception using
            errcode = 'OV003',
            message = format('Writing to the record under isolation level %s is refused: the places given by other writers could not be seen',
                current_setting('transaction_isolation')),
            hint = 'Use READ COMMITTED; the record is written by one transaction at a time anyway.';
    end if;
    perform pg_advisory_xact_lock(ledger.record_lock());
end
$$;

-- Until when "as known at" has been answered by the clock: nothing more is recorded up to then.
create function ledger.known_until() returns timestamptz language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    return 'epoch'::timestamptz + (select last_value from ledger.known_until) * interval '1 microsecond';
end
$$;

-- The place of the last entry recorded at or before k, or -1 when there was none. The same k has the same answer for ever:
-- * Places are given, and recorded moves on, in the order in which transactions commit. If an entry recorded after k is visible, so is
--   every entry recorded at or before k, and the answer is final.
-- * Otherwise a writer may be in flight that was given a time at or before k and has not committed. The record's lock, taken shared, waits
--   for it. Whoever writes later reads a clock that is past k, and known_until holds even if that clock is set back.
create function ledger.place_known_at(k timestamptz) returns bigint language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    answer bigint;
    final boolean;
begin
    if k is null or k > clock_timestamp() then
        raise exception using
            errcode = 'OV008',
            message = format('What is known at %s cannot be asked yet: it is now %s', k, clock_timestamp()),
            hint = 'Ask about an instant that has passed; for the newest state leave the instant out.';
    end if;
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception using
            errcode = 'OV003',
            message = format('Asking what was known under isolation level %s is refused: a writer that ends meanwhile could not be seen',
                current_setting('transaction_isolation')),
            hint = 'Use READ COMMITTED.';
    end if;

    select coalesce((select recorded > k from ledger.place order by place desc limit 1), false) into final;
    if not final then
        perform pg_advisory_xact_lock_shared(ledger.record_lock());
        perform pg_advisory_xact_lock(ledger.known_until_lock());
        if k > ledger.known_until() then
            perform setval('ledger.known_until', (extract(epoch from k) * 1000000)::bigint);
        end if;
    end if;
    select place from ledger.place where recorded <= k order by recorded desc limit 1 into answer;
    return coalesce(answer, -1);
end
$$;

-- Several entries in one statement, and so in one round trip: all or nothing. Runs with the caller's rights; what it may do is what the
-- caller may do by hand. Arrays of one group are of one length: a stream and the versions it goes from and to; an entry and its columns,
-- in the order in which places are given; a person.
create function ledger.append(
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

revoke execute on all functions in schema ledger from public;
grant execute on function
    ledger.record_lock(),
    ledger.line(bigint, uuid, text, bigint, text, timestamptz, text, text, text, jsonb, jsonb),
    ledger.leaf(text),
    ledger.begin_writing(),
    ledger.place_known_at(timestamptz),
    ledger.append(text, text, text, text, bytea, text[], bigint[], bigint[], text[], bigint[], uuid[], text[], text[], jsonb[], text[],
        bytea[], text[])
to oversight_program;

reset role;
