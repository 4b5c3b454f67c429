-- What guards the record. Every trigger is ENABLE ALWAYS, so that session_replication_role does not switch it off; every function
-- belongs to oversight_guard.
set local role oversight_guard;

create function ledger.refuse_change() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using
        errcode = 'OV001',
        message = format('%s on %I.%I is refused: the record is append-only', tg_op, tg_table_schema, tg_table_name),
        hint = 'Nothing recorded is changed or deleted. Record a correction or a retraction of the entry instead.';
end
$$;

-- Before any statement that writes to a stream or an entry, before it touches a row.
create function ledger.take_record_lock() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ledger.begin_writing();
    return null;
end
$$;

-- A stream's row. Marten keeps one named mt_tombstone for the traces of failed appends; it is no part of the record.
create function ledger.admit_stream() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.id = 'mt_tombstone' and (tg_op = 'INSERT' or old.id = 'mt_tombstone') then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.tenant_id is distinct from '*DEFAULT*' or new.is_archived is distinct from false then
            raise exception using
                errcode = 'OV006',
                message = format('Stream %s is refused: the record has no tenants and no archive', new.id),
                hint = 'Leave tenant_id and is_archived at their defaults.';
        end if;
        new.created := clock_timestamp();
        new.timestamp := new.created;
        return new;
    end if;
    if new.id <> old.id
        or new.version is null
        or new.version <= old.version
        or (new.type, new.created, new.tenant_id, new.is_archived)
            is distinct from (old.type, old.created, old.tenant_id, old.is_archived)
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of stream %s is refused: a stream only advances its version', old.id),
            hint = 'Append entries to the stream. Archiving and moving back are not possible; record a correction or a retraction instead.';
    end if;
    new.timestamp := greatest(old.timestamp, clock_timestamp());
    return new;
end
$$;

-- An entry arrives, from whichever program: it is checked, and given its place and its time.
create function ledger.admit_entry() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    last_place bigint;
    last_recorded timestamptz;
    last_version bigint;
    this_place bigint;
    reason text;
begin
    if new.stream_id = 'mt_tombstone' then
        -- Marten's trace of an append that failed: dropped, so that it takes no place. Its caller sees the failure itself.
        return null;
    end if;

    -- Held already, unless the row came by a way that runs no statement triggers (logical replication).
    perform ledger.begin_writing();

    reason := case
        when new.stream_id is null then 'it has no stream'
        when jsonb_typeof(new.data) <> 'object' then 'its data is not a JSON object'
        when jsonb_typeof(new.headers) <> 'object' then 'its headers are not a JSON object'
        when new.bdata is not null then 'its data is binary'
        when new.is_archived is distinct from false then 'it is archived'
        when new.tenant_id is distinct from '*DEFAULT*' then 'it belongs to a tenant'
        when new.type !~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$' then format('its type %s is not in snake_case', to_json(new.type))
        when exists (select from ledger.place where id = new.id) then 'an entry with this id is in the record already'
        when coalesce(new.user_name, '') = '' then 'it does not say who logged it'
        when ledger.inexact_number(new.data) is not null
            then format('its data holds %s; entries hold whole numbers up to 9007199254740991 only', ledger.inexact_number(new.data))
        when ledger.inexact_number(new.headers) is not null
            then format('its headers hold %s; entries hold whole numbers up to 9007199254740991 only', ledger.inexact_number(new.headers))
    end;
    if reason is not null then
        raise exception using
            errcode = 'OV006',
            message = format('Entry %s is refused: %s', new.id, reason),
            hint = 'Correct the entry and send it again; nothing was stored.';
    end if;

    -- Under the lock and READ COMMITTED these see every entry before this one, those of this statement too.
    select max(version) from oversight.mt_events where stream_id = new.stream_id into last_version;
    if new.version <= last_version then
        -- Said as the unique index would say it: Marten knows its collisions by this.
        raise exception using
            errcode = 'unique_violation',
            schema = 'oversight',
            table = 'mt_events',
            constraint = 'pk_mt_events_stream_and_version',
            message = 'duplicate key value violates unique constraint "pk_mt_events_stream_and_version"',
            detail = format('Key (stream_id, version)=(%s, %s) already exists.', new.stream_id, new.version);
    end if;
    if new.version <> coalesce(last_version, 0) + 1 then
        raise exception using
            errcode = 'OV007',
            message = format('Entry %s is refused: it is version %s of stream %s, whose next version is %s',
                new.id, new.version, new.stream_id, coalesce(last_version, 0) + 1),
            hint = 'Versions of a stream count 1, 2, 3, … without a gap.';
    end if;

    select place, recorded from ledger.place order by place desc limit 1 into last_place, last_recorded;
    this_place := coalesce(last_place, -1) + 1;
    new.timestamp := greatest(
        clock_timestamp(),
        last_recorded + interval '1 microsecond',
        ledger.known_until() + interval '1 microsecond');

    insert into ledger.place (place, seq_id, id, recorded, leaf)
    values (
        this_place,
        new.seq_id,
        new.id,
        new.timestamp,
        ledger.leaf(ledger.line(this_place, new.id, new.stream_id, new.version, new.type, new.timestamp, new.user_name,
            new.correlation_id, new.causation_id, new.headers, new.data)));
    return new;
