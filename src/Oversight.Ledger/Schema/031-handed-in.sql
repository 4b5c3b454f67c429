-- Who hands in a document that is kept already has it too, and may name it and read it as who stored it may: that is told from who only knows its
-- hash. The first to hand it in is the one who stored it.
-- Beside that the report tables begin again: what a correction put in place of something told was held for told (see 019).
set local role oversight_guard;

create table ledger.document_handed_in (
    organisation text not null,
    sha256 bytea not null,
    account text not null check (account <> ''),
    at timestamptz not null default clock_timestamp(),
    primary key (organisation, sha256, account),
    foreign key (organisation, sha256) references ledger.document
);

-- Not the column at: it is the database's clock.
grant select, insert (organisation, sha256, account) on ledger.document_handed_in to oversight_program;

create trigger refuse_change before update or delete or truncate on ledger.document_handed_in
    for each statement execute function ledger.refuse_change();
alter table ledger.document_handed_in enable always trigger refuse_change;

select report.begin_again();

reset role;
