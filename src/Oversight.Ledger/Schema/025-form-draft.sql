-- What somebody has written into a form and not logged yet. No part of the record: it is its writer's alone, changed and deleted by them, and
-- deleted once it is logged or nobody has touched it for 90 days.
set local role oversight_guard;

-- kind, about: what is to be logged, and about which subject. version: that of the subject when the form was opened, as its writer was told it.
-- fields: what the form holds, by the names of its fields. logged: the entry that was made of it; then its fields are gone, and only sending
-- the form once more finds it.
create table access.form_draft (
    id uuid primary key,
    account text not null,
    kind text not null check (length(kind) between 1 and 100),
    about text not null check (length(about) between 1 and 200),
    version bigint not null check (version >= 0),
    fields jsonb not null check (jsonb_typeof(fields) = 'object' and octet_length(fields::text) <= 300000),
    logged uuid,
    made timestamptz not null default clock_timestamp(),
    changed timestamptz not null default clock_timestamp(),
    check (logged is null or fields = '{}')
);

create index form_draft_account on access.form_draft (account, changed desc);
create index form_draft_changed on access.form_draft (changed);

grant select, delete on access.form_draft to oversight_program;
grant insert (id, account, kind, about, version, fields) on access.form_draft to oversight_program;
grant update (version, fields, logged, changed) on access.form_draft to oversight_program;

reset role;
