-- What the guards did not hold until now.
--   OV002 also: dropping the schema of the guards took the guards away before they could refuse it
--   OV010 also: the bytes of a document do not have its hash
--   OV012 the server's clock has jumped
set local role oversight_guard;

-- A document is hashed once, when the transaction that stores its row ends; a part that comes later makes it longer than it is. Whole in the
-- database's memory for that moment, and of at most 50 MB.
create or replace function ledger.check_document() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    said bigint;
    parts record;
    hash bytea;
begin
    select length from ledger.document where organisation = new.organisation and sha256 = new.sha256 into said;
    select coalesce(sum(octet_length(content)), 0) as length, count(*) as count, coalesce(max(number), -1) + 1 as next
    from ledger.document_part
    where organisation = new.organisation and sha256 = new.sha256
    into parts;
    if parts.length is distinct from said or parts.count <> parts.next then
        raise exception using
            errcode = 'OV010',
            message = format('Document %s of %s is refused: it says %s bytes, its %s parts have %s',
                encode(new.sha256, 'hex'), new.organisation, coalesce(said::text, 'no'), parts.count, parts.length),
            hint = 'Store a document and all its parts, numbered 0, 1, 2, …, in one transaction.';
    end if;
    if tg_table_name = 'document' then
        select sha256(string_agg(content, ''::bytea order by number))
        from ledger.document_part
        where organisation = new.organisation and sha256 = new.sha256
        into hash;
        if hash is distinct from new.sha256 then
            raise exception using
                errcode = 'OV010',
                message = format('Document %s of %s is refused: its bytes have the hash %s',
                    encode(new.sha256, 'hex'), new.organisation, encode(hash, 'hex')),
                hint = 'Store a document under the SHA-256 of its bytes.';
        end if;
    end if;
    return null;
end
$$;

-- Recorded times only ever go on: one entry, or one question, under a clock that is years ahead would hold all that follow in those years.
create function ledger.refuse_jump(at timestamptz, since timestamptz) returns void language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if at > since + interval '5 years'
        and coalesce(current_setting('oversight.clock_is_right', true), '') <> 'yes'
    then
        raise exception using
            errcode = 'OV012',
            message = format('The server''s clock says %s: %s is more than five years after %s, when something was recorded last',
                date_trunc('second', clock_timestamp()), date_trunc('second', at), date_trunc('second', since)),
            hint = 'Set the clock right. If it is right: alter database … set oversight.clock_is_right = ''yes''.';
    end if;
end
$$;
revoke execute on function ledger.refuse_jump(timestamptz, timestamptz) from public;

create function ledger.refuse_entry_after_jump() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ledger.refuse_jump(clock_timestamp(), coalesce(
        (select recorded from ledger.place order by place desc limit 1),
        (select max(applied) from ledger.migration)));
    return null;
end
$$;
revoke execute on function ledger.refuse_entry_after_jump() from public;

-- As in 004, and new: a clock that has jumped is refused before anything is kept of it; and where the last entry was recorded under a clock
-- that has been set back since, an instant up to that entry's has passed: what was just recorded can be asked for.
create or replace function ledger.place_known_at(k timestamptz) returns bigint language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    answer bigint;
    last_recorded timestamptz;
begin
    select recorded from ledger.place order by place desc limit 1 into last_recorded;
    if k is null or k > greatest(clock_timestamp(), last_recorded) then
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

    if not coalesce(last_recorded > k, false) then
        perform ledger.refuse_jump(k, coalesce(last_recorded, (select max(applied) from ledger.migration)));
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

reset role;

-- Once for a statement: it costs what one look at the last place costs.
create trigger oversight_2_clock before insert on oversight.mt_events
    for each statement execute function ledger.refuse_entry_after_jump();
alter table oversight.mt_events enable always trigger oversight_2_clock;

-- A schema's guard that lies in it goes with it, and is never asked. So each of the two schemas is guarded from the other.
create schema ledger_guard;
create function ledger_guard.guard_drop() returns event_trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    dropped text;
begin
    select d.object_identity
    from pg_event_trigger_dropped_objects() d
    where d.object_type = 'schema' and d.object_name in ('oversight', 'ledger', 'ledger_guard')
        or d.schema_name in ('ledger', 'ledger_guard')
        or d.object_type = 'event trigger' and d.object_name like 'oversight\_%'
    limit 1
    into dropped;
    if found then
        raise exception using
            errcode = 'OV002',
            message = format('%s is refused: it concerns %s, which keeps the record', tg_tag, dropped),
            hint = 'The record''s tables, their triggers and their schemas change only by a numbered script of oversight migrate.';
    end if;
end
$$;
revoke execute on function ledger_guard.guard_drop() from public;

set local role oversight_guard;
create or replace function ledger.guard_drop() returns event_trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    dropped text;
begin
    -- The objects are gone from the catalogue by now; their names are left. A trigger, rule, constraint, column or default is named by
    -- schema and table first.
    select d.object_identity
    from pg_event_trigger_dropped_objects() d
    where d.object_type = 'schema' and d.object_name in ('oversight', 'ledger', 'ledger_guard')
        or d.schema_name in ('ledger', 'ledger_guard')
        or d.object_type = 'event trigger' and d.object_name like 'oversight\_%'
        or d.address_names[1] = 'ledger'
        or d.object_type not in ('type', 'function', 'procedure', 'aggregate')
            and d.address_names[1] = 'oversight'
            -- Another table's foreign key leaves one on the table it refers to, and takes it along when it goes.
            and not (d.object_type = 'trigger' and d.address_names[3] like 'RI\_ConstraintTrigger\_%')
            and (d.address_names[2] in ('mt_streams', 'mt_events', 'mt_events_sequence')
                or d.object_type = 'index'
                    and d.address_names[2] in ('pkey_mt_streams_id', 'pkey_mt_events_seq_id', 'pk_mt_events_stream_and_version'))
    limit 1
    into dropped;
    if found then
        perform ledger.refuse_ddl(tg_tag, dropped);
    end if;
end
$$;
reset role;

create event trigger oversight_drop_outside on sql_drop execute function ledger_guard.guard_drop();
alter event trigger oversight_drop_outside enable always;
