-- What is asked changes nothing that lasts.
set local role oversight_guard;

-- Until when "as known at" has been answered by the clock: nothing more is recorded up to then, so that a clock that steps back a little, as
-- clocks do when they are set by others, changes no answer that was given. No further than a second ahead of the clock: where it was far
-- ahead when somebody asked and has been set right since, a question would hold everything recorded from then on at that time.
create or replace function ledger.known_until() returns timestamptz language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    until timestamptz;
begin
    select 'epoch'::timestamptz + last_value * interval '1 microsecond' from ledger.known_until into until;
    return case when until <= clock_timestamp() + interval '1 second' then until else 'epoch'::timestamptz end;
end
$$;

-- As in 011.
create or replace function ledger.admit_entry() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    seen record;
    next_place bigint;
    reason text;
begin
    if new.stream_id = 'mt_tombstone' then
        -- Marten's trace of an append that failed: dropped, so that it takes no place. Its caller sees the failure itself.
        return null;
    end if;

    -- Held already, unless the row came by a way that runs no statement triggers (logical replication).
    perform pg_advisory_xact_lock(ledger.record_lock());

    -- Under the lock and READ COMMITTED this sees every entry before this one, those of this statement too. One query: it runs for each entry,
    -- while everybody else waits.
    select
        l.place,
        l.recorded,
        l.seq_id,
        s.last_value as last_seq_id_given,
        ledger.known_until() as known_until,
        (select max(e.version) from oversight.mt_events e where e.stream_id = new.stream_id) as version,
        exists (select from ledger.place p where p.id = new.id) as is_known
    from oversight.mt_events_sequence s
    left join (select place, recorded, seq_id from ledger.place order by place desc limit 1) l on true
    into seen;

    reason := case
        when new.stream_id is null then 'it has no stream'
        when jsonb_typeof(new.data) <> 'object' then 'its data is not a JSON object'
        when jsonb_typeof(new.headers) <> 'object' then 'its headers are not a JSON object'
        when new.bdata is not null then 'its data is binary'
        when new.is_archived is distinct from false then 'it is archived'
        when new.tenant_id is distinct from '*DEFAULT*' then 'it belongs to a tenant'
        when new.type !~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$' then format('its type %s is not in snake_case', to_json(new.type))
        when seen.is_known then 'an entry with this id is in the record already'
        when coalesce(new.user_name, '') = '' then 'it does not say who logged it'
        when ledger.inexact_number(new.data) is not null
            then format('its data holds %s; entries hold whole numbers up to 9007199254740991 only', ledger.inexact_number(new.data))
        when new.headers is null then null
        when ledger.inexact_number(new.headers) is not null
            then format('its headers hold %s; entries hold whole numbers up to 9007199254740991 only', ledger.inexact_number(new.headers))
    end;
    if reason is not null then
        raise exception using
            errcode = 'OV006',
            message = format('Entry %s is refused: %s', new.id, reason),
            hint = 'Correct the entry and send it again; nothing was stored.';
    end if;

    if new.version <= seen.version then
        -- Said as the unique index would say it: Marten knows its collisions by this.
        raise exception using
            errcode = 'unique_violation',
            schema = 'oversight',
            table = 'mt_events',
            constraint = 'pk_mt_events_stream_and_version',
            message = 'duplicate key value violates unique constraint "pk_mt_events_stream_and_version"',
            detail = format('Key (stream_id, version)=(%s, %s) already exists.', new.stream_id, new.version);
    end if;
    if new.version <> coalesce(seen.version, 0) + 1 then
        raise exception using
            errcode = 'OV007',
            message = format('Entry %s is refused: it is version %s of stream %s, whose next version is %s',
                new.id, new.version, new.stream_id, coalesce(seen.version, 0) + 1),
            hint = 'Versions of a stream count 1, 2, 3, … without a gap.';
    end if;
    if new.seq_id <= seen.seq_id or new.seq_id > seen.last_seq_id_given then
        raise exception using
            errcode = 'OV011',
            message = format('Entry %s is refused: its sequence number %s does not come after %s, or was never given',
                new.id, new.seq_id, coalesce(seen.seq_id::text, 'nothing')),
            hint = 'Take the record''s lock (select ledger.begin_writing()) before the sequence number is drawn, and send the entry again.';
    end if;

    next_place := coalesce(seen.place, -1) + 1;
    new.timestamp := greatest(
        clock_timestamp(),
        seen.recorded + interval '1 microsecond',
        seen.known_until + interval '1 microsecond');

    insert into ledger.place (place, seq_id, id, recorded, leaf)
    values (
        next_place,
        new.seq_id,
        new.id,
        new.timestamp,
        ledger.leaf(ledger.line(next_place, new.id, new.stream_id, new.version, new.type, new.timestamp, new.user_name,
            new.correlation_id, new.causation_id, new.headers, new.data)));
    return new;
end
$$;

reset role;
