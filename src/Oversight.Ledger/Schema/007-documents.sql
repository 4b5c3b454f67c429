-- Evidence documents, beside the record: an entry names one by organisation and SHA-256.
--   OV010 a document is not whole: its parts and what is said of it do not agree
-- A document's row and parts come in one transaction, so it is seen whole or not at all, and never changes afterwards. Here it is
-- checked that the parts are all there. That their bytes have the hash is computed by the program while it stores and whenever it hands
-- out, and by "oversight document check": PostgreSQL hashes a value only as a whole, and no document is ever whole in memory.
set local role oversight_guard;

create table ledger.document (
    organisation text not null check (organisation ~ '^[A-Z0-9]{3}([A-Z0-9]{2})?$'),
    sha256 bytea not null check (octet_length(sha256) = 32),
    media_type text not null check (media_type ~ '^[a-z0-9.+-]+/[a-z0-9.+-]+$'),
    length bigint not null check (length > 0),
    stored timestamptz not null default clock_timestamp(),
    stored_by text not null check (stored_by <> ''),
    primary key (organisation, sha256)
);

-- A part is small enough to be held in memory by whoever reads it.
create table ledger.document_part (
    organisation text not null,
    sha256 bytea not null,
    number integer not null check (number >= 0),
    content bytea not null check (octet_length(content) between 1 and 1048576),
    primary key (organisation, sha256, number),
    foreign key (organisation, sha256) references ledger.document
);

-- Documents are compressed already, most of them; and the length of what is not compressed is known without reading it.
alter table ledger.document_part alter column content set storage external;

-- Not the column stored: it is the database's clock.
grant select, insert (organisation, sha256, media_type, length, stored_by) on ledger.document to oversight_program;
grant select, insert on ledger.document_part to oversight_program;

-- Runs when the transaction ends, for the document and for each part: a part that somebody adds later makes it longer than it is.
create function ledger.check_document() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    said bigint;
    parts record;
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
    return null;
end
$$;

create or replace function ledger.protected_names() returns table (name text) language sql immutable
return unnest(array[
    'oversight.mt_streams', 'oversight.mt_events', 'oversight.mt_events_sequence',
    'ledger.place', 'ledger.known_until', 'ledger.idempotency', 'ledger.person', 'ledger.access', 'ledger.migration',
    'ledger.document', 'ledger.document_part']);

revoke execute on function ledger.check_document() from public;

create trigger refuse_change before update or delete or truncate on ledger.document
    for each statement execute function ledger.refuse_change();
create trigger refuse_change before update or delete or truncate on ledger.document_part
    for each statement execute function ledger.refuse_change();
create constraint trigger check_document after insert on ledger.document
    deferrable initially deferred for each row execute function ledger.check_document();
create constraint trigger check_document after insert on ledger.document_part
    deferrable initially deferred for each row execute function ledger.check_document();
alter table ledger.document enable always trigger refuse_change;
alter table ledger.document enable always trigger check_document;
alter table ledger.document_part enable always trigger refuse_change;
alter table ledger.document_part enable always trigger check_document;

reset role;
