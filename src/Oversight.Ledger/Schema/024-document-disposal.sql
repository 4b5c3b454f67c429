-- What a disposal that was recorded names is really gone: its parts are taken away, and nothing else ever is. That it was kept stays: its hash,
-- length and type, and by which entry it was disposed of. Nobody deletes a part: saying by which entry a document was disposed of does, when that
-- entry says so.
--   OV015 a document is not disposed of: no entry of its organisation says so
set local role oversight_guard;

create table ledger.document_disposal (
    organisation text not null,
    sha256 bytea not null,
    entry uuid not null,
    disposed timestamptz not null default clock_timestamp(),
    primary key (organisation, sha256),
    foreign key (organisation, sha256) references ledger.document
);

-- Not the column disposed: it is the database's clock.
grant select, insert (organisation, sha256, entry) on ledger.document_disposal to oversight_program;

-- The entry is in the record, about the organisation to which the document belongs, and names the document; as it was recorded, whatever a
-- correction says of it since.
create function ledger.admit_disposal() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.disposed := clock_timestamp();
    if not exists (
        select
        from oversight.mt_events e
        where e.id = new.entry
            and e.type = 'documents_disposed'
            and e.stream_id = 'organisation-' || new.organisation
            and jsonb_path_exists(e.data, '$.documents[*].sha256 ? (@ == $named)', jsonb_build_object('named', encode(new.sha256, 'hex'))))
    then
        raise exception using
            errcode = 'OV015',
            message = format('Document %s of %s is not disposed of: entry %s does not say so',
                encode(new.sha256, 'hex'), new.organisation, new.entry),
            hint = 'Record the disposal first.';
    end if;
    return new;
end
$$;

-- In the transaction in which it is said.
create function ledger.remove_disposed() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ledger.document_part p where p.organisation = new.organisation and p.sha256 = new.sha256;
    return null;
end
$$;

-- By a disposal, and part by part of a document that was disposed of.
create function ledger.refuse_unless_disposed() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_level = 'STATEMENT' and pg_trigger_depth() > 1 then
        return null;
    end if;
    if tg_level = 'STATEMENT' or not exists (select from ledger.document_disposal d where d.organisation = old.organisation and d.sha256 = old.sha256) then
        raise exception using
            errcode = 'OV001',
            message = 'DELETE on ledger.document_part is refused: the record is append-only',
            hint = 'Nothing recorded is changed or deleted. Record a correction or a retraction of the entry instead; of documents, their disposal.';
    end if;
    return old;
end
$$;

-- What is gone does not come back under its hash.
create function ledger.refuse_disposed_part() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    by_entry uuid;
begin
    select d.entry from ledger.document_disposal d where d.organisation = new.organisation and d.sha256 = new.sha256 into by_entry;
    if by_entry is not null then
        raise exception using
            errcode = 'OV010',
            message = format('Document %s of %s is refused: it was disposed of by entry %s', encode(new.sha256, 'hex'), new.organisation, by_entry),
            hint = 'It is not kept again.';
    end if;
    return new;
end
$$;

revoke execute on function ledger.admit_disposal() from public;
revoke execute on function ledger.remove_disposed() from public;
revoke execute on function ledger.refuse_unless_disposed() from public;
revoke execute on function ledger.refuse_disposed_part() from public;

drop trigger refuse_change on ledger.document_part;
create trigger refuse_change before update or truncate on ledger.document_part
    for each statement execute function ledger.refuse_change();
create trigger refuse_delete before delete on ledger.document_part
    for each statement execute function ledger.refuse_unless_disposed();
create trigger refuse_unless_disposed before delete on ledger.document_part
    for each row execute function ledger.refuse_unless_disposed();
create trigger refuse_disposed_part before insert on ledger.document_part
    for each row execute function ledger.refuse_disposed_part();
create trigger admit_disposal before insert on ledger.document_disposal
    for each row execute function ledger.admit_disposal();
create trigger remove_disposed after insert on ledger.document_disposal
    for each row execute function ledger.remove_disposed();
create trigger refuse_change before update or delete or truncate on ledger.document_disposal
    for each statement execute function ledger.refuse_change();
alter table ledger.document_part enable always trigger refuse_change;
alter table ledger.document_part enable always trigger refuse_delete;
alter table ledger.document_part enable always trigger refuse_unless_disposed;
alter table ledger.document_part enable always trigger refuse_disposed_part;
alter table ledger.document_disposal enable always trigger admit_disposal;
alter table ledger.document_disposal enable always trigger remove_disposed;
alter table ledger.document_disposal enable always trigger refuse_change;

-- As in 020, and new: the disposals.
create or replace function ledger.protected_names() returns table (name text) language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select unnest(array[
        'oversight.mt_streams', 'oversight.mt_events', 'oversight.mt_events_sequence',
        'ledger.place', 'ledger.known_until', 'ledger.idempotency', 'ledger.person', 'ledger.migration', 'ledger.made_by',
        'ledger.document', 'ledger.document_part', 'ledger.document_disposal'])
    union all
    select format('access.%I', c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'access' and c.relkind in ('r', 'v')
$$;

reset role;
