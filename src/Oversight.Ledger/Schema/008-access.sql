-- A token may belong to an organisation's own people, and may be revoked: once, and for good.
set local role oversight_guard;

alter table ledger.access add column organisation text check (organisation ~ '^([A-Z0-9]{3}|[A-Z0-9]{5})$');
alter table ledger.access add column revoked timestamptz;

grant update (revoked) on ledger.access to oversight_program;

drop trigger refuse_change on ledger.access;
create trigger refuse_change before update on ledger.access
    for each row
    when (old.revoked is not null
        or new.revoked is null
        or (old.token_hash, old.subject, old.name, old.created, old.organisation)
            is distinct from (new.token_hash, new.subject, new.name, new.created, new.organisation))
    execute function ledger.refuse_change();
alter table ledger.access enable always trigger refuse_change;

reset role;