end
$$;

-- At commit: a stream's row says exactly the version of its last entry. Deferred, because programs write the two in any order.
create function ledger.check_stream() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    stream text;
    said bigint;
    is_at bigint;
begin
    -- new has the columns of whichever table fired.
    if tg_table_name = 'mt_streams' then
        stream := new.id;
    else
        stream := new.stream_id;
    end if;
    if stream = 'mt_tombstone' then
        return null;
    end if;
    select version from oversight.mt_streams where id = stream into said;
    select max(version) from oversight.mt_events where stream_id = stream into is_at;
    if said is distinct from is_at then
        raise exception using
            errcode = 'OV007',
            message = format('Stream %s is refused: its row says version %s, its last entry has %s',
                stream, coalesce(said::text, 'nothing'), coalesce(is_at::text, 'none')),
            hint = 'Write the entries of a stream and its row''s version in one transaction.';
    end if;
    return null;
end
$$;

-- Tables and the sequence whose shape no command may change.
create function ledger.protected_names() returns table (name text) language sql immutable
return unnest(array[
    'oversight.mt_streams', 'oversight.mt_events', 'oversight.mt_events_sequence',
    'ledger.place', 'ledger.known_until', 'ledger.idempotency', 'ledger.person', 'ledger.access', 'ledger.migration']);

create function ledger.refuse_ddl(command text, what text) returns void language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using
        errcode = 'OV002',
        message = format('%s is refused: it concerns %s, which keeps the record', command, what),
        hint = 'The record''s tables, their triggers and their schemas change only by a numbered script of oversight migrate. '
            || 'To put right what an entry says, record a correction or a retraction.';
end
$$;

-- After any DDL command: was it about something protected, or is something protected no longer as it must be?
create function ledger.guard_ddl() returns event_trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    command record;
    missing text;
    child regclass;
begin
    if tg_tag in ('DROP OWNED', 'REASSIGN OWNED') then
        -- They say nothing about what they touched, and would take the program's grants with them.
        perform ledger.refuse_ddl(tg_tag, 'everything that a role has in this database');
    end if;

    select name from ledger.protected_names() where to_regclass(name) is null limit 1 into missing;
    if found then
        perform ledger.refuse_ddl(tg_tag, missing);
    end if;

    -- A child table's rows would show among the parent's.
    select inhrelid from pg_inherits
    where inhparent in (select to_regclass(name) from ledger.protected_names())
        or inhrelid in (select to_regclass(name) from ledger.protected_names())
    limit 1
    into child;
    if found then
        perform ledger.refuse_ddl(tg_tag, format('the inheritance of %s', child));
    end if;

    if exists (
        select from pg_class c, aclexplode(coalesce(c.relacl, acldefault('s', c.relowner))) granted
        where c.oid = 'oversight.mt_events_sequence'::regclass and granted.privilege_type = 'UPDATE')
    then
        perform ledger.refuse_ddl(tg_tag, 'the right to set oversight.mt_events_sequence back');
    end if;

    for command in
        select d.command_tag, d.object_identity, d.classid, d.objid
        from pg_event_trigger_ddl_commands() d
        -- Rebuilding an index (reported from PostgreSQL 17 on) changes nothing that it says.
        where d.command_tag <> 'REINDEX'
    loop
        if exists (
            select from ledger.protected_names() p
            where to_regclass(p.name) = case command.classid
                when 'pg_class'::regclass then
                    coalesce((select indrelid from pg_index where indexrelid = command.objid), command.objid)
                when 'pg_trigger'::regclass then (select tgrelid from pg_trigger where oid = command.objid)
                when 'pg_rewrite'::regclass then (select ev_class from pg_rewrite where oid = command.objid)
                when 'pg_policy'::regclass then (select polrelid from pg_policy where oid = command.objid)
                when 'pg_constraint'::regclass then (select conrelid from pg_constraint where oid = command.objid)
                when 'pg_attrdef'::regclass then (select adrelid from pg_attrdef where oid = command.objid)
            end)
            or command.classid = 'pg_namespace'::regclass
                and exists (select from pg_namespace where oid = command.objid and nspname in ('oversight', 'ledger'))
            or command.classid = 'pg_proc'::regclass
                and exists (select from pg_proc where oid = command.objid and pronamespace = 'ledger'::regnamespace)
        then
            perform ledger.refuse_ddl(command.command_tag, command.object_identity);
        end if;
    end loop;
