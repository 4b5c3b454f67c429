-- Our own tables. Times are the database's, never the application's.
set local role oversight_guard;

-- The record's one order: entry number 0, 1, 2, … and when it was recorded. Written by the insert trigger of mt_events and by nothing
-- else. It is a table of its own because Marten's migration drops columns that it does not know.
create table ledger.place (
    place bigint primary key,
    seq_id bigint not null unique,
    id uuid not null unique,
    recorded timestamptz not null,
    leaf bytea not null
);

-- Serves "the last place recorded at or before K", and holds recorded strictly increasing.
create unique index place_recorded on ledger.place (recorded desc);

-- The latest K for which "as known at K" was answered by the clock alone, in microseconds since 1970. A writer records after it, so the
-- answer stays the same even when the server's clock is set back. A sequence, because its value outlives a rollback.
create sequence ledger.known_until as bigint minvalue 0 start 0;

-- What a subject's key did, kept in the transaction that did it. The receipt is read from the entries themselves.
create table ledger.idempotency (
    subject text not null,
    key text not null,
    request_hash bytea not null,
    entry_ids uuid[] not null,
    primary key (subject, key)
);

-- People. An entry holds only the id, a commitment to salt and name. Erasing the row erases the name; the id and all proofs stay.
create table ledger.person (
    id text primary key,
    salt bytea not null check (octet_length(salt) >= 16),
    name text not null,
    constraint person_id_is_the_commitment check (id = 'person:' || encode(sha256(salt || convert_to(name, 'UTF8')), 'hex'))
);

-- Bearer tokens, by their SHA-256: the token itself is nowhere.
create table ledger.access (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    subject text not null,
    name text not null,
    created timestamptz not null default clock_timestamp()
);

grant select on ledger.place to oversight_program;
grant select, insert on ledger.idempotency to oversight_program;
grant select, insert, delete on ledger.person to oversight_program;
grant select, insert on ledger.access to oversight_program;

reset role;
