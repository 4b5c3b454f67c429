-- The tree over the record (RFC 9162, in tiles of 256 as C2SP tlog-tiles has them), the checkpoints that were signed, and the public keys that
-- sign them. Written beside the record and never in a writer's transaction: what is here is made from ledger.place, and whoever lost it all
-- could make the tiles again. docs/proofs.md says what the bytes are.
--   OV016 a tile, a checkpoint or a key does not follow from what is there
set local role oversight_guard;

-- Held, until the transaction has ended, by whoever lets the tree grow or signs ('OVINTEGR' read as a number).
create function ledger.integration_lock() returns bigint language sql immutable parallel safe return 5716837377763526482;

-- A full tile, at level 0 over 256 leaves and at each level above over 256 full tiles of the one below. root is the node over the tile: its hash
-- in the level above. Tiles that are not full are kept nowhere: their hashes are ledger.place's leaves, or the roots of the level below.
create table ledger.tile (
    level integer not null check (level between 0 and 6),
    number bigint not null check (number >= 0),
    hashes bytea not null check (octet_length(hashes) = 8192),
    root bytea not null check (octet_length(root) = 32),
    primary key (level, number)
);
-- Hashes are not compressible, and roots are read without them.
alter table ledger.tile alter column hashes set storage external;

-- What was signed: that the first size entries have this root. note is the signed text, which is what is served.
create table ledger.checkpoint (
    size bigint primary key check (size > 0),
    root bytea not null check (octet_length(root) = 32),
    note text not null check (note <> ''),
    signed timestamptz not null default clock_timestamp()
);

-- The public keys, each but the first with the note by which the one before it vouches for it. The secret ones are in no database.
create table ledger.signing_key (
    number integer primary key check (number > 0),
    verifier text not null unique check (verifier <> ''),
    vouched text check ((vouched is null) = (number = 1)),
    made timestamptz not null default clock_timestamp()
);

-- A tile is what the level below it has: leaves that are recorded, or full tiles. Of one statement's rows each sees those before it.
create function ledger.admit_tile() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    below bytea;
begin
    if new.level = 0 then
        select string_agg(p.leaf, '' order by p.place)
        from ledger.place p
        where p.place >= new.number * 256 and p.place < (new.number + 1) * 256
        into below;
    else
        select string_agg(t.root, '' order by t.number)
        from ledger.tile t
        where t.level = new.level - 1 and t.number >= new.number * 256 and t.number < (new.number + 1) * 256
        into below;
    end if;
    if below is distinct from new.hashes then
        raise exception using
            errcode = 'OV016',
            message = format('Tile %s of level %s is refused: it is not what stands below it', new.number, new.level),
            hint = 'A tile is written when its 256 hashes are there, with those.';
    end if;
    return new;
end
$$;

-- Checkpoints only grow, and never beyond what is recorded.
create function ledger.admit_checkpoint() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    signed bigint;
    recorded bigint;
begin
    select coalesce(max(size), 0) from ledger.checkpoint into signed;
    select coalesce(max(place), -1) + 1 from ledger.place into recorded;
    if new.size <= signed or new.size > recorded then
        raise exception using
            errcode = 'OV016',
            message = format('A checkpoint of %s entries is refused: %s were signed last, and %s are recorded', new.size, signed, recorded),
            hint = 'Sign what is recorded and was not signed yet.';
    end if;
    new.signed := clock_timestamp();
    return new;
end
$$;

create function ledger.admit_signing_key() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    last integer;
begin
    select coalesce(max(number), 0) from ledger.signing_key into last;
    if new.number <> last + 1 then
        raise exception using
            errcode = 'OV016',
            message = format('Signing key %s is refused: the next is number %s', new.number, last + 1),
            hint = 'Another rotation came first: look at the keys again.';
    end if;
    new.made := clock_timestamp();
    return new;
end
$$;

revoke execute on function ledger.admit_tile(), ledger.admit_checkpoint(), ledger.admit_signing_key() from public;

create trigger admit before insert on ledger.tile
    for each row execute function ledger.admit_tile();
create trigger refuse_change before update or delete or truncate on ledger.tile
    for each statement execute function ledger.refuse_change();
alter table ledger.tile enable always trigger admit;
alter table ledger.tile enable always trigger refuse_change;

create trigger admit before insert on ledger.checkpoint
    for each row execute function ledger.admit_checkpoint();
create trigger refuse_change before update or delete or truncate on ledger.checkpoint
    for each statement execute function ledger.refuse_change();
alter table ledger.checkpoint enable always trigger admit;
alter table ledger.checkpoint enable always trigger refuse_change;

create trigger admit before insert on ledger.signing_key
    for each row execute function ledger.admit_signing_key();
create trigger refuse_change before update or delete or truncate on ledger.signing_key
    for each statement execute function ledger.refuse_change();
alter table ledger.signing_key enable always trigger admit;
alter table ledger.signing_key enable always trigger refuse_change;

grant select, insert on ledger.tile to oversight_program;
grant select, insert (size, root, note) on ledger.checkpoint to oversight_program;
grant select, insert (number, verifier, vouched) on ledger.signing_key to oversight_program;

reset role;