end
$$;

create function ledger.guard_drop() returns event_trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    dropped text;
begin
    -- The objects are gone from the catalogue by now; their names are left. A trigger, rule, constraint, column or default is named by
    -- schema and table first.
    select d.object_identity
    from pg_event_trigger_dropped_objects() d
    where d.object_type = 'schema' and d.object_name in ('oversight', 'ledger')
        or d.schema_name = 'ledger'
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

create function ledger.guard_rewrite() returns event_trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from ledger.protected_names() where to_regclass(name) = pg_event_trigger_table_rewrite_oid()) then
        perform ledger.refuse_ddl(tg_tag, pg_event_trigger_table_rewrite_oid()::regclass::text);
    end if;
end
$$;

revoke execute on all functions in schema ledger from public;

create trigger refuse_change before update or delete or truncate on ledger.place
    for each statement execute function ledger.refuse_change();
create trigger refuse_change before update or delete or truncate on ledger.idempotency
    for each statement execute function ledger.refuse_change();
create trigger refuse_change before update or delete or truncate on ledger.migration
    for each statement execute function ledger.refuse_change();
-- A person or a token may be erased, never rewritten.
create trigger refuse_change before update on ledger.person
    for each statement execute function ledger.refuse_change();
create trigger refuse_change before update on ledger.access
    for each statement execute function ledger.refuse_change();
alter table ledger.place enable always trigger refuse_change;
alter table ledger.idempotency enable always trigger refuse_change;
alter table ledger.migration enable always trigger refuse_change;
alter table ledger.person enable always trigger refuse_change;
alter table ledger.access enable always trigger refuse_change;

reset role;

-- Made by the superuser: the owner of Marten's tables has no right to run the guard's functions, and needs none.
create trigger oversight_1_lock before insert or update on oversight.mt_streams
    for each statement execute function ledger.take_record_lock();
create trigger oversight_2_admit before insert or update on oversight.mt_streams
    for each row execute function ledger.admit_stream();
create trigger oversight_3_refuse before delete or truncate on oversight.mt_streams
    for each statement execute function ledger.refuse_change();
create trigger oversight_4_refuse_row before delete on oversight.mt_streams
    for each row execute function ledger.refuse_change();
create constraint trigger oversight_5_check after insert or update on oversight.mt_streams
    deferrable initially deferred for each row execute function ledger.check_stream();
alter table oversight.mt_streams enable always trigger oversight_1_lock;
alter table oversight.mt_streams enable always trigger oversight_2_admit;
alter table oversight.mt_streams enable always trigger oversight_3_refuse;
alter table oversight.mt_streams enable always trigger oversight_4_refuse_row;
alter table oversight.mt_streams enable always trigger oversight_5_check;

create trigger oversight_1_lock before insert on oversight.mt_events
    for each statement execute function ledger.take_record_lock();
create trigger oversight_2_admit before insert on oversight.mt_events
    for each row execute function ledger.admit_entry();
create trigger oversight_3_refuse before update or delete or truncate on oversight.mt_events
    for each statement execute function ledger.refuse_change();
create trigger oversight_4_refuse_row before update or delete on oversight.mt_events
    for each row execute function ledger.refuse_change();
create constraint trigger oversight_5_check after insert on oversight.mt_events
    deferrable initially deferred for each row execute function ledger.check_stream();
alter table oversight.mt_events enable always trigger oversight_1_lock;
alter table oversight.mt_events enable always trigger oversight_2_admit;
alter table oversight.mt_events enable always trigger oversight_3_refuse;
alter table oversight.mt_events enable always trigger oversight_4_refuse_row;
alter table oversight.mt_events enable always trigger oversight_5_check;

-- Event triggers belong to the superuser who migrates. Migrate switches those named oversight_* off inside the transaction of a script.
create event trigger oversight_ddl on ddl_command_end execute function ledger.guard_ddl();
create event trigger oversight_drop on sql_drop execute function ledger.guard_drop();
create event trigger oversight_rewrite on table_rewrite execute function ledger.guard_rewrite();
alter event trigger oversight_ddl enable always;
alter event trigger oversight_drop enable always;
alter event trigger oversight_rewrite enable always;
