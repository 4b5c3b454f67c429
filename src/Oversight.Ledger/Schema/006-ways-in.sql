-- More than one way in: what Marten needs to give the same guarantees, with the same errors, as ledger.append.
--   OV009 the idempotency key was used before, for the same content: the transaction ends, and its answer is the earlier receipt
set local role oversight_guard;

-- Marten writes headers that are not there as SQL NULL when a stream begins and as JSON null when it goes on. Both say nothing: one form.
create function ledger.without_headers() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.headers := null;
    return new;
end
$$;

-- The first statement of an append that comes through Marten: the record's lock, then what ledger.append checks and keeps before it writes
-- the entries. Runs with the caller's rights.
create function ledger.begin_append(
    logged_by text,
    idempotency_key text,
    request_hash bytea,
    streams text[],
    expected_versions bigint[],
    entry_ids uuid[],
    person_ids text[],
    person_salts bytea[],
    person_names text[]
) returns void
language plpgsql volatile security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    earlier record;
    conflict record;
begin
    perform ledger.begin_writing();

    if idempotency_key is not null then
        select i.request_hash
        from ledger.idempotency i
        where i.subject = logged_by and i.key = idempotency_key
        into earlier;
        if found and earlier.request_hash <> begin_append.request_hash then
            raise exception using
                errcode = 'OV005',
                message = format('Idempotency key %s was used before, for other content', idempotency_key),
                hint = 'Send a new key with new content; send the same key only to repeat exactly the same request.';
        elsif found then
            raise exception using
                errcode = 'OV009',
                message = format('Idempotency key %s was used before, for the same content', idempotency_key),
                hint = 'Read the receipt of the earlier request: it is the answer to this one too.';
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

    if idempotency_key is not null then
        insert into ledger.idempotency (subject, key, request_hash, entry_ids)
        values (logged_by, idempotency_key, begin_append.request_hash, begin_append.entry_ids);
    end if;
end
$$;

revoke execute on function ledger.without_headers() from public;
revoke execute on function
    ledger.begin_append(text, text, bytea, text[], bigint[], uuid[], text[], bytea[], text[]) from public;
grant execute on function
    ledger.begin_append(text, text, bytea, text[], bigint[], uuid[], text[], bytea[], text[])
to oversight_program;

reset role;

-- Before the entry is admitted: triggers of one kind run in the order of their names.
create trigger oversight_1_no_headers before insert on oversight.mt_events
    for each row when (new.headers = 'null'::jsonb) execute function ledger.without_headers();
alter table oversight.mt_events enable always trigger oversight_1_no_headers;

-- As Marten makes it; the golden record's catalogue showed the difference.
set local role oversight_owner;
alter table oversight.mt_high_water_skips alter column starting_sequence set not null;
reset role;
