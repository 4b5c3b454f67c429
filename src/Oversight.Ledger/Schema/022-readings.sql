-- Who read what is not public: a row for each answer that could show any of it, written before the answer goes out. Kept for ever.
set local role oversight_guard;

-- at: when it was written; the program may not say it.
-- credential: the id of the token, session, feed or webhook by which it was read; null for the command line beside the database.
-- subjects: the streams with entries that are not public and that the answer could show, and how many such entries they have (entries).
-- answered: of what was read while the database was away, when it was answered, by the clock of the program; at is then when it was written.
create table access.reading (
    id uuid primary key,
    at timestamptz not null default clock_timestamp(),
    answered timestamptz,
    reader text not null check (reader <> ''),
    credential uuid,
    face text not null check (face in ('page', 'api', 'export', 'feed', 'letter', 'document', 'webhook', 'command line')),
    address text not null check (length(address) between 1 and 8192),
    place bigint not null check (place >= -1),
    subjects text[] not null check (cardinality(subjects) > 0),
    entries bigint not null check (entries > 0)
);

create index reading_at on access.reading (at desc, id desc);
create index reading_reader on access.reading (reader, at desc);
create index reading_subjects on access.reading using gin (subjects);

create trigger refuse_change before update or delete or truncate on access.reading
    for each statement execute function ledger.refuse_change();
alter table access.reading enable always trigger refuse_change;

grant select on access.reading to oversight_program;
grant insert (id, answered, reader, credential, face, address, place, subjects, entries) on access.reading to oversight_program;

reset role;
