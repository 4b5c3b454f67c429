-- What witnesses said of checkpoints: each cosigned it, having seen that it begins with all that it cosigned before. Kept after the checkpoint,
-- whenever a witness answers. docs/proofs.md says what the bytes are.
--   OV016 a cosignature is of a checkpoint that was not signed
set local role oversight_guard;

-- line is the signature as it stands in a note, without its line feed; verifier the witness's public key.
create table ledger.cosignature (
    size bigint not null,
    verifier text not null check (verifier <> ''),
    line text not null check (line like '— %' and line not like E'%\n%'),
    kept timestamptz not null default clock_timestamp(),
    primary key (size, verifier)
);
create index cosignature_of on ledger.cosignature (verifier, size);

create function ledger.admit_cosignature() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from ledger.checkpoint c where c.size = new.size) then
        raise exception using
            errcode = 'OV016',
            message = format('A cosignature of %s entries is refused: no checkpoint was signed at that size', new.size),
            hint = 'Ask the witness about a checkpoint that was signed.';
    end if;
    new.kept := clock_timestamp();
    return new;
end
$$;

revoke execute on function ledger.admit_cosignature() from public;

create trigger admit before insert on ledger.cosignature
    for each row execute function ledger.admit_cosignature();
create trigger refuse_change before update or delete or truncate on ledger.cosignature
    for each statement execute function ledger.refuse_change();
alter table ledger.cosignature enable always trigger admit;
alter table ledger.cosignature enable always trigger refuse_change;

grant select, insert (size, verifier, line) on ledger.cosignature to oversight_program;

reset role;
